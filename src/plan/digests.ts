import type { Environment } from '../config/index.ts';
import type { DesiredPipeline, SourcePackage } from '../desired/index.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import type { Json } from './plan.ts';
import type { Settings } from './settings.ts';

/** What the digests of a desired state are made of: the same for who plans and for who applies. */
export interface DesiredParts {
  environment: Environment | null;
  settings: Settings;
  source: Pick<SourcePackage, 'sha256'> | null;
  training: Pick<DesiredPipeline, 'hash'> | null;
  batch: Pick<DesiredPipeline, 'hash'> | null;
}

/** Stands for what is not there. */
export const NONE = 'none';

/**
 * Digests by field of what an apply is to bring about. The fields that explain others come first in `FIELDS`: a changed
 * query changes the training pipeline too, and `query` is what moved.
 */
export function desiredDigests(parts: DesiredParts): Record<string, string> {
  const { settings, environment } = parts;
  const model = (path: string): Json => settings.get(path)?.meaning ?? null;
  return {
    code: parts.source?.sha256.slice(0, LENGTH) ?? NONE,
    query: digestOf(settings.get('training_step.query')?.meaning ?? null),
    'batch query': digestOf(
      (settings.get('environment.batch_transform.query') ?? settings.get('transform_step.query'))?.meaning ?? null,
    ),
    model: digestOf([model('environment.endpoint.model'), model('environment.batch_transform.model')]),
    'endpoint settings': digestOf(
      chosen(settings, /^(environment\.endpoint\.(?!model$)|realtime_endpoint\.|aws\.|pipeline\.tags\.)/),
    ),
    'batch settings': digestOf(
      chosen(settings, /^(environment\.batch_transform\.(?!model$|query$)|transform_step\.(?!query$))/),
    ),
    environment: digestOf(chosen(settings, /^(environment\.(account|promotes_from|soak|freeze|approvers)$|presto\.)/)),
    'training pipeline': parts.training?.hash.slice(0, LENGTH) ?? NONE,
    // Nothing makes it without a model that is pinned.
    'batch pipeline':
      environment !== null && environment.batch_transform.model === null
        ? NONE
        : (parts.batch?.hash.slice(0, LENGTH) ?? NONE),
  };
}

/** Hexadecimal digits of a digest: 128 bits. */
const LENGTH = 32;

/** SHA-256 of a value's canonical JSON, shortened. */
export function digestOf(value: Json): string {
  return sha256(canonicalJson(value)).slice(0, LENGTH);
}

/** The first characters of a digest that was made elsewhere, in the length that is used here. */
export const shortDigest = (digest: string): string => digest.slice(0, LENGTH);

function chosen(settings: Settings, which: RegExp): Json {
  const entries = [...settings].filter(([path, { idle }]) => which.test(path) && idle === undefined);
  return Object.fromEntries(entries.map(([path, { meaning }]) => [path, meaning]));
}
