import { writeFileSync } from 'node:fs';
import { Failure } from '../failure.ts';
import type { Plan } from '../plan/plan.ts';
import { makeReceipts } from '../plan/receipt.ts';

const NAME_FILE = 'Give --out the name of a file.';

const REASONS: Readonly<Record<string, { message: string; way_out: string }>> = {
  EISDIR: { message: 'is a folder', way_out: NAME_FILE },
  ENOENT: {
    message: 'is in a folder that does not exist',
    way_out: 'Make the folder first, or give --out another file.',
  },
  ENOTDIR: { message: 'is below a file, not below a folder', way_out: NAME_FILE },
  EACCES: { message: 'may not be written', way_out: 'Give --out a file in a folder that you may write to.' },
  EROFS: {
    message: 'is on a file system that is read-only',
    way_out: 'Give --out a file in a folder that you may write to.',
  },
  ENOSPC: {
    message: 'does not fit: the disk is full',
    way_out: 'Free some space, or give --out a file on another disk.',
  },
};

/** Writes `{plan, receipts}`; with a key the receipts are signed. */
export function writePlan(file: string, plan: Plan, key: string | undefined): void {
  const signed = key === undefined || key === '' ? undefined : key;
  try {
    writeFileSync(file, `${JSON.stringify({ plan, receipts: makeReceipts(plan, signed) }, null, 2)}\n`);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const { message, way_out } = REASONS[code] ?? { message: `cannot be written (${code})`, way_out: NAME_FILE };
    throw new Failure('usage', `${file} ${message}`, { way_out });
  }
}
