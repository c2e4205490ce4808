import type { Refusal } from '../refusal.ts';

export const processingRefusals: readonly Refusal[] = [];
