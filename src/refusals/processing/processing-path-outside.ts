import { posix } from 'node:path';
import { inputPaths, outputPaths } from '../processing-paths.ts';
import type { Refusal } from '../refusal.ts';

export const processingPathOutside: Refusal = {
  name: 'processing-path-outside',
  operations: ['CreateProcessingJob'],
  rule: 'The LocalPath of an input or an output begins with /opt/ml/processing/.',
  source: 'API reference, ProcessingS3Input.LocalPath; developer guide, build-your-own-processing-container',
  confidence: 'documented',
  way_out: 'Use a path below /opt/ml/processing/.',
  find: (request) =>
    [...inputPaths(request), ...outputPaths(request)]
      .filter(({ text }) => text !== undefined && !`${posix.normalize(text)}/`.startsWith('/opt/ml/processing/'))
      .map((path) =>
        path.refuse(`LocalPath ${path.text} is invalid: it must be an absolute path below /opt/ml/processing.`),
      ),
};
