import type { Refusal } from '../refusal.ts';
import { serverlessVariants } from '../variants.ts';

export const serverlessCapture: Refusal = {
  name: 'serverless-capture',
  operations: ['CreateEndpointConfig'],
  rule: 'A serverless endpoint captures no data.',
  source: 'developer guide, serverless-endpoints',
  confidence: 'documented',
  settings: ['data_capture'],
  way_out: 'Turn off data capture, or use instances.',
  find: (request) =>
    serverlessVariants(request).length > 0 && request.at('DataCaptureConfig.EnableCapture').isTrue
      ? [request.at('DataCaptureConfig').refuse('Data capture is not supported for serverless endpoints.')]
      : [],
};
