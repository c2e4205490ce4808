import type { RefusalName } from '../refusal-names.ts';
import type { Member, Violation } from './member.ts';

/** Operations of AWS whose requests the rules read: those that this project sends, and those that a pipeline's steps send. */
export type Operation =
  | 'AddTags'
  | 'CreateEndpoint'
  | 'CreateEndpointConfig'
  | 'CreateHyperParameterTuningJob'
  | 'CreateModel'
  | 'CreateModelPackage'
  | 'CreateModelPackageGroup'
  | 'CreatePipeline'
  | 'CreateProcessingJob'
  | 'CreateTrainingJob'
  | 'CreateTransformJob'
  | 'PutScalingPolicy'
  | 'PutScheduledAction'
  | 'RegisterScalableTarget'
  | 'StartPipelineExecution'
  | 'UpdateEndpoint'
  | 'UpdateEndpointWeightsAndCapacities'
  | 'UpdateModelPackage'
  | 'UpdatePipeline';

/**
 * How sure it is that AWS refuses this. `quoted`: its message was published from a real call. `reported`: a client matches on
 * the message. `documented`: the API reference or the developer guide says it. `inferred`: it follows from what they say.
 */
export type Confidence = 'quoted' | 'reported' | 'documented' | 'inferred';

/** What a table says about a rule that AWS enforces beyond the model of its API. */
export interface RefusalFacts {
  /** Name of the rule, which is the name of its file. */
  readonly name: string;
  readonly operations: readonly Operation[];
  /** The rule in one sentence, for a reader. */
  readonly rule: string;
  /** Where the rule or its message is published. */
  readonly source: string;
  readonly confidence: Confidence;
  /** Since when AWS enforces it, where that is known and recent. */
  readonly since?: string;
  /** Settings of a configuration that can break it, as dotted paths. Absent: no configuration can. */
  readonly settings?: readonly string[];
}

/** Who sends a request, and to where. */
export interface Caller {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/**
 * A rule that the request alone decides. The local SageMaker refuses by it, and a check of the files finds by it what AWS would
 * refuse later.
 */
export interface Refusal extends RefusalFacts {
  readonly name: RefusalName;
  /** What to do about it. One or two sentences. */
  readonly way_out: string;
  /** Type of the error; default `ValidationException`. */
  readonly error?: string;
  /** Finds the members that break the rule, each with the message of AWS or, where none is published, with our own words. */
  find(request: Member, caller: Caller): readonly Violation[];
}
