import { createHash } from 'node:crypto';
import type { Context, Shape } from '../context.ts';
import type { PipelineStep } from './definition-types.ts';
import { isObject } from './is-object.ts';
import { CREATING_STEP_TYPES } from './step-types.ts';

/** A run of a step that later executions can reuse. */
export interface CachedRun {
  readonly key: string;
  readonly pipelineName: string;
  readonly step: string;
  readonly executionArn: string;
  readonly endedAt: number;
  readonly arn: string;
  readonly properties: Shape;
}

/** Gives the digest of the attributes that decide about reuse; undefined for step types without caching. */
export function cacheKey(step: PipelineStep, args: Shape): string | undefined {
  const attributes = CREATING_STEP_TYPES[step.type]?.cacheKey?.(args);
  if (attributes === undefined) return undefined;
  return createHash('sha256')
    .update(canonicalJson({ type: step.type, attributes }))
    .digest('hex');
}

/** Reads the last successful run with that key; undefined when there is none or it has expired. */
export function readCachedRun(
  context: Context,
  pipelineName: string,
  step: PipelineStep,
  key: string,
): CachedRun | undefined {
  if (step.cacheSeconds === undefined) return undefined;
  const run = context.store.get('step-cache', recordName(pipelineName, step.name, key)) as CachedRun | undefined;
  return run && context.now() - run.endedAt <= step.cacheSeconds ? run : undefined;
}

export function storeCachedRun(context: Context, run: CachedRun): void {
  context.store.put('step-cache', recordName(run.pipelineName, run.step, run.key), run);
}

/** Deletes the cached runs of a pipeline that is deleted: a later pipeline of the same name must not reuse them. */
export function deleteCachedRuns(context: Context, pipelineName: string): void {
  for (const run of context.store.list('step-cache') as CachedRun[]) {
    if (run.pipelineName === pipelineName)
      context.store.delete('step-cache', recordName(pipelineName, run.step, run.key));
  }
}

function recordName(pipelineName: string, step: string, key: string): string {
  return `${pipelineName}/${step}/${key}`;
}

/** Writes JSON with sorted keys. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${entries.join(',')}}`;
}
