import { Failure } from '../failure.ts';

/** An answer, or undefined with a gap: what is not known, why, and the way out. Only a defect of ours is thrown. */
export async function unless<T>(gaps: string[], what: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    gaps.push(gapText(what, error));
    return undefined;
  }
}

export const gapText = (what: string, { message, wayOut }: Failure): string =>
  [`${what}: ${message.replace(/\.$/, '')}`, ...(wayOut === undefined ? [] : [wayOut])].join('. ');
