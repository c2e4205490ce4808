import { Failure } from '../failure.ts';
import { canonicalJson, lintDefinition, type PipelineDefinition, sha256, type Tag } from '../pipeline/index.ts';
import type { Asset, DesiredPipeline } from './context.ts';

/**
 * A definition that keeps every rule, with its canonical JSON and its hash.
 * @throws Failure `definition_invalid` that lists what is broken; `facts.findings` has the same as data.
 */
export function desiredPipeline(parts: {
  name: string;
  definition: PipelineDefinition;
  assets: readonly Asset[];
  tags: readonly Tag[];
}): DesiredPipeline {
  const findings = lintDefinition(parts.definition);
  if (findings.length > 0) {
    const list = findings.map(({ rule, path, message }) => `${path}: ${message} (${rule})`).join('\n');
    const ways = [...new Set(findings.map(({ wayOut }) => wayOut))].join(' ');
    throw new Failure('definition_invalid', `pipeline ${parts.name}:\n${list}`, { wayOut: ways, facts: { findings } });
  }
  const json = canonicalJson(parts.definition);
  return { ...parts, json, hash: sha256(json) };
}
