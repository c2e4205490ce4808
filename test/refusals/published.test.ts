import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/index.ts';
import { batchPipeline, type DesiredContext, packageSource, trainingPipeline } from '../../src/desired/index.ts';
import type { PipelineDefinition, StepType } from '../../src/pipeline/definition.ts';
import { allSteps } from '../../src/pipeline/index.ts';
import { type Operation, refusedMembers } from '../../src/refusals/index.ts';
import { ROOT } from '../config/workspace.ts';

/** What runs on AWS must pass here: the pipelines of the published notebooks, and those that this project builds. */

const SEED = join(ROOT, 'test/golden/seed');
/** The service began to enforce these after the notebooks were published. */
const RECENT = ['managed-instance-scaling'];
const OPERATIONS: Readonly<Record<StepType, Operation | undefined>> = {
  Processing: 'CreateProcessingJob',
  Training: 'CreateTrainingJob',
  Tuning: 'CreateHyperParameterTuningJob',
  RegisterModel: 'CreateModelPackage',
  Model: 'CreateModel',
  Transform: 'CreateTransformJob',
  Condition: undefined,
  Fail: undefined,
};

function built(kind: 'training' | 'batch'): PipelineDefinition {
  const loaded = loadConfig({ file: join(SEED, 'config.yml'), account: '123456789012', packageRoot: ROOT, env: {} });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const { config } = loaded;
  const context: DesiredContext = {
    account: '123456789012',
    region: config.aws.region,
    source: packageSource(join(ROOT, 'sagemaker-code')),
  };
  return (kind === 'training' ? trainingPipeline(config, context) : batchPipeline(config, undefined, context))
    .definition;
}

const published = (kind: string): PipelineDefinition =>
  JSON.parse(readFileSync(join(SEED, `seed-${kind}.definition.json`), 'utf8'));

/** The definition with each parameter at its default: the requests of an execution that sets no parameter. */
function withDefaults(definition: PipelineDefinition): PipelineDefinition {
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    const name = /^Parameters\.(.+)$/.exec(String(Reflect.get(value, 'Get')))?.[1];
    const parameter = definition.Parameters.find(({ Name }) => Name === name);
    if (parameter?.DefaultValue !== undefined) return parameter.DefaultValue;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replace(each)]));
  };
  return { ...definition, Steps: replace(definition.Steps) as PipelineDefinition['Steps'] };
}

function refused(definition: PipelineDefinition): string[] {
  const caller = { account: '123456789012', region: 'us-east-1' };
  const requests: [Operation, unknown][] = [
    ['CreatePipeline', { PipelineName: 'pipeline', PipelineDefinition: JSON.stringify(definition) }],
    ...allSteps(definition).flatMap(({ step }): [Operation, unknown][] => {
      const operation = OPERATIONS[step.Type];
      // Pipelines takes Tags in a RegisterModel step, which the call for a version of a group does not: the notebooks ran.
      const { Tags: _, ...request } = step.Arguments;
      const isVersion = operation === 'CreateModelPackage';
      return operation === undefined ? [] : [[operation, isVersion ? request : step.Arguments]];
    }),
  ];
  return requests.flatMap(([operation, request]) =>
    refusedMembers(operation, request, caller)
      .filter(({ refusal }) => !RECENT.includes(refusal.name))
      .map(({ refusal, path, message }) => `${refusal.name} ${operation} ${path.join('.')}: ${message}`),
  );
}

test.each([
  ['the published training pipeline', () => published('training')],
  ['the published batch pipeline', () => published('batch')],
  ['the training pipeline that this project builds', () => built('training')],
  ['the batch pipeline that this project builds', () => built('batch')],
])('no rule refuses %s', (_, definition) => {
  expect(allSteps(definition()).length).toBeGreaterThan(0);
  expect(refused(definition())).toEqual([]);
  expect(refused(withDefaults(definition()))).toEqual([]);
});
