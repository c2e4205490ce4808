import type { ChangeRule, Rule } from '../rule.ts';
import { accountMoved } from './account-moved.ts';
import { allowedAccount } from './allowed-account.ts';
import { burstableScaling } from './burstable-scaling.ts';
import { canarySize } from './canary-size.ts';
import { capacityReset } from './capacity-reset.ts';
import { endpointReplaced } from './endpoint-replaced.ts';
import { freezeWindow } from './freeze-window.ts';
import { nameCase } from './name-case.ts';
import { nameLength } from './name-length.ts';
import { noAlarmWithRollback } from './no-alarm-with-rollback.ts';
import { noBaking } from './no-baking.ts';
import { pinMovedBackwards } from './pin-moved-backwards.ts';
import { pinnedModelFeatures } from './pinned-model-features.ts';
import { promotionOrder } from './promotion-order.ts';
import { rolloutFallsBack } from './rollout-falls-back.ts';
import { scalingOfOthers } from './scaling-of-others.ts';
import { timeoutRange } from './timeout-range.ts';
import { tuningTooLong } from './tuning-too-long.ts';
import { variantNameMismatch } from './variant-name-mismatch.ts';

/** Rules about the configuration and about what runs; docs/rules.md describes each of them. */
export const GUARDRAIL_RULES: readonly Rule[] = [
  allowedAccount,
  variantNameMismatch,
  burstableScaling,
  endpointReplaced,
  scalingOfOthers,
  canarySize,
  rolloutFallsBack,
  noBaking,
  timeoutRange,
  tuningTooLong,
  nameLength,
  nameCase,
];

/** Rules about what a merge does to what runs. */
export const CHANGE_RULES: readonly ChangeRule[] = [
  promotionOrder,
  pinMovedBackwards,
  pinnedModelFeatures,
  freezeWindow,
  accountMoved,
  capacityReset,
  noAlarmWithRollback,
];
