import type { AccountRefusal } from '../account-refusal.ts';
import { jobRole } from './job-role.ts';
import { modelRole } from './model-role.ts';
import { tuningRole } from './tuning-role.ts';

export const rolesRefusals: readonly AccountRefusal[] = [jobRole, tuningRole, modelRole];
