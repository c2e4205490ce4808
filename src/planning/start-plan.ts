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
 * Starts the plan of a pull request that the token of a workflow opened or moved. GitHub starts no workflow for such a pull
 * request, or waits for an approval; only a `workflow_dispatch` always runs. Nothing is started when the commit has its plan, or
 * for the token of a person, because such a pull request starts its workflows itself. A failure is logged as a warning: the offer is
 * valid without its plan.
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
      `#${number} gets no plan yet: ${error.message}. ${remedy(error, workflow)} Or close and reopen #${number}, which starts its workflows.`,
    );
  }
}

async function isPlanned({ pullRequest, head }: PlanToStart, github: GitHub): Promise<boolean> {
  const plans = findOwn<PlanFacts>(await github.comments(pullRequest), await github.viewer(), PLAN_COMMENT);
  return plans.some(({ facts }) => facts.head === head && facts.stale === undefined);
}

function remedy(failure: Failure, workflow: string): string {
  switch (failure.code) {
    case 'access_denied':
      return 'Give the job that promotes `actions: write`.';
    case 'not_found':
      return `Have .github/workflows/${workflow} on the default branch, or name the workflow of your plans in the input plan-workflow. An empty input starts none.`;
    case 'conflict':
      return `Let .github/workflows/${workflow} be started by workflow_dispatch with the input pull-request, as the shipped plan.yml is.`;
    default:
      return 'Promote again: the offer exists already, so only its plan is started.';
  }
}
