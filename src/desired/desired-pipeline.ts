import { Failure } from '../failure.ts';
import { canonicalJson, lintDefinition, type PipelineDefinition, sha256, type Tag } from '../pipeline/index.ts';
import type { Asset, DesiredPipeline } from './context.ts';

/**
 * Checks a definition against every lint rule, and adds its canonical JSON and its hash.
 * @throws Failure `definition_invalid` with all findings in its message, and as data in `facts.findings`
 */
export function desiredPipeline(parts: {
  kind: DesiredPipeline['kind'];
  name: string;
  definition: PipelineDefinition;
  assets: readonly Asset[];
  tags: readonly Tag[];
}): DesiredPipeline {
  const findings = lintDefinition(parts.definition);
  if (findings.length > 0) {
    const list = findings.map(({ rule, path, message }) => `${path}: ${message} (${rule})`).join('\n');
    const way_out = [...new Set(findings.map((finding) => finding.way_out))].join(' ');
    throw new Failure('definition_invalid', `pipeline ${parts.name}:\n${list}`, { way_out, facts: { findings } });
  }
  const json = canonicalJson(parts.definition);
  return { ...parts, json, hash: sha256(json) };
}
