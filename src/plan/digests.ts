import type { Environment } from '../config/index.ts';
import type { DesiredPipeline, SourcePackage } from '../desired/index.ts';
import type { Json } from '../json.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import { isAtOrBelow, type Settings } from '../project/settings.ts';
import type { DesiredDigests } from './fields.ts';

/** What the digests of a desired state are made of: the same for a plan and for an apply. */
export interface DesiredParts {
  environment: Environment | null;
  settings: Settings;
  source: Pick<SourcePackage, 'sha256'> | null;
  training: Pick<DesiredPipeline, 'hash'> | null;
  batch: Pick<DesiredPipeline, 'hash'> | null;
}

/** The value of a field that does not exist. */
export const NONE = 'none';

/** Hexadecimal digits of a digest: 128 bits. */
const LENGTH = 32;

/** SHA-256 of a value's canonical JSON, shortened. */
export function digestOf(value: Json): string {
  return shortDigest(sha256(canonicalJson(value)));
}

/** The first characters of a digest, in the length that plans use. */
export const shortDigest = (digest: string): string => digest.slice(0, LENGTH);

/** Digests by field of what an apply brings about. */
export function desiredDigests({ settings, environment, source, training, batch }: DesiredParts): DesiredDigests {
  const meaning = (path: string): Json => settings.get(path)?.meaning ?? null;
  const batchQuery = settings.get('environment.batch_transform.query') ?? settings.get('transform_step.query');
  const pinsNoBatchModel = environment !== null && environment.batch_transform.model === null;
  return {
    code: source === null ? NONE : shortDigest(source.sha256),
    query: digestOf(meaning('training_step.query')),
    'batch query': digestOf(batchQuery?.meaning ?? null),
    model: digestOf([meaning('environment.endpoint.model'), meaning('environment.batch_transform.model')]),
    'endpoint settings': digestOfSettings(settings, {
      below: ['environment.endpoint', 'realtime_endpoint', 'aws', 'pipeline.tags'],
      except: ['environment.endpoint.model'],
    }),
    'batch settings': digestOfSettings(settings, {
      below: ['environment.batch_transform', 'transform_step'],
      except: ['environment.batch_transform.model', 'environment.batch_transform.query', 'transform_step.query'],
    }),
    environment: digestOfSettings(settings, {
      below: [
        'environment.account',
        'environment.promotes_from',
        'environment.soak',
        'environment.freeze',
        'environment.approvers',
        'presto',
      ],
    }),
    'training pipeline': training === null ? NONE : shortDigest(training.hash),
    // A deploy makes the batch pipeline only for a pinned model.
    'batch pipeline': pinsNoBatchModel || batch === null ? NONE : shortDigest(batch.hash),
  };
}

/** Digest of the settings at or below the paths. Settings without effect do not count. */
function digestOfSettings(
  settings: Settings,
  { below, except = [] }: { below: readonly string[]; except?: readonly string[] },
): string {
  const chosen = [...settings].filter(
    ([path, { idle }]) =>
      idle === undefined &&
      below.some((start) => isAtOrBelow(path, start)) &&
      !except.some((start) => isAtOrBelow(path, start)),
  );
  return digestOf(Object.fromEntries(chosen.map(([path, { meaning }]) => [path, meaning])));
}
