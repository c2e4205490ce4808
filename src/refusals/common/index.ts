import type { Refusal } from '../refusal.ts';

export const commonRefusals: readonly Refusal[] = [];
