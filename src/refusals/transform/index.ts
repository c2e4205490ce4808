import type { Refusal } from '../refusal.ts';
import { dataProcessingType } from './data-processing-type.ts';
import { transformInputType } from './transform-input-type.ts';
import { transformInstanceLimit } from './transform-instance-limit.ts';
import { transformPayloadLimit } from './transform-payload-limit.ts';
import { transformPayloadProduct } from './transform-payload-product.ts';

export const transformRefusals: readonly Refusal[] = [
  dataProcessingType,
  transformInputType,
  transformInstanceLimit,
  transformPayloadLimit,
  transformPayloadProduct,
];
