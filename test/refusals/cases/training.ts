import type { RefusalCase } from '../refusal-case.ts';

export const trainingCases: readonly RefusalCase[] = [];
