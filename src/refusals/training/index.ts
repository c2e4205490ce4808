import type { Refusal } from '../refusal.ts';
import { algorithmNamedTwice } from './algorithm-named-twice.ts';
import { algorithmNotNamed } from './algorithm-not-named.ts';
import { augmentedManifestMode } from './augmented-manifest-mode.ts';
import { channelNameTwice } from './channel-name-twice.ts';
import { channelWithoutGroup } from './channel-without-group.ts';
import { debugCollectionTwice } from './debug-collection-twice.ts';
import { debugRuleTwice } from './debug-rule-twice.ts';
import { expressOutputKey } from './express-output-key.ts';
import { fileSystemWithoutVpc } from './file-system-without-vpc.ts';
import { instanceGroupsWithType } from './instance-groups-with-type.ts';
import { metricRegex } from './metric-regex.ts';
import { privateImageWithoutVpc } from './private-image-without-vpc.ts';
import { profilingInterval } from './profiling-interval.ts';
import { spotWaitTooShort } from './spot-wait-too-short.ts';
import { spotWaitWithoutSpot } from './spot-wait-without-spot.ts';
import { spotWithoutWait } from './spot-without-wait.ts';
import { trainingImageAddress } from './training-image-address.ts';
import { trainingImageRegion } from './training-image-region.ts';
import { trainingJobIncomplete } from './training-job-incomplete.ts';
import { trainingPlanTwice } from './training-plan-twice.ts';
import { trainingRuntimeLimit } from './training-runtime-limit.ts';
import { volumeSizeMissing } from './volume-size-missing.ts';
import { warmPoolWithGroups } from './warm-pool-with-groups.ts';
import { warmPoolWithSpot } from './warm-pool-with-spot.ts';

export const trainingRefusals: readonly Refusal[] = [
  algorithmNamedTwice,
  algorithmNotNamed,
  augmentedManifestMode,
  channelNameTwice,
  channelWithoutGroup,
  debugCollectionTwice,
  debugRuleTwice,
  expressOutputKey,
  fileSystemWithoutVpc,
  instanceGroupsWithType,
  metricRegex,
  privateImageWithoutVpc,
  profilingInterval,
  spotWaitTooShort,
  spotWaitWithoutSpot,
  spotWithoutWait,
  trainingImageAddress,
  trainingImageRegion,
  trainingJobIncomplete,
  trainingPlanTwice,
  trainingRuntimeLimit,
  volumeSizeMissing,
  warmPoolWithGroups,
  warmPoolWithSpot,
];
