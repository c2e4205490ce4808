import { type Context, type Kind, ServiceError, type Shape } from '../context.ts';

/** A refused request in the words of the service. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** The record without what is kept for ourselves: members that begin with an underscore never leave the server. */
export function visible(record: Shape): Shape {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !key.startsWith('_')));
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

/** Only the members that are named and present. */
export function pick(record: Shape, members: readonly string[]): Shape {
  return Object.fromEntries(members.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]));
}

/** `arn:aws:sagemaker:region:account:type/name`, with the name in lower case as the service writes it. */
export function arnOf(type: string, name: string, context: Context): string {
  return context.arn(`${type}/${name.toLowerCase()}`);
}

const NAME_MEMBER: Partial<Record<Kind, string>> = {
  model: 'ModelName',
  'endpoint-config': 'EndpointConfigName',
  endpoint: 'EndpointName',
  'model-package-group': 'ModelPackageGroupName',
};
