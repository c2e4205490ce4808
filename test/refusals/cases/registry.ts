import type { RefusalCase } from '../refusal-case.ts';

export const registryCases: readonly RefusalCase[] = [];
