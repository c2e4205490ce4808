import { writeFileSync } from 'node:fs';
import { sdkPartitions } from './lib/sdk-partitions.ts';

/**
 * Part of `npm run docs`: writes src/config/aws-partitions.ts from the endpoints data of the AWS SDK. The file is generated
 * because the SDK exports a function only, whose module takes 30 ms to load. That is too much for `mlops check`.
 */
const partitions = sdkPartitions().map((partition) => JSON.stringify(partition));
writeFileSync(
  new URL('../src/config/aws-partitions.ts', import.meta.url),
  `/**
 * The partitions of AWS and their regions, from the endpoints data of the AWS SDK for JavaScript (@aws-sdk/core).
 * \`npm run docs\` writes this file, and a test compares it with the installed SDK.
 */
export const PARTITIONS = [${partitions.join(', ')}] as const;
`,
);
