import type { RefusalCase } from '../refusal-case.ts';

export const commonCases: readonly RefusalCase[] = [];
