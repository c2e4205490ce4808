import * as z from 'zod';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  default?: unknown;
}

const made = new WeakMap<z.ZodType, JsonSchema>();

function jsonSchema(schema: z.ZodType): JsonSchema {
  const known = made.get(schema) ?? (z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);
  made.set(schema, known);
  return known;
}

/** A copy of an incomplete value with the schema's defaults in the places that are empty. */
export function withDefaults(value: Record<string, unknown>, schema: z.ZodType): Record<string, unknown> {
  return complete(value, jsonSchema(schema)) as Record<string, unknown>;
}

function complete(value: unknown, schema: JsonSchema): unknown {
  if (schema.properties === undefined) return value === undefined ? schema.default : value;
  if (value === undefined && schema.default === undefined) return undefined;
  if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) return value;
  const result: Record<string, unknown> = { ...(value as Record<string, unknown> | undefined) };
  for (const [key, property] of Object.entries(schema.properties)) {
    const completed = complete(result[key], property);
    if (completed !== undefined) result[key] = completed;
  }
  return result;
}
