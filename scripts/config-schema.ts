import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../src/config/index.ts';

/** Part of `npm run docs`: writes config.schema.json, which editors complete config.yml from. */
writeFileSync(new URL('../config.schema.json', import.meta.url), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
