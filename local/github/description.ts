import { readFileSync } from 'node:fs';

/**
 * GitHub's own description of its REST API, cut down to the operations that this server has. The description marks fields
 * as `nullable` beside `$ref` or `oneOf` without a type, which the schema checker rejects, and beside enums that do not
 * contain null. Both are rewritten here, so that null passes.
 */
export function apiDescription(): Record<string, unknown> {
  const text = readFileSync(new URL('./api-description.json', import.meta.url), 'utf8');
  return repairNullable(JSON.parse(text)) as Record<string, unknown>;
}

function repairNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(repairNullable);
  if (value === null || typeof value !== 'object') return value;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, repairNullable(v)]));
  if (nullable === true && typeof rest.type !== 'string') return { anyOf: [rest, { enum: [null] }] };
  if (nullable === true && Array.isArray(rest.enum)) return { ...rest, nullable, enum: [...rest.enum, null] };
  return nullable === undefined ? rest : { ...rest, nullable };
}
