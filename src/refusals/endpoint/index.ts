import type { Refusal } from '../refusal.ts';

export const endpointRefusals: readonly Refusal[] = [];
