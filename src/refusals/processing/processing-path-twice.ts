import { inputPaths } from '../processing-paths.ts';
import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

/** The service answers with a ValidationException whose message is empty. */
export const processingPathTwice: Refusal = {
  name: 'processing-path-twice',
  operations: ['CreateProcessingJob'],
  rule: 'Each input of a processing job has a LocalPath of its own.',
  source: 'aws/sagemaker-python-sdk#4939',
  confidence: 'quoted',
  way_out: 'Give one of the inputs another LocalPath.',
  find: (request) =>
    repeated(inputPaths(request)).map((path) =>
      path.refuse(`The LocalPath ${path.text} is used by more than one of ProcessingInputs.`),
    ),
};
