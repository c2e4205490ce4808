import type { RefusalCase } from '../refusal-case.ts';

export const endpointCases: readonly RefusalCase[] = [];
