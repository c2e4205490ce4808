import { NO_ACCOUNT } from '../config/index.ts';
import { batchPipeline, packageSource, trainingPipeline } from '../desired/index.ts';
import type { Log } from '../ports/log.ts';
import type { Result } from '../result.ts';
import { loadProject, type ProjectInput, sourceDir } from './project.ts';

export interface RenderInput extends ProjectInput {
  pipeline: 'training' | 'batch';
}

export interface RenderFacts {
  name: string;
  /** SHA-256 of the canonical definition. */
  hash: string;
  account: string;
  region: string;
  definition: object;
  /** Files that the definition refers to, by their content-addressed place. */
  assets: Array<{ uri: string; sha256: string; bytes: number }>;
}

/** The definition that `train` or `deploy` would upsert: no network, no credentials. */
export async function render(input: RenderInput, log: Log): Promise<Result<RenderFacts>> {
  const known = input.account ?? loadProject(input).environment?.account;
  if (known === undefined) {
    log.info(`No account is named (--account, or environments/<name>/environment.yml): rendered for ${NO_ACCOUNT}`);
  }
  const account = known ?? NO_ACCOUNT;
  const { config, environment } = loadProject({ ...input, account }, log);
  const region = environment?.region ?? config.aws.region;
  const context = {
    account,
    region,
    source: packageSource(sourceDir(config, input.configFile)),
    ...(environment === undefined ? {} : { environment: environment.name }),
  };
  const desired =
    input.pipeline === 'training' ? trainingPipeline(config, context) : batchPipeline(config, environment, context);
  return {
    schema_version: 1,
    verb: 'render',
    decision: 'unchanged',
    reason_code: 'ok',
    summary: `The ${input.pipeline} pipeline ${desired.name}, definition ${desired.hash.slice(0, 12)}`,
    facts: {
      name: desired.name,
      hash: desired.hash,
      account,
      region,
      definition: desired.definition,
      assets: desired.assets.map(({ uri, sha256, bytes }) => ({ uri, sha256, bytes: bytes.byteLength })),
    },
  };
}
