import type { Part } from '../context.ts';
import { tagOperations } from './tags.ts';

/** Registry, models, endpoint configurations and tags. */
export const resourcesPart: Part = { operations: { ...tagOperations } };
