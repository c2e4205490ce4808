import type { Refusal } from '../refusal.ts';
import { rangeWithoutWidth } from './range-without-width.ts';

export const tuningRefusals: readonly Refusal[] = [rangeWithoutWidth];
