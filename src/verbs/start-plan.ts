import { Failure } from '../failure.ts';
import { type GitHub, WORKFLOW_LOGIN } from '../ports/github.ts';
import type { Log } from '../ports/log.ts';
import { findOwn } from '../report/marker.ts';
import { PLAN_COMMENT, type PlanFacts } from './publish-plan.ts';

export interface PlanToStart {
  pullRequest: number;
  /** Branch of the pull request, in this repository. */
  branch: string;
  /** Its commit. */
  head: string;
  /** File name below `.github/workflows`; it takes the input `pull-request`. */
  workflow: string;
}

/**
 * Plans a pull request that the workflow's own token opened or moved: GitHub starts no workflow for that, or lets it wait for
 * somebody's approval; only a `workflow_dispatch` always runs. A pull request whose commit has its plan is left alone, and so is
 * one of any other token, which starts workflows by opening it. The offer stands without its plan: what goes wrong here is a
 * warning, never a failure.
 */
export async function startPlan(plan: PlanToStart, github: GitHub, log: Log): Promise<void> {
  const { pullRequest: number, workflow } = plan;
  try {
    if ((await github.viewer()) !== WORKFLOW_LOGIN || (await isPlanned(plan, github))) return;
    await github.startWorkflow(workflow, plan.branch, { 'pull-request': String(number) });
    log.info(`Started ${workflow}, which plans #${number}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn(
      `#${number} gets no plan yet: ${error.message}. ${missing(error, workflow)} Or close and reopen #${number}, which starts its workflows.`,
    );
  }
}

async function isPlanned({ pullRequest, head }: PlanToStart, github: GitHub): Promise<boolean> {
  const plans = findOwn<PlanFacts>(await github.comments(pullRequest), await github.viewer(), PLAN_COMMENT);
  return plans.some(({ facts }) => facts.head === head && facts.stale === undefined);
}

function missing(failure: Failure, workflow: string): string {
  switch (failure.code) {
    case 'access_denied':
      return 'Give the job that promotes `actions: write`.';
    case 'not_found':
      return `Have .github/workflows/${workflow} on the default branch, or name the workflow of your plans in the input plan-workflow; empty, none is started.`;
    case 'conflict':
      return `Let .github/workflows/${workflow} be started by workflow_dispatch with the input pull-request, as the shipped plan.yml is.`;
    default:
      return 'Promote again: the offer is there already, and only its plan is started.';
  }
}
