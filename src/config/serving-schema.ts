import * as z from 'zod';
import { count, formerValues } from './fields.ts';

/** How an endpoint scales, and how it serves without instances: the mappings `scaling` and `serverless`. */

/** The metrics that target tracking can follow, with the target where the file gives none. */
export const SCALING_METRICS = {
  /**
   * Invocations a minute for each instance. AWS's formula for the target is (requests a second that one instance takes) × 0.5 ×
   * 60 (developer guide, "Load testing your auto scaling configuration"): 1,000 is for a model that takes 33 requests a second.
   */
  invocations: { defaultTarget: 1000 },
  /** Requests at the same time for each model copy. 5 is the example of the developer guide, "Define a scaling policy". */
  concurrency: { defaultTarget: 5 },
  /**
   * CPUUtilization of an instance, which goes up to 100 for each vCPU (developer guide, "Monitor SageMaker with CloudWatch").
   * So no figure is right for every instance type.
   */
  cpu: { defaultTarget: null },
} as const;

export type ScalingMetric = keyof typeof SCALING_METRICS;

const cooldown = () => z.string().regex(/^\d{1,6}[smhd]$/, 'must be a duration such as 60s, 5m or 1h');

const scheduledAction = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9](-*[A-Za-z0-9])*$/, 'must be letters, digits and hyphens, with no hyphen at either end')
    .describe('Name of the action.'),
  cron: z
    .exactOptional(z.string().max(200))
    .describe('When, again and again: minute, hour, day of month, month, day of week, year.'),
  at: z
    .exactOptional(
      z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'must be a time without zone such as 2026-12-18T18:00'),
    )
    .describe('When, once; in the time zone.'),
  timezone: z.string().min(1).max(100).default('UTC').describe('IANA time zone of cron or at.'),
  min_instance_count: count().describe('Minimum from then on.'),
  max_instance_count: z.exactOptional(count()).describe('Maximum from then on; default: that of the endpoint.'),
});

/** The mapping `scaling`: of `realtime_endpoint`, and of endpoint.yml. */
export const scalingSchema = z.strictObject({
  metric: z.enum(['invocations', 'concurrency', 'cpu']).default('invocations').describe('What the target is about.'),
  target: z
    .exactOptional(z.number().positive())
    .describe('Value of the metric for each instance; default 1000 invocations a minute, 5 at the same time.'),
  // AWS's own default is 300 s for both (API reference, TargetTrackingScalingPolicyConfiguration).
  scale_in_cooldown: cooldown().default('300s').describe('Wait after fewer instances.'),
  scale_out_cooldown: cooldown().default('60s').describe('Wait after more instances.'),
  schedule: z.array(scheduledAction).max(50).default([]).describe('Minimums at certain times.'),
});

/** Sizes that ServerlessConfig takes (API reference, ProductionVariantServerlessConfig). */
const MEMORY_SIZES = [1024, 2048, 3072, 4096, 5120, 6144] as const;

/** The mapping `serverless`: of `realtime_endpoint`, and of endpoint.yml. Both counts are 1 to 200 (same page). */
export const serverlessSchema = z.strictObject({
  memory_in_mb: z.literal(MEMORY_SIZES).describe('Memory: 1024 to 6144 in steps of 1024.'),
  max_concurrency: count(200).describe('Requests at the same time, at most 200.'),
  provisioned_concurrency: z
    .exactOptional(count(200))
    .describe('Copies that are always warm, and always paid; at most max_concurrency.'),
});

export type ScalingFile = z.output<typeof scalingSchema>;
export type ScheduledActionFile = z.output<typeof scheduledAction>;
export type ServerlessSpec = z.output<typeof serverlessSchema>;

/** `scaling` with its target. */
export interface ScalingSpec extends Omit<ScalingFile, 'target'> {
  target: number;
}

/** A scaling with the default target of its metric. The checks refuse a `cpu` without a target before. */
export function withTarget(scaling: ScalingFile): ScalingSpec {
  const schedule = scaling.schedule.map((action) => ({ ...action }));
  return {
    ...scaling,
    schedule,
    target: scaling.target ?? SCALING_METRICS[scaling.metric].defaultTarget ?? Number.NaN,
  };
}

/** What holds where no file has `scaling`. */
export const DEFAULT_SCALING: ScalingFile = scalingSchema.parse({});

/** What an earlier form of `scaling` becomes. */
function formerScaling(value: unknown): { message: string; way_out: string } | undefined {
  if (value === 'managed') {
    return {
      message: 'is a mapping now: AWS refuses managed scaling on an endpoint with a model',
      way_out:
        'Remove this line: Application Auto Scaling with target tracking is the default. Or say how: scaling: {metric: invocations, target: 1000}.',
    };
  }
  if (value === 'target-tracking') {
    return {
      message: 'is a mapping now, and target tracking is the default',
      way_out: 'Write scaling: {metric: invocations, target: N}, with the number of target_invocations_per_instance.',
    };
  }
  return undefined;
}

formerValues.add(scalingSchema, formerScaling);

/** `target_invocations_per_instance`, which is a part of `scaling` now. */
export const FORMER_TARGET = {
  message: 'is not a key any more: it is the target of scaling',
  way_out: (value: unknown): string =>
    `Write scaling: {metric: invocations, target: ${typeof value === 'number' ? value : 1000}}.`,
};
