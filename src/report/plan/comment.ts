import type { Plan } from '../../plan/plan.ts';
import { LONGEST_COMMENT } from '../markdown.ts';
import { marker } from '../marker.ts';
import { fitPlan, fitWholePlan } from './markdown.ts';

/** A job summary holds 1 MiB for each step. Some of it stays free for other text of the step. */
const LONGEST_SUMMARY = 1_048_576 - 16_384;

export interface PlanCommentOptions {
  /** The pull request has one comment for each key. Letters, digits and `. _ / -`. */
  key: string;
  /** Facts that later steps read from the invisible marker. */
  facts: object;
  /** Address of the run that made the plan. */
  runUrl?: string;
}

export interface PlanComment {
  /** At most 65,536 characters: marker, `planMarkdown(plan)`, link to the run. */
  body: string;
  /** Titles of the sections that were left out. Differences and tables may be cut too. */
  dropped: string[];
  /** The whole plan, for the job summary and an artifact. */
  full: string;
}

/** The comment on a pull request with its plan. */
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
