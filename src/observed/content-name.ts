import { canonicalJson, sha256 } from '../pipeline/canonical.ts';

/** Name of the variant. The SageMaker SDK and the console use the same one. */
export const VARIANT = 'AllTraffic';

/** SageMaker's limit for names of models, configurations and endpoints, in characters. */
const MAX_NAME_LENGTH = 63;

/** Returns `<base>-<12 hexadecimal digits of the content's hash>`, within SageMaker's limit of 63 characters. */
export function contentName(base: string, content: object): string {
  return `${contentPrefix(base)}${sha256(canonicalJson(content)).slice(0, 12)}`;
}

/** Returns the start of all content names with that base. */
export const contentPrefix = (base: string): string => `${base.slice(0, MAX_NAME_LENGTH - 13).replace(/-+$/, '')}-`;
