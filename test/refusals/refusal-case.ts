import type { RefusalName } from '../../src/refusal-names.ts';
import type { Operation } from '../../src/refusals/index.ts';
import type { Json } from './requests.ts';

/** One rule, tried on a request that breaks it and on one that differs from it as little as possible and is taken. */
export interface RefusalCase {
  readonly rule: RefusalName;
  readonly operation: Operation;
  /** Changes of the request in requests.ts that AWS refuses. `null` removes a member. */
  readonly refused: Readonly<Record<string, Json>>;
  /** Path of the member at fault, with dots. */
  readonly at: string;
  /** The message, or the part of it that matters. */
  readonly message: string | RegExp;
  /** Changes that AWS takes. */
  readonly taken: Readonly<Record<string, Json>>;
  /** Region of the caller; default us-east-1. */
  readonly region?: string;
  /** Rules that the refused request cannot avoid to break too. */
  readonly alsoBreaks?: readonly RefusalName[];
}
