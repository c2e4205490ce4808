import type { Refusal } from '../refusal.ts';

export const modelRefusals: readonly Refusal[] = [];
