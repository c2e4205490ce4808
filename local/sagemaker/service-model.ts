import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** A shape of AWS's own service model, as botocore publishes it. */
export interface ModelShape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob';
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly union?: boolean;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

/** What AWS says about SageMaker's operations and their values. */
export interface ServiceModel {
  readonly operations: Readonly<
    Record<string, { readonly input?: { shape: string }; readonly output?: { shape: string } }>
  >;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

const INSIDE_BOTOCORE = join('sagemaker', '2017-07-24', 'service-2.json');

/**
 * Reads SageMaker's service model from botocore's data.
 * @param path the file itself (`service-2.json`, `.gz` or not) or botocore's `data` folder. Without it: the folder that
 *   MLOPS_BOTOCORE names, or the tools environment below `.local/` that set-up made.
 * @throws Error that names the places where it looked.
 */
export function loadServiceModel(path?: string, environment: NodeJS.ProcessEnv = process.env): ServiceModel {
  const named = path ?? environment.MLOPS_BOTOCORE;
  const places = named === undefined ? installed() : [named];
  for (const place of places) {
    for (const file of [place, join(place, INSIDE_BOTOCORE), join(place, 'data', INSIDE_BOTOCORE)]) {
      for (const candidate of [file, `${file}.gz`]) {
        if (!candidate.includes('.json') || !existsSync(candidate)) continue;
        const bytes = readFileSync(candidate);
        return JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8')) as ServiceModel;
      }
    }
  }
  throw new Error(
    `SageMaker's service model was not found${places.length > 0 ? ` in ${places.join(', ')}` : ''}: run npm run setup, or set MLOPS_BOTOCORE to the data folder of an installed botocore`,
  );
}

function installed(): string[] {
  const lib = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '.local', 'tools', 'lib');
  if (!existsSync(lib)) return [];
  return readdirSync(lib).map((python) => join(lib, python, 'site-packages', 'botocore', 'data'));
}
