import { everyMember, isInFreeMap, ownArguments, requestSteps } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

/** Members of the requests of a pipeline's steps that are objects wherever they stand. */
const OBJECTS: ReadonlySet<unknown> = new Set([
  'VpcConfig',
  'NetworkConfig',
  'ResourceConfig',
  'HyperParameterTuningResourceConfig',
  'StoppingCondition',
  'OutputDataConfig',
  'AlgorithmSpecification',
  'AppSpecification',
  'ProcessingResources',
  'ClusterConfig',
  'ProcessingOutputConfig',
  'PrimaryContainer',
  'InferenceSpecification',
  'TransformInput',
  'TransformOutput',
  'TransformResources',
  'DataProcessing',
  'HyperParameterTuningJobConfig',
  'TrainingJobDefinition',
]);

export const objectFromConstant: Refusal = {
  name: 'object-from-constant',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A constant does not stand where the request of a step has an object.',
  source: 'aws/sagemaker-python-sdk#3908',
  confidence: 'quoted',
  way_out: 'Write an object with the members of the API.',
  find: (request) =>
    requestSteps(request)
      .flatMap(ownArguments)
      .flatMap(everyMember)
      .filter(
        (member) =>
          OBJECTS.has(member.path.at(-1)) &&
          ['string', 'number', 'boolean'].includes(typeof member.value) &&
          !isInFreeMap(member),
      )
      .map((member) => member.refuse('Unable to parse pipeline definition. Expecting start of Json Object.')),
};
