import { writeFileSync } from 'node:fs';
import { Failure } from '../failure.ts';
import type { Plan } from '../plan/plan.ts';
import { makeReceipts } from '../plan/receipt.ts';

/** Writes `{plan, receipts}`; with a key the receipts are signed. */
export function writePlan(file: string, plan: Plan, key: string | undefined): void {
  const signed = key === undefined || key === '' ? undefined : key;
  try {
    writeFileSync(file, `${JSON.stringify({ plan, receipts: makeReceipts(plan, signed) }, null, 2)}\n`);
  } catch (error) {
    throw new Failure('usage', `The plan cannot be written to ${file}: ${(error as Error).message}`);
  }
}
