import { createHash } from 'node:crypto';
import type { Context, Shape } from '../context.ts';
import type { Step } from './definition.ts';
import { isObject } from './expressions.ts';
import { CREATING_STEPS } from './step-types.ts';

/** A run of a step that can be reused. */
export interface CachedRun {
  readonly key: string;
  readonly pipelineName: string;
  readonly step: string;
  readonly executionArn: string;
  readonly endedAt: number;
  readonly arn: string;
  readonly properties: Shape;
}

/** Digest of the attributes that decide about reuse; undefined for step types without caching. */
export function cacheKey(step: Step, args: Shape): string | undefined {
  const attributes = CREATING_STEPS[step.type]?.cacheKey?.(args);
  if (attributes === undefined) return undefined;
  return createHash('sha256')
    .update(canonical({ type: step.type, attributes }))
    .digest('hex');
}

/** The most recent successful run with that key, if it is young enough. */
export function findCached(context: Context, pipelineName: string, step: Step, key: string): CachedRun | undefined {
  if (step.cacheSeconds === undefined) return undefined;
  const run = context.store.get('step-cache', recordName(pipelineName, step.name, key)) as CachedRun | undefined;
  return run && context.now() - run.endedAt <= step.cacheSeconds ? run : undefined;
}

export function keepCached(context: Context, run: CachedRun): void {
  context.store.put('step-cache', recordName(run.pipelineName, run.step, run.key), run);
}

/** A pipeline that is gone leaves nothing to reuse, not even to one of the same name. */
export function forgetCached(context: Context, pipelineName: string): void {
  for (const run of context.store.list('step-cache') as CachedRun[]) {
    if (run.pipelineName === pipelineName)
      context.store.delete('step-cache', recordName(pipelineName, run.step, run.key));
  }
}

function recordName(pipelineName: string, step: string, key: string): string {
  return `${pipelineName}/${step}/${key}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${entries.join(',')}}`;
}
