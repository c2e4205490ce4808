import type { Refusal } from '../refusal.ts';

export const scalingRefusals: readonly Refusal[] = [];
