import type { PipelineDefinition } from '../definition.ts';

/** A rule that a definition breaks. */
export interface Finding {
  /** Name of the rule, which is the name of its file. */
  rule: string;
  /** Where in the definition: `Steps.Preprocess-Data.Arguments.ProcessingResources.ClusterConfig.InstanceType`. */
  path: string;
  message: string;
  /** What to do about it. */
  wayOut: string;
}

/** One rule. It reads any definition, not only those that the builders of this project can make. */
export type Rule = (definition: PipelineDefinition) => Finding[];
