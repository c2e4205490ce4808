import type { Shape } from '../context.ts';
import type { DeclaredParameter } from './parameters.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** A JSON file in an output of a Processing step. Conditions can read values from it. */
export interface PropertyFile {
  readonly name: string;
  readonly output: string;
  readonly path: string;
}

/** One step of a pipeline. A step inside a branch of a condition names it in `branchOf`. */
export interface PipelineStep {
  readonly name: string;
  readonly type: string;
  readonly displayName?: string;
  readonly description?: string;
  /** The Arguments of the definition; those of a condition without its branches. */
  readonly arguments: Shape;
  readonly dependsOn: readonly string[];
  /** How long a result can be reused, in seconds; absent when caching is off, Infinity when a result never expires. */
  readonly cacheSeconds?: number;
  readonly retryPolicies: readonly RetryPolicy[];
  readonly propertyFiles: readonly PropertyFile[];
  readonly branchOf?: Branch;
  /** Steps that must have succeeded before this one: data, DependsOn, and the condition whose branch it is in. */
  readonly needs: readonly string[];
}

/** A branch of a condition: IfSteps (outcome true) or ElseSteps (outcome false). */
export interface Branch {
  readonly condition: string;
  readonly outcome: boolean;
}

export interface Definition {
  readonly parameters: ReadonlyMap<string, DeclaredParameter>;
  readonly experiment: { readonly ExperimentName?: unknown; readonly TrialName?: unknown } | undefined;
  /** In the order of the text; the steps of a branch come after their condition. */
  readonly steps: ReadonlyMap<string, PipelineStep>;
}
