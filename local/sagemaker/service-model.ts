import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { TOOLS } from '../../scripts/lib/paths.mjs';

/** A shape (a type) of AWS's own service model, as botocore publishes it. */
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

/** AWS's description of SageMaker's operations and of the types of their values. */
export interface ServiceModel {
  readonly operations: Readonly<
    Record<string, { readonly input?: { shape: string }; readonly output?: { shape: string } }>
  >;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

const MODEL_IN_BOTOCORE = join('botocore', 'data', 'sagemaker', '2017-07-24', 'service-2.json');

/**
 * Reads SageMaker's service model from the botocore of a Python environment.
 * @param tools the environment's folder; default: the one that set-up creates
 * @throws Error that names the environment and says what to do
 */
export function loadServiceModel(tools: string = TOOLS): ServiceModel {
  const lib = join(tools, 'lib');
  for (const python of existsSync(lib) ? readdirSync(lib) : []) {
    const file = join(lib, python, 'site-packages', MODEL_IN_BOTOCORE);
    // botocore compresses the file since version 1.32.
    for (const candidate of [`${file}.gz`, file]) {
      if (!existsSync(candidate)) continue;
      const bytes = readFileSync(candidate);
      return JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8')) as ServiceModel;
    }
  }
  throw new Error(`SageMaker's service model was not found: there is no botocore in ${tools}. Run npm run setup.`);
}
