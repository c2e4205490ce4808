import type { Refusal } from '../refusal.ts';

export const serverlessRefusals: readonly Refusal[] = [];
