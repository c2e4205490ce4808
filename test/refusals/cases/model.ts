import type { RefusalCase } from '../refusal-case.ts';

export const modelCases: readonly RefusalCase[] = [];
