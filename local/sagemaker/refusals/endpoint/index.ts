import type { AccountRefusal } from '../account-refusal.ts';
import { alarmMissing } from './alarm-missing.ts';
import { deploymentInstances } from './deployment-instances.ts';
import { endpointConfigDeleted } from './endpoint-config-deleted.ts';
import { endpointConfigMissing } from './endpoint-config-missing.ts';
import { endpointFailed } from './endpoint-failed.ts';
import { endpointInProgress } from './endpoint-in-progress.ts';
import { endpointMissing } from './endpoint-missing.ts';
import { instanceTypeScaled } from './instance-type-scaled.ts';
import { rollingServerless } from './rolling-serverless.ts';
import { rollingVariants } from './rolling-variants.ts';
import { updateToServerless } from './update-to-serverless.ts';
import { variantMissing } from './variant-missing.ts';
import { variantNamesDiffer } from './variant-names-differ.ts';

export const endpointRefusals: readonly AccountRefusal[] = [
  endpointMissing,
  endpointInProgress,
  endpointFailed,
  endpointConfigMissing,
  endpointConfigDeleted,
  variantMissing,
  variantNamesDiffer,
  instanceTypeScaled,
  updateToServerless,
  rollingServerless,
  rollingVariants,
  deploymentInstances,
  alarmMissing,
];
