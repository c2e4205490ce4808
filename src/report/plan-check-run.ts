import type { Plan } from '../plan/plan.ts';
import { type Annotation, planAnnotations } from './plan-annotations.ts';
import { clip, type Section, type Word } from './plan-document.ts';
import { mergedGaps, standingFindings, standingText } from './plan-findings.ts';
import { fitSections } from './plan-markdown.ts';
import { plainLine, renderBlocks } from './plan-render.ts';
import { planSections } from './plan-sections.ts';
import { verdict } from './plan-verdict.ts';

/** https://docs.github.com/rest/checks/runs: summary and text have at most 65,535 characters each. */
const LONGEST_TEXT = 65_535;

export interface PlanCheckRun {
  /** `mlops plan (dev)` */
  name: string;
  /** Failure with an error; neutral when something was not looked at; success otherwise. */
  conclusion: 'success' | 'failure' | 'neutral' | 'action_required';
  title: string;
  summary: string;
  text: string;
  annotations: Annotation[];
}

/** What the plan says of one environment, as the check run of that environment. */
export function planCheckRun(plan: Plan, environment: string): PlanCheckRun {
  const own = onlyOf(plan, environment);
  const annotations = planAnnotations(own);
  const standing = standingFindings(own).length;
  const title: Word[] = [...verdict(own).title, ...(standing === 0 ? [] : [`; ${standingText(standing)}`])];
  const sections = planSections(own);
  // What is known of a merge, and what nobody looked at.
  const isFirst = ({ rank }: Section) => rank === 0 || rank === 2;
  const summary = renderBlocks(
    sections.filter(isFirst).flatMap(({ blocks }) => blocks),
    { lines: 30, rows: 100, text: 1_000 },
  );
  const fits = summary.length <= LONGEST_TEXT;
  return {
    name: `mlops plan (${plainLine([{ prose: environment }])})`,
    conclusion: conclusionOf(own, environment),
    title: clip(plainLine(title).replace(/^Plan: /, ''), 255),
    summary: fits ? summary : plainLine(title),
    // GitHub shows it below the summary.
    text: fitSections(fits ? sections.filter((section) => !isFirst(section)) : sections, LONGEST_TEXT).text,
    annotations,
  };
}

/** The plan of one environment with what belongs to none. */
function onlyOf(plan: Plan, environment: string): Plan {
  return {
    ...plan,
    environments: plan.environments.filter((one) => one.environment === environment),
    unchanged: plan.unchanged.filter((name) => name === environment),
  };
}

function conclusionOf(own: Plan, environment: string): PlanCheckRun['conclusion'] {
  const findings = [...own.findings, ...own.environments.flatMap((one) => one.findings)];
  if (findings.some(({ severity }) => severity === 'error')) return 'failure';
  const known = own.unchanged.includes(environment) || own.environments.length > 0;
  return known && mergedGaps(own).length === 0 ? 'success' : 'neutral';
}
