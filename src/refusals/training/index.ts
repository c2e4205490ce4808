import type { Refusal } from '../refusal.ts';

export const trainingRefusals: readonly Refusal[] = [];
