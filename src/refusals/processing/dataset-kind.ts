import type { Refusal } from '../refusal.ts';

export const datasetKind: Refusal = {
  name: 'dataset-kind',
  operations: ['CreateProcessingJob'],
  rule: 'A dataset comes from Athena or from Redshift, exactly one of them.',
  source: 'API reference, DatasetDefinition',
  confidence: 'documented',
  way_out: 'Give AthenaDatasetDefinition or RedshiftDatasetDefinition.',
  find: (request) =>
    request
      .at('ProcessingInputs')
      .items.map((input) => input.at('DatasetDefinition'))
      .filter(
        (dataset) =>
          dataset.exists &&
          dataset.at('AthenaDatasetDefinition').exists === dataset.at('RedshiftDatasetDefinition').exists,
      )
      .map((dataset) =>
        dataset.refuse(
          'DatasetDefinition must specify exactly one of AthenaDatasetDefinition and RedshiftDatasetDefinition.',
        ),
      ),
};
