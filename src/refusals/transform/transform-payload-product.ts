import type { Refusal } from '../refusal.ts';

const MAX_MB = 100;
/** The service's default of MaxPayloadInMB. */
const DEFAULT_PAYLOAD_MB = 6;

export const transformPayloadProduct: Refusal = {
  name: 'transform-payload-product',
  operations: ['CreateTransformJob'],
  rule: 'MaxConcurrentTransforms times MaxPayloadInMB is at most 100 MB.',
  source: 'API reference, CreateTransformJob.MaxPayloadInMB',
  confidence: 'documented',
  settings: ['transform_step.max_concurrent_transforms'],
  way_out: 'Lower MaxConcurrentTransforms or MaxPayloadInMB.',
  find: (request) => {
    const [concurrent, member] = [request.at('MaxConcurrentTransforms'), request.at('MaxPayloadInMB')];
    const payload = member.exists ? member.number : DEFAULT_PAYLOAD_MB;
    if (concurrent.number === undefined || payload === undefined || payload > MAX_MB) return [];
    if (concurrent.number * payload <= MAX_MB) return [];
    return [
      concurrent.refuse(
        `MaxConcurrentTransforms (${concurrent.number}) times MaxPayloadInMB (${payload}) must not be more than ${MAX_MB} MB.`,
      ),
    ];
  },
};
