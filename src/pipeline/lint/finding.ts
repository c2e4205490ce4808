import type { RuleIn } from '../../rule-names.ts';
import type { PipelineDefinition } from '../definition.ts';

/** A rule that a definition breaks, and where. */
export interface LintFinding {
  /** Name of the rule, which is the name of its file. */
  rule: RuleIn<'definition'>;
  /** Path in the definition: `Steps.Preprocess-Data.Arguments.ProcessingResources.ClusterConfig.InstanceType`. */
  path: string;
  message: string;
  /** What to do about it. */
  way_out: string;
}

/** One rule. It reads any definition, not only those that the builders of this project can make. */
export type LintRule = (definition: PipelineDefinition) => LintFinding[];
