import type { Plan } from '../plan/plan.ts';
import { LONGEST_COMMENT } from './markdown.ts';
import { marker } from './marker.ts';
import { fitPlan, fitWholePlan } from './plan-markdown.ts';

/** A job summary holds 1 MiB a step; a little is left for what else the step writes. */
const LONGEST_SUMMARY = 1_048_576 - 16_384;

export interface PlanCommentOptions {
  /** Which comment it is: the pull request has one a key. Letters, digits and `. _ / -`. */
  key: string;
  /** What later steps rely on; goes into the invisible marker. */
  facts: object;
  /** Address of the run that made the plan. */
  runUrl?: string;
}

export interface PlanComment {
  /** At most 65,536 characters: marker, `planMarkdown(plan)`, link to the run. */
  body: string;
  /** Titles of the sections that found no room; diffs and tables may be cut besides. */
  dropped: string[];
  /** All of it, for the job summary and an artifact. */
  full: string;
}

/** The one comment of a pull request that says what it will do. */
export function planComment(plan: Plan, options: PlanCommentOptions): PlanComment {
  const before = `${marker('plan', options.key, options.facts)}\n\n`;
  const after = footer(options.runUrl);
  const { text, dropped } = fitPlan(plan, LONGEST_COMMENT - before.length - after.length);
  return { body: `${before}${text}${after}`, dropped, full: planSummary(plan) };
}

/** The whole plan as Markdown, for the job summary: at most 1 MiB. */
export function planSummary(plan: Plan): string {
  return fitWholePlan(plan, LONGEST_SUMMARY).text;
}

function footer(runUrl: string | undefined): string {
  if (runUrl === undefined || !/^https?:\/\/[^\s()<>"'`\\]+$/.test(runUrl)) return '';
  return `\n<sub>[The run that made this plan](${runUrl}), with all of it in its summary.</sub>\n`;
}
