import * as z from 'zod';
import { configFileSchema } from './schema.ts';

type Json = Record<string, unknown>;

/**
 * JSON Schema (draft 2020-12) of config.yml, for completion and checks in editors. It has the rules for single values; only
 * `loadConfig` has the rules between values.
 */
export function configJsonSchema(): Json {
  const { $schema, ...schema } = z.toJSONSchema(configFileSchema, { io: 'input' }) as Json;
  annotate(schema, '');
  return {
    $schema,
    title: 'config.yml',
    description: 'Training, evaluation, batch transform and serving of one model whose data is in PrestoDB.',
    ...schema,
  };
}

/** Gives each property its path as a title. An optional key may have no value, which counts as absent. */
function annotate(schema: Json, path: string): void {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? []) as string[];
  for (const [key, property] of Object.entries(properties)) {
    const at = path === '' ? key : `${path}.${key}`;
    annotate(property, at);
    const { title: _, ...rest } = property;
    properties[key] = { title: at, ...(required.includes(key) ? rest : nullable(rest)) };
  }
  if (typeof schema.items === 'object' && schema.items !== null) annotate(schema.items as Json, `${path}[]`);
}

function nullable(schema: Json): Json {
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  if (Array.isArray(schema.enum)) return { ...schema, type: ['string', 'null'], enum: [...schema.enum, null] };
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return { ...schema, type: [...types, 'null'] };
}
