import type { RefusalCase } from '../refusal-case.ts';

export const pipelinesCases: readonly RefusalCase[] = [];
