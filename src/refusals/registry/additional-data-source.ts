import { packageContainers } from '../model-package.ts';
import type { Refusal } from '../refusal.ts';

export const additionalDataSource: Refusal = {
  name: 'additional-data-source',
  operations: ['CreateModelPackage', 'UpdateModelPackage'],
  rule: 'AdditionalS3DataSource stands in the model of the API. An inference specification does not take it.',
  source: 'boto/boto3#4510',
  confidence: 'quoted',
  way_out: 'Put the data into the model archive.',
  find: (request) =>
    packageContainers(request)
      .map((container) => container.at('AdditionalS3DataSource'))
      .filter((source) => source.exists)
      .map((source) => source.refuse('AdditionalS3DataSource is not allowed in InferenceSpecification')),
};
