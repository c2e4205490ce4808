import type { AccountRefusal } from '../account-refusal.ts';
import { taggedResourceMissing } from './tagged-resource-missing.ts';
import { tooManyTags } from './too-many-tags.ts';

export const tagsRefusals: readonly AccountRefusal[] = [taggedResourceMissing, tooManyTags];
