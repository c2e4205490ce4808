import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const processingNameTwice: Refusal = {
  name: 'processing-name-twice',
  operations: ['CreateProcessingJob'],
  rule: 'A name is there once among the inputs and the outputs of a processing job.',
  source: 'aws/sagemaker-python-sdk#3484',
  confidence: 'quoted',
  way_out: 'Rename one of them.',
  find: (request) =>
    repeated([
      ...request.at('ProcessingInputs').items.map((input) => input.at('InputName')),
      ...request.at('ProcessingOutputConfig.Outputs').items.map((output) => output.at('OutputName')),
    ]).map((name) => name.refuse(`Input and Output names must be globally unique: [${name.text}]`)),
};
