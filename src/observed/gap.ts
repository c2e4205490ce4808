import { Failure } from '../failure.ts';

/** The source that a plan did not read. `network` is AWS and Presto, in a plan that uses the files alone. */
export type GapSource = 'aws' | 'presto' | 'network';

/** What a plan could not read, and why. Plain JSON. */
export interface Gap {
  source: GapSource;
  /** The part of the source that was not read: `the endpoint`; null when nothing of the source was read. */
  what: string | null;
  /** Why it could not be read, and the way out. */
  why: string;
}

const SOURCE_NAMES: Record<GapSource, string> = {
  aws: 'AWS',
  presto: 'Presto',
  network: 'AWS and Presto',
};

/** Returns a gap as one line: `AWS, the endpoint: throttled`, `AWS and Presto were not asked: this plan uses the files alone`. */
export function gapText({ source, what, why }: Gap): string {
  if (source === 'network' && what === null) return `${SOURCE_NAMES.network} were not asked: ${why}`;
  return `${SOURCE_NAMES[source]}${what === null ? '' : `, ${what}`}: ${why}`;
}

/** Returns the gap for a failure. */
export function gapOf(about: Pick<Gap, 'source' | 'what'>, { message, way_out }: Failure): Gap {
  const sentences = [message.replace(/\.$/, ''), ...(way_out === undefined ? [] : [way_out])];
  return { ...about, why: sentences.join('. ') };
}

/**
 * Reads something that a plan can do without. A `Failure` becomes a gap, and the result is undefined.
 * @throws any error that is not a `Failure`: such an error is a defect of this program
 */
export async function readOrGap<T>(
  gaps: Gap[],
  about: Pick<Gap, 'source' | 'what'>,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    gaps.push(gapOf(about, error));
    return undefined;
  }
}
