import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import {
  batchTransformFileSchema,
  endpointFileSchema,
  environmentFileSchema,
} from '../../src/config/environment-schema.ts';
import { configFileSchema } from '../../src/config/schema.ts';
import { ROOT } from './workspace.ts';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema | boolean;
  description?: string;
}

/** Every key of a schema with its path, those inside lists and unions too. */
function keys(schema: Schema, path: string[] = []): { path: string[]; described: boolean }[] {
  const inner = [schema.items, ...(schema.anyOf ?? []), schema.additionalProperties].filter(
    (one) => typeof one === 'object',
  );
  return [
    ...inner.flatMap((one) => keys(one, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
      { path: [...path, key], described: Boolean(property.description) },
      ...keys(property, [...path, key]),
    ]),
  ];
}

const documentation = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');

/** The text of a section: from its heading to the next heading of the same or a higher level. */
function section(heading: string): string {
  const start = documentation.search(new RegExp(`^#+ \`?${heading}\`?$`, 'm'));
  if (start === -1) return '';
  const level = documentation.slice(start).match(/^#+/)?.[0].length ?? 1;
  const rest = documentation.slice(documentation.indexOf('\n', start));
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

test.each([
  ['environment.yml', environmentFileSchema],
  ['endpoint.yml', endpointFileSchema],
  ['batch-transform.yml', batchTransformFileSchema],
])('every key of %s is documented and described', (name, schema) => {
  const all = keys(z.toJSONSchema(schema, { io: 'input' }) as Schema);
  expect(
    all.filter(({ path }) => !section(name).includes(`\`${path.at(-1)}\``)).map(({ path }) => path.join('.')),
  ).toEqual([]);
  expect(all.filter(({ described }) => !described)).toEqual([]);
});

test('every key of config.yml is documented in its section and described for editors', () => {
  const all = keys(z.toJSONSchema(configFileSchema, { io: 'input' }) as Schema);
  const missing = all.filter(({ path }) => {
    const text = section(path[0] ?? '');
    return (
      text === '' ||
      (path.length > 1 && !text.includes(`\`${path.at(-1)}\``) && !text.includes(`\`${path.slice(1).join('.')}\``))
    );
  });
  expect(missing.map(({ path }) => path.join('.'))).toEqual([]);
  expect(all.filter(({ described }) => !described)).toEqual([]);
});
