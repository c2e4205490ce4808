import type { Plan } from '../../plan/plan.ts';
import { type Annotation, planAnnotations } from './annotations.ts';
import { clip, type Section, type Word } from './document.ts';
import { mergedGaps, preExistingFindings, preExistingText } from './findings.ts';
import { fitSections } from './markdown.ts';
import { plainLine, renderBlocks } from './render.ts';
import { planSections } from './sections.ts';
import { verdict } from './verdict.ts';

/** https://docs.github.com/rest/checks/runs: summary and text have at most 65,535 characters each. */
const LONGEST_TEXT = 65_535;

export interface PlanCheckRun {
  /** `mlops plan (dev)` */
  name: string;
  /** `failure` with an error, `neutral` when something could not be read, else `success`. */
  conclusion: 'success' | 'failure' | 'neutral' | 'action_required';
  title: string;
  summary: string;
  text: string;
  annotations: Annotation[];
}

/** The check run of one environment. */
export function planCheckRun(plan: Plan, environment: string): PlanCheckRun {
  const own = onlyOf(plan, environment);
  const annotations = planAnnotations(own);
  const preExisting = preExistingFindings(own).length;
  const title: Word[] = [...verdict(own).title, ...(preExisting === 0 ? [] : [`; ${preExistingText(preExisting)}`])];
  const sections = planSections(own);
  // What a merge does, and what could not be read.
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

/** The plan of one environment, with the findings that belong to none. */
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
