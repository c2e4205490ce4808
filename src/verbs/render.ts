import { NO_ACCOUNT } from '../config/index.ts';
import type { Log } from '../ports/log.ts';
import {
  batchPipelineOf,
  loadProject,
  type ProjectInput,
  stateIn,
  trainingPipelineOf,
} from '../project/open-project.ts';
import type { Result } from '../result.ts';

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
  /** Files that the definition refers to, with their content-addressed URIs. */
  assets: Array<{ uri: string; sha256: string; bytes: number }>;
}

/** Returns the pipeline definition that `train` or `deploy` would upsert. Needs no network and no credentials. */
export async function render(input: RenderInput, log: Log): Promise<Result<RenderFacts>> {
  const loaded = loadProject(input, log);
  const known = input.account ?? loaded.environment?.account;
  if (known === undefined) {
    log.info(`No account is named (--account, or environments/<name>/environment.yml): rendered for ${NO_ACCOUNT}`);
  }
  const state = stateIn(known ?? NO_ACCOUNT, loaded, input);
  const desired = input.pipeline === 'training' ? trainingPipelineOf(state) : batchPipelineOf(state);
  const { account, region } = state;
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
