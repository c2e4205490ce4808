import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import type { PipelineState } from '../ports/sagemaker.ts';
import { type Change, resourceOf } from './change.ts';

/** The parts of a pipeline that decide whether it has to be written. */
export interface WantedPipeline {
  kind: 'training' | 'batch';
  name: string;
  /** SHA-256 of the canonical definition. */
  hash: string;
  roleArn: string;
}

/**
 * Compares the pipeline that is wanted with the one that is there. Definitions are compared by meaning: SageMaker may return
 * the JSON with other blanks or another order of members.
 */
export function planPipeline(wanted: WantedPipeline, observed: PipelineState | undefined): Change {
  const resource = resourceOf(`${wanted.kind}-pipeline`, wanted.name);
  const to = wanted.hash.slice(0, 12);
  if (observed === undefined) {
    return { ...resource, action: 'create', from: null, to, why: 'it does not exist' };
  }
  const hash = definitionHash(observed.definition);
  const from = hash?.slice(0, 12) ?? 'unreadable';
  if (hash !== wanted.hash) return { ...resource, action: 'update', from, to, why: 'its definition differs' };
  if (observed.roleArn !== wanted.roleArn) {
    return { ...resource, action: 'update', from: observed.roleArn, to: wanted.roleArn, why: 'its role differs' };
  }
  return { ...resource, action: 'keep', from, to, why: 'it is as it should be' };
}

function definitionHash(text: string): string | undefined {
  try {
    return sha256(canonicalJson(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
