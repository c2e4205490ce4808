import type { Refusal } from '../refusal.ts';

export const transformRefusals: readonly Refusal[] = [];
