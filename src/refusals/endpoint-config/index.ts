import type { Refusal } from '../refusal.ts';
import { managedInstanceScaling } from './managed-instance-scaling.ts';

export const endpointConfigRefusals: readonly Refusal[] = [managedInstanceScaling];
