import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/finding.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Receipt } from '../../src/plan/receipt.ts';
import type { GitHub } from '../../src/ports/github.ts';
import type { Log } from '../../src/ports/log.ts';
import { redactJson } from '../../src/redact.ts';
import type { Result } from '../../src/result.ts';
import type { PlanFacts } from '../../src/verbs/plan.ts';
import { type Action, type ActionContext, GITHUB_INPUTS, PROJECT_INPUTS } from '../action.ts';
import { projectInput } from '../project-input.ts';
import { comparedByEvent } from './compared.ts';
import { type Planned, planned } from './planned.ts';

export const plan: Action = {
  description: 'Shows on a pull request what merging it does, in each environment that it affects.',
  inputs: {
    config: PROJECT_INPUTS.config,
    environment: {
      description: 'Plans only this folder of `environments/`, in a comment for it alone. Default: all of them.',
    },
    offline: {
      description:
        'Plan from the files alone: without a token and credentials, and without posting (`true` or `false`).',
      default: 'false',
    },
    annotations: {
      description:
        'Whether an offline plan annotates lines through the log. A posted plan annotates them through its checks (`true` or `false`).',
      default: 'true',
    },
    base: {
      description:
        'Commit to compare with; default: the base of the pull request, else where HEAD left the default branch.',
    },
    'pull-request': {
      description:
        'Number of the pull request to plan, for an event without one (`workflow_dispatch` on its branch, checked out with `fetch-depth: 0`). Refused for a fork, for a closed pull request, and when another commit is checked out.',
    },
    'plan-key': { description: 'Secret that signs the receipts of the plan. A later apply is verified against them.' },
    ...GITHUB_INPUTS,
  },
  outputs: {
    'changed-environments': 'JSON list of the environments that the change affects.',
    'deployed-environments':
      'JSON list of the environments whose endpoint or batch pipeline changes, according to the files.',
    'comment-url': 'Address of the comment; empty when nothing was posted.',
    'plan-file': 'Path of the plan with its receipts as JSON, for an artifact; what `mlops train --plan` takes.',
  },
  async run(context) {
    const { plan: verb } = await import('../../src/verbs/plan.ts');
    const { planSummary } = await import('../../src/report/plan/comment.ts');
    const { makeReceipts } = await import('../../src/plan/receipt.ts');
    const offline = context.flag('offline');
    const key = context.input('plan-key');
    if (key !== undefined) context.ports.log.secret(key);
    const github = offline ? undefined : await context.github();
    const pull = github && (await planned(context.input('pull-request'), context.job, github, context.ports.git));
    const publish = github && pull && (await preparePublication(pull, context, github));
    const base = context.input('base');
    const result = await verb(
      {
        ...projectInput(context),
        repository: context.job.repository,
        ...(pull?.compared ?? comparedByEvent(context.job, context.ports.git)),
        ...(base === undefined ? {} : { base }),
        offline,
      },
      context.ports,
    );
    const made = result.facts.plan;
    if (offline && context.flag('annotations')) await annotate(made, context.ports.log);
    const receipts = makeReceipts(made, key);
    const url = await publish?.(made, receipts);
    return {
      result: outputResult(result),
      outputs: {
        'changed-environments': names(made.environments),
        'deployed-environments': names(made.environments.filter(({ affects }) => affects.endpoint || affects.batch)),
        'comment-url': url ?? null,
        'plan-file': writePlan({ plan: made, receipts }, context),
      },
      summary: planSummary(made),
    };
  },
};

const names = (environments: Plan['environments']) => JSON.stringify(environments.map((each) => each.environment));

/** An output has at most 1 MB: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax */
const MAX_OUTPUT_BYTES = 900_000;

/** Leaves out a plan that is too large for an output. It is in the file. */
function outputResult(result: Result<PlanFacts>): Result<{ plan: Plan | null; counts: PlanFacts['counts'] }> {
  const fits = Buffer.byteLength(JSON.stringify(result)) <= MAX_OUTPUT_BYTES;
  return fits ? result : { ...result, facts: { ...result.facts, plan: null } };
}

type Receipts = Record<string, Receipt>;

/**
 * Marks an older plan as out of date before anything is planned, so that the mark stays when this run fails.
 * @returns a function that posts the plan and returns the address of the comment
 */
async function preparePublication(
  { number, head }: Planned,
  { job, ports, redactor, input }: ActionContext,
  github: GitHub,
): Promise<(made: Plan, receipts: Receipts) => Promise<string | null>> {
  const { markStale, publishPlan } = await import('../../src/planning/publish-plan.ts');
  const place = { pullRequest: number, head, key: input('environment') ?? 'all' };
  await markStale(place, github);
  return async (made, receipts) => {
    const posted = await publishPlan(made, { ...place, receipts, runUrl: job.runUrl }, github, redactor);
    if (posted.posted === 'superseded') {
      ports.log.warn(`${posted.newerHead} was pushed meanwhile. Read its plan; this plan is not posted.`);
    }
    if (posted.checks === 'denied') {
      ports.log.warn(
        'This token may not write checks: give the job `checks: write`, and use the token of the workflow, not that of a person.',
      );
    }
    return posted.comment?.url ?? null;
  };
}

/**
 * Annotates the lines of the findings through workflow commands, which need no token. GitHub shows ten of each kind for a step.
 * The summary has all of them.
 */
async function annotate(made: Plan, log: Log): Promise<void> {
  const { mergedFindings } = await import('../../src/report/plan/findings.ts');
  const { sentences } = await import('../../src/report/plan/annotations.ts');
  for (const { finding } of mergedFindings(made)) {
    const { severity, message, way_out, place } = finding;
    logFinding(log, severity, sentences([message, way_out]), place);
  }
}

function logFinding(log: Log, severity: Finding['severity'], text: string, place: Finding['place']): void {
  const at = place === null ? [] : [{ file: place.file, line: place.line, column: place.column }];
  if (severity === 'error') log.error(text, ...at);
  else if (severity === 'warning') log.warn(text, ...at);
  else log.info(text);
}

/**
 * Writes the plan outside of the checkout, where a later step can upload it. It is redacted, because everybody who can read the
 * repository can read an artifact.
 */
function writePlan(made: { plan: Plan; receipts: Receipts }, { input, redactor }: ActionContext): string {
  const folder = join(process.env.RUNNER_TEMP ?? tmpdir(), 'mlops-plan', input('environment') ?? 'all');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'plan.json');
  writeFileSync(file, `${JSON.stringify(redactJson(made, redactor), null, 2)}\n`);
  return file;
}
