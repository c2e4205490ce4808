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
import { compared } from './compared.ts';
import { type Planned, planned } from './planned.ts';

export const plan: Action = {
  description: 'Shows on a pull request what merging it does, in each environment that it affects.',
  inputs: {
    config: PROJECT_INPUTS.config,
    environment: {
      description:
        'Plans only this folder of `environments/`; the comment is then one of its own. Default: all of them.',
    },
    offline: {
      description:
        'Only what follows from the files: needs no token and no credentials, and posts nothing (`true` or `false`).',
      default: 'false',
    },
    annotations: {
      description:
        'Whether an offline plan marks lines by its log; a posted plan marks them by its checks (`true` or `false`).',
      default: 'true',
    },
    base: {
      description:
        'Commit to compare with; default: the base of the pull request, else where HEAD left the default branch.',
    },
    'pull-request': {
      description:
        'Number of the pull request to plan, where the event is about none (`workflow_dispatch` on its branch, checked out with `fetch-depth: 0`). Refused for a fork, a closed one, and another commit than the one checked out.',
    },
    'plan-key': { description: 'Secret that signs the receipts of the plan, which a later apply is held to.' },
    ...GITHUB_INPUTS,
  },
  outputs: {
    'changed-environments': 'JSON list of the environments that the change affects.',
    'deployed-environments':
      'JSON list of those whose endpoint or batch pipeline it makes another one, as the files have it.',
    'comment-url': 'Address of the comment; empty when nothing was posted.',
    'plan-file': 'Path of the plan with its receipts as JSON, for an artifact; what `mlops train --plan` takes.',
  },
  async run(context) {
    const { plan: verb } = await import('../../src/verbs/plan.ts');
    const { planSummary } = await import('../../src/report/plan-comment.ts');
    const { makeReceipts } = await import('../../src/plan/receipt.ts');
    const offline = context.flag('offline');
    const key = context.input('plan-key');
    if (key !== undefined) context.ports.log.secret(key);
    const github = offline ? undefined : await context.github();
    const pull = github && (await planned(context.input('pull-request'), context.job, github));
    const publish = github && pull && (await publisher(pull, context, github));
    const base = context.input('base');
    const result = await verb(
      {
        ...projectInput(context),
        ...(pull?.compared ?? compared(context.job)),
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
      result: small(result),
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

/** https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax: an output has at most 1 MB. */
const LARGEST_OUTPUT = 900_000;

/** A plan that is too large for an output is in the file alone. */
function small(result: Result<PlanFacts>): Result<{ plan: Plan | null; counts: PlanFacts['counts'] }> {
  const fits = Buffer.byteLength(JSON.stringify(result)) <= LARGEST_OUTPUT;
  return fits ? result : { ...result, facts: { ...result.facts, plan: null } };
}

type Receipts = Record<string, Receipt>;

/**
 * Marks an older plan as such before anything is planned, so that it stays marked if this run does not come to its end.
 * @returns what posts the plan; its answer is the address of the comment
 */
async function publisher(
  { number, head }: Planned,
  { job, ports, redactor, input }: ActionContext,
  github: GitHub,
): Promise<(made: Plan, receipts: Receipts) => Promise<string | null>> {
  const { markStale, publishPlan } = await import('../../src/verbs/publish-plan.ts');
  const place = { pullRequest: number, head, key: input('environment') ?? 'all' };
  await markStale(place, github);
  return async (made, receipts) => {
    const posted = await publishPlan(made, { ...place, receipts, runUrl: job.runUrl }, github, redactor);
    if (posted.posted === 'superseded') {
      ports.log.warn(
        `${posted.newerHead} was pushed meanwhile; its plan is the one to read, and this one is posted nowhere`,
      );
    }
    if (posted.checks === 'denied') {
      ports.log.warn(
        'This token may not write checks: give the job `checks: write` and the token of the workflow, no person’s',
      );
    }
    return posted.comment?.url ?? null;
  };
}

/** By workflow commands, which need no token. GitHub shows ten of each kind a step; the summary has all of them. */
async function annotate(made: Plan, log: Log): Promise<void> {
  const { mergedFindings } = await import('../../src/report/plan-findings.ts');
  const { sentences } = await import('../../src/report/plan-annotations.ts');
  for (const { finding } of mergedFindings(made)) {
    const { severity, message, way_out, place } = finding;
    say(log, severity, sentences([message, way_out]), place);
  }
}

function say(log: Log, severity: Finding['severity'], text: string, place: Finding['place']): void {
  const at = place === null ? [] : [{ file: place.file, line: place.line, column: place.column }];
  if (severity === 'error') log.error(text, ...at);
  else if (severity === 'warning') log.warn(text, ...at);
  else log.info(text);
}

/** Beside the checkout, where a later step can upload it. Redacted: an artifact is read by whoever may read the repository. */
function writePlan(made: { plan: Plan; receipts: Receipts }, { input, redactor }: ActionContext): string {
  const folder = join(process.env.RUNNER_TEMP ?? tmpdir(), 'mlops-plan', input('environment') ?? 'all');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'plan.json');
  writeFileSync(file, `${JSON.stringify(redactJson(made, redactor), null, 2)}\n`);
  return file;
}
