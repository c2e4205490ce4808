import type { Refusal } from '../refusal.ts';
import { serverlessVariants } from '../variants.ts';

export const serverlessMemory: Refusal = {
  name: 'serverless-memory',
  operations: ['CreateEndpointConfig'],
  rule: 'The memory of a serverless endpoint is 1024, 2048, 3072, 4096, 5120 or 6144 MB.',
  source: 'API reference, ProductionVariantServerlessConfig.MemorySizeInMB',
  confidence: 'documented',
  settings: ['serverless.memory_in_mb'],
  way_out: 'Round it to a multiple of 1024.',
  find: (request) =>
    serverlessVariants(request)
      .map((variant) => variant.at('ServerlessConfig.MemorySizeInMB'))
      .filter((memory) => memory.number !== undefined && memory.number % 1024 !== 0)
      .map((memory) =>
        memory.refuse(`MemorySizeInMB ${memory.number} must be one of 1024, 2048, 3072, 4096, 5120 and 6144.`),
      ),
};
