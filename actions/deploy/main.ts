import { deploySummary } from '../../src/report/deploy-summary.ts';
import { type Action, ADOPT_INPUT, PROJECT_INPUTS } from '../action.ts';
import { minutes } from '../minutes.ts';
import { planToVerify, VERIFY_PLAN_INPUTS } from '../plan-to-verify.ts';
import { projectInput } from '../project-input.ts';

export const deploy: Action = {
  description: 'Brings endpoint and batch transform of an environment to what its folder says.',
  inputs: {
    config: PROJECT_INPUTS.config,
    environment: { ...PROJECT_INPUTS.environment, required: true },
    'run-batch': { description: 'Also run the batch transform once, and wait for it.', default: 'false' },
    'run-key': { description: 'Tells batch runs of one commit apart: the date of a scheduled run.' },
    'dry-run': { description: 'Show what would be done, and do nothing.', default: 'false' },
    'timeout-minutes': { description: 'Longest wait for the endpoint, and for the batch transform.', default: '120' },
    ...ADOPT_INPUT,
    ...VERIFY_PLAN_INPUTS,
  },
  outputs: {
    endpoint: 'Name of the endpoint.',
    'package-arn': 'ARN of the model package that it serves; empty when nothing is pinned.',
    'batch-output': '`s3://` address of the batch output; empty when none ran.',
  },
  async run(context) {
    const { deploy: verb } = await import('../../src/verbs/deploy.ts');
    const runKey = context.input('run-key');
    const plan = await planToVerify(context);
    const result = await verb(
      {
        ...projectInput(context),
        environment: context.input('environment') ?? '',
        commit: context.job.sha,
        repository: context.job.repository,
        runBatch: context.flag('run-batch'),
        dryRun: context.flag('dry-run'),
        adopt: context.flag('adopt'),
        timeout: minutes(context.input('timeout-minutes'), 'timeout-minutes'),
        ...(runKey === undefined ? {} : { runKey }),
        ...(plan === undefined ? {} : { plan }),
      },
      context.ports,
    );
    const { endpoint, batch } = result.facts;
    return {
      result,
      outputs: {
        endpoint: endpoint.name,
        'package-arn': endpoint.package?.arn ?? null,
        'batch-output': batch.run?.output.output_uri ?? null,
      },
      summary: deploySummary(result.summary, result.facts.changes),
    };
  },
};
