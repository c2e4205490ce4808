import { type Context, type RecordKind, ServiceError, type Shape } from '../context.ts';

/** Makes the error of a refused request, in the words of the service. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/**
 * Finds a record by its name. Letter case does not matter: names are unique without regard to case, and ARNs have them
 * in lower case.
 * @param name a name or the resource's ARN; an ARN of another account or region finds nothing
 */
export function findRecord(
  kind: RecordKind,
  name: string,
  context: Context,
): { key: string; record: Shape } | undefined {
  if (name.startsWith('arn:') && !name.startsWith(context.arn(''))) return undefined;
  const bare = name.startsWith('arn:') ? name.slice(name.indexOf('/') + 1) : name;
  const exact = context.store.get(kind, bare);
  if (exact) return { key: bare, record: exact };
  const lowerCase = bare.toLowerCase();
  const member = NAME_MEMBERS[kind];
  if (member === undefined) return undefined;
  for (const record of context.store.list(kind)) {
    const key = record[member] as string | undefined;
    if (key?.toLowerCase() === lowerCase) return { key, record };
  }
  return undefined;
}

const NAME_MEMBERS: Partial<Record<RecordKind, string>> = {
  model: 'ModelName',
  'endpoint-config': 'EndpointConfigName',
  endpoint: 'EndpointName',
  'model-package-group': 'ModelPackageGroupName',
};
