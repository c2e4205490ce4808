import type * as z from 'zod';
import type { Path } from './node.ts';

/** What is inside of a schema's wrappers: the shape of an object, the values of a record or the items of a list. */
interface Inner {
  shape?: Record<string, unknown>;
  valueType?: unknown;
  element?: unknown;
}

/** The keys that a schema knows at a path. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  return Object.keys(innerOf(schemaAt(schema, path))?.shape ?? {});
}

/** The schema of the value at a path, without the wrappers of optional and default values. */
export function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let current: unknown = schema;
  for (const step of path) {
    const inner = innerOf(current);
    current = inner?.shape ? inner.shape[String(step)] : (inner?.valueType ?? inner?.element);
  }
  return unwrap(current) as z.ZodType | undefined;
}

interface Wrapper {
  def?: { innerType?: unknown; options?: unknown[] };
}

function unwrap(schema: unknown): Wrapper | undefined {
  let current = schema as Wrapper | undefined;
  while (current?.def?.innerType) current = current.def.innerType as Wrapper;
  return current;
}

/** Through optional, default, nullable and union wrappers. Of a union the object counts. */
function innerOf(schema: unknown): Inner | undefined {
  const current = unwrap(schema);
  if (!current?.def?.options) return current as Inner | undefined;
  return innerOf(current.def.options.find((option) => innerOf(option)?.shape));
}
