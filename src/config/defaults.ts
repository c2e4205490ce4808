import * as z from 'zod';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  default?: unknown;
}

const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const jsonSchema = jsonSchemas.get(schema) ?? (z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);
  jsonSchemas.set(schema, jsonSchema);
  return jsonSchema;
}

/** A copy of an incomplete value, with the defaults of the schema for what is absent. */
export function withDefaults(value: Record<string, unknown>, schema: z.ZodType): Record<string, unknown> {
  return complete(value, jsonSchemaOf(schema)) as Record<string, unknown>;
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
