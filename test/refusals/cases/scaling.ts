import type { RefusalCase } from '../refusal-case.ts';

export const scalingCases: readonly RefusalCase[] = [];
