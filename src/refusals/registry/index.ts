import type { Refusal } from '../refusal.ts';

export const registryRefusals: readonly Refusal[] = [];
