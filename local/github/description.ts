import { readFileSync } from 'node:fs';

/**
 * GitHub's own description of its REST API, trimmed to the operations that are served here. It marks fields `nullable`
 * beside `$ref` or `oneOf`, without a type, which the schema checker refuses, and beside enums that lack null; both are written so that null passes.
 */
export function apiDescription(): Record<string, unknown> {
  const text = readFileSync(new URL('./api-description.json', import.meta.url), 'utf8');
  return nullableRepaired(JSON.parse(text)) as Record<string, unknown>;
}

function nullableRepaired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullableRepaired);
  if (value === null || typeof value !== 'object') return value;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, nullableRepaired(v)]));
  if (nullable === true && typeof rest.type !== 'string') return { anyOf: [rest, { enum: [null] }] };
  if (nullable === true && Array.isArray(rest.enum)) return { ...rest, nullable, enum: [...rest.enum, null] };
  return nullable === undefined ? rest : { ...rest, nullable };
}
