import { factsOf } from '../../src/failure.ts';
import { type Action, ADOPT_INPUT, PROJECT_INPUTS } from '../action.ts';
import { minutes } from '../minutes.ts';
import { planToVerify, VERIFY_PLAN_INPUTS } from '../plan-to-verify.ts';
import { projectInput } from '../project-input.ts';

export const train: Action = {
  description: 'Upserts the training pipeline, runs it once for this commit, and waits.',
  inputs: {
    ...PROJECT_INPUTS,
    'run-key': { description: 'Tells runs of one commit apart: the date of a scheduled retraining.' },
    retry: { description: 'Run the failed steps of an earlier attempt again (`true` or `false`).', default: 'false' },
    'timeout-minutes': {
      description: 'Longest wait. The run goes on after it, and a later run of this action picks it up.',
      default: '300',
    },
    ...ADOPT_INPUT,
    ...VERIFY_PLAN_INPUTS,
  },
  outputs: {
    'execution-arn': 'ARN of the pipeline execution; empty when nothing that is trained changed.',
    outcome:
      '`registered`, `gate_failed`, `failed`, `stopped` or `running`; empty when nothing that is trained changed.',
    'package-arn': 'ARN of the registered model package; empty when none was registered.',
  },
  async run(context) {
    const { train: verb } = await import('../../src/verbs/train.ts');
    const runKey = context.input('run-key');
    const plan = await planToVerify(context);
    const result = await verb(
      {
        ...projectInput(context),
        commit: context.job.sha,
        repository: context.job.repository,
        retry: context.flag('retry'),
        adopt: context.flag('adopt'),
        timeout: minutes(context.input('timeout-minutes'), 'timeout-minutes'),
        ...(runKey === undefined ? {} : { runKey }),
        ...(plan === undefined ? {} : { plan }),
      },
      context.ports,
    );
    const { execution_arn, run, same_as } = result.facts;
    // The run of an earlier commit was reported there.
    if (same_as !== null) {
      return { result, outputs: { 'execution-arn': null, outcome: null, 'package-arn': null } };
    }
    return {
      result,
      outputs: {
        'execution-arn': execution_arn,
        outcome: run?.outcome ?? 'running',
        'package-arn': run?.package?.arn ?? null,
      },
    };
  },
  failed(failure) {
    // The next step reports a run that failed too.
    const failed = FAILED_RUNS.find(({ code }) => code === failure.code);
    const facts = failed && factsOf(failure, failed.code);
    return {
      'execution-arn': facts?.execution_arn ?? null,
      outcome: failed?.outcome ?? null,
      'package-arn': null,
    };
  },
};

/** Failures that have an execution, and the outcome of its run. */
const FAILED_RUNS = [
  { code: 'gate_failed', outcome: 'gate_failed' },
  { code: 'execution_failed', outcome: 'failed' },
  { code: 'still_running', outcome: 'running' },
] as const;
