import type { Refusal } from '../refusal.ts';
import { instancePreferenceTwice } from './instance-preference-twice.ts';
import { instancePreferencesAlone } from './instance-preferences-alone.ts';
import { instancePreferencesCount } from './instance-preferences-count.ts';
import { keyForm } from './key-form.ts';
import { roleOfOtherAccount } from './role-of-other-account.ts';
import { selectedInstanceInRequest } from './selected-instance-in-request.ts';
import { tagKeyReserved } from './tag-key-reserved.ts';
import { tagKeyTwice } from './tag-key-twice.ts';
import { volumeAboveLocalDisk } from './volume-above-local-disk.ts';
import { volumeKeyOnLocalDisk } from './volume-key-on-local-disk.ts';
import { volumeKeyRegion } from './volume-key-region.ts';

export const commonRefusals: readonly Refusal[] = [
  instancePreferenceTwice,
  instancePreferencesAlone,
  instancePreferencesCount,
  keyForm,
  roleOfOtherAccount,
  selectedInstanceInRequest,
  tagKeyReserved,
  tagKeyTwice,
  volumeAboveLocalDisk,
  volumeKeyOnLocalDisk,
  volumeKeyRegion,
];
