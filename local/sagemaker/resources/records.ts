import { type Context, type Kind, ServiceError, type Shape } from '../context.ts';

/** A refused request in the words of the service. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/**
 * A record by name, in any case: names are unique without regard to case and ARNs have them in lower case.
 * @param name a name or the resource's ARN
 */
export function find(kind: Kind, name: string, context: Context): { key: string; record: Shape } | undefined {
  const bare = name.startsWith('arn:') ? name.slice(name.indexOf('/') + 1) : name;
  const direct = context.store.get(kind, bare);
  if (direct) return { key: bare, record: direct };
  const wanted = bare.toLowerCase();
  for (const record of context.store.list(kind)) {
    const key = NAME_MEMBER[kind] === undefined ? undefined : (record[NAME_MEMBER[kind]] as string | undefined);
    if (key?.toLowerCase() === wanted) return { key, record };
  }
  return undefined;
}

const NAME_MEMBER: Partial<Record<Kind, string>> = {
  model: 'ModelName',
  'endpoint-config': 'EndpointConfigName',
  endpoint: 'EndpointName',
  'model-package-group': 'ModelPackageGroupName',
};
