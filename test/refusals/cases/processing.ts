import type { RefusalCase } from '../refusal-case.ts';

export const processingCases: readonly RefusalCase[] = [];
