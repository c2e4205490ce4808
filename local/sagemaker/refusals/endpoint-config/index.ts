import type { AccountRefusal } from '../account-refusal.ts';
import { modelMissing } from './model-missing.ts';

export const endpointConfigRefusals: readonly AccountRefusal[] = [modelMissing];
