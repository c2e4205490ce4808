import type { RefusalCase } from '../refusal-case.ts';

export const serverlessCases: readonly RefusalCase[] = [];
