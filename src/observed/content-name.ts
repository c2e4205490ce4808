import { canonicalJson, sha256 } from '../pipeline/canonical.ts';

/** The variant's name, as the SageMaker SDK and the console call it. */
export const VARIANT = 'AllTraffic';

/** Names of models, configurations and endpoints: at most 63 characters. */
const LONGEST_NAME = 63;

/** `<base>-<12 hexadecimal digits of the content's hash>`, within the limit. */
export function contentName(base: string, content: object): string {
  return `${contentPrefix(base)}${sha256(canonicalJson(content)).slice(0, 12)}`;
}

/** What all names of that base begin with. */
export const contentPrefix = (base: string): string => `${base.slice(0, LONGEST_NAME - 13).replace(/-+$/, '')}-`;
