import type { Refusal } from '../refusal.ts';

export const pipelinesRefusals: readonly Refusal[] = [];
