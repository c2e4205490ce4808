import type { AccountRefusal } from '../account-refusal.ts';
import { endpointKeyMissing } from './endpoint-key-missing.ts';
import { endpointKeyRegion } from './endpoint-key-region.ts';
import { volumeKeyMissing } from './volume-key-missing.ts';

export const keysRefusals: readonly AccountRefusal[] = [volumeKeyMissing, endpointKeyMissing, endpointKeyRegion];
