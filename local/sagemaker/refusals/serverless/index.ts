import type { AccountRefusal } from '../account-refusal.ts';
import { serverlessIsolation } from './serverless-isolation.ts';
import { serverlessManyModels } from './serverless-many-models.ts';
import { serverlessModelData } from './serverless-model-data.ts';
import { serverlessPipeline } from './serverless-pipeline.ts';
import { serverlessPrivateRegistry } from './serverless-private-registry.ts';
import { serverlessVpc } from './serverless-vpc.ts';

export const serverlessRefusals: readonly AccountRefusal[] = [
  serverlessVpc,
  serverlessIsolation,
  serverlessPipeline,
  serverlessManyModels,
  serverlessModelData,
  serverlessPrivateRegistry,
];
