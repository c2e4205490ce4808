import type { Refusal } from '../refusal.ts';

const MAX_PAYLOAD_MB = 100;

export const transformPayloadLimit: Refusal = {
  name: 'transform-payload-limit',
  operations: ['CreateTransformJob'],
  rule: 'MaxPayloadInMB is at most 100.',
  source: 'API reference, CreateTransformJob.MaxPayloadInMB',
  confidence: 'documented',
  settings: ['transform_step.max_payload_in_mb'],
  way_out: 'Lower MaxPayloadInMB.',
  find: (request) => {
    const payload = request.at('MaxPayloadInMB');
    if (!((payload.number ?? 0) > MAX_PAYLOAD_MB)) return [];
    return [payload.refuse(`MaxPayloadInMB ${payload.number} cannot be greater than ${MAX_PAYLOAD_MB} MB.`)];
  },
};
