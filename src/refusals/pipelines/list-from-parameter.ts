import { getsIn, isInFreeMap, ownArguments, requestSteps } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

/** Members of the requests of a pipeline's steps that are lists wherever they stand. */
const LISTS: ReadonlySet<unknown> = new Set([
  'Subnets',
  'SecurityGroupIds',
  'ContainerEntrypoint',
  'ContainerArguments',
  'ProcessingInputs',
  'Outputs',
  'InputDataConfig',
  'MetricDefinitions',
  'IntegerParameterRanges',
  'ContinuousParameterRanges',
  'CategoricalParameterRanges',
  'Containers',
  'SupportedContentTypes',
  'SupportedResponseMIMETypes',
  'SupportedTransformInstanceTypes',
  'SupportedRealtimeInferenceInstanceTypes',
  'Tags',
]);

export const listFromParameter: Refusal = {
  name: 'list-from-parameter',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A parameter stands for one value, not for a whole list. A list has parameters as its elements.',
  source: 'aws/sagemaker-python-sdk#2345',
  confidence: 'quoted',
  way_out: 'Write a list with the parameter as its element.',
  find: (request) =>
    requestSteps(request)
      .flatMap((step) => getsIn(ownArguments(step)))
      .filter(
        ({ member, get }) => get.startsWith('Parameters.') && LISTS.has(member.path.at(-1)) && !isInFreeMap(member),
      )
      .map(({ member }) => member.refuse('Unable to parse pipeline definition. Expecting start of Json Array.')),
};
