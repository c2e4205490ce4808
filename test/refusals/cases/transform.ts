import type { RefusalCase } from '../refusal-case.ts';

export const transformCases: readonly RefusalCase[] = [];
