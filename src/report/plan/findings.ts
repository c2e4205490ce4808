import type { Finding } from '../../finding.ts';
import { gapText } from '../../observed/gap.ts';
import type { Plan } from '../../plan/plan.ts';
import { plural } from '../../plural.ts';
import { placeText } from './text.ts';

export interface MergedFinding {
  finding: Finding;
  /** Empty when it belongs to no environment. */
  environments: string[];
}

const ORDER: ReadonlyArray<Finding['severity']> = ['error', 'warning', 'notice'];
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** Sorts `c_2` before `c_10`. */
const { compare: compareNumbered } = new Intl.Collator('en', { numeric: true });

/** Every new finding, once, with the environments that have it; errors first, then by place. */
export function mergedFindings(plan: Plan, only?: string): MergedFinding[] {
  return merge(plan, (finding) => !isPreExisting(finding), only);
}

/** The pre-existing findings. */
export function preExistingFindings(plan: Plan): MergedFinding[] {
  return merge(plan, isPreExisting);
}

/** `3 findings that the base has too` */
export const preExistingText = (number: number): string => `${plural(number, 'finding')} that the base has too`;

/** An error stops the change, whoever made it. */
const isPreExisting = ({ pre_existing, severity }: Finding): boolean => pre_existing === true && severity !== 'error';

/** The rule that reports the gaps of an environment. */
const INCOMPLETE = 'plan/incomplete';

/** True when a plan with credentials has gaps. */
export function isIncomplete(plan: Plan): boolean {
  return plan.environments.some(({ findings }) => findings.some(({ rule }) => rule === INCOMPLETE));
}

function merge(plan: Plan, wanted: (finding: Finding) => boolean, only?: string): MergedFinding[] {
  const merged = new Map<string, MergedFinding>();
  const add = (finding: Finding, environment: string | undefined) => {
    if (!wanted(finding)) return;
    const key = keyOf(finding);
    const entry = merged.get(key) ?? { finding, environments: [] };
    if (environment !== undefined && !entry.environments.includes(environment)) entry.environments.push(environment);
    merged.set(key, entry);
  };
  for (const finding of plan.findings) add(finding, undefined);
  for (const { environment, findings, gaps } of plan.environments) {
    if (only !== undefined && only !== environment) continue;
    // The comment lists the gaps themselves.
    for (const finding of findings) if (finding.rule !== INCOMPLETE || gaps.length === 0) add(finding, environment);
  }
  return [...merged.values()].sort(
    ({ finding: a }, { finding: b }) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      compare(a.place?.file ?? '\uffff', b.place?.file ?? '\uffff') ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      compare(a.rule, b.rule) ||
      compareNumbered(a.message, b.message) ||
      compare(a.message, b.message),
  );
}

function keyOf({ rule, severity, message, why, way_out, place }: Finding): string {
  const where = place === null ? null : placeText(place);
  // Presto and our parser word one mistake differently, when Presto read only the query of one environment.
  if (rule === 'query/syntax' && where !== null) return JSON.stringify([rule, severity, where]);
  return JSON.stringify([rule, severity, message, why ?? null, way_out, where]);
}

/** Groups findings of one rule with the same reason and way out, which are printed once; in the order of the first. */
export function alike(findings: readonly MergedFinding[]): MergedFinding[][] {
  const groups = new Map<string, MergedFinding[]>();
  for (const one of findings) {
    const { rule, severity, why = null, way_out } = one.finding;
    const key = JSON.stringify([rule, severity, why, way_out, one.environments]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** The gaps as texts, each once, with the environments that have it. `isChosen`: the caller asked for a plan without a network. */
export function mergedGaps(plan: Plan): Array<{ text: string; isChosen: boolean; environments: string[] }> {
  const merged = new Map<string, { isChosen: boolean; environments: string[] }>();
  for (const { environment, gaps, data } of plan.environments) {
    for (const gap of [...gaps, ...(data?.gaps ?? [])]) {
      const entry = merged.get(gapText(gap)) ?? { isChosen: gap.source === 'network', environments: [] };
      if (!entry.environments.includes(environment)) entry.environments.push(environment);
      merged.set(gapText(gap), entry);
    }
  }
  return [...merged].map(([text, entry]) => ({ text, ...entry }));
}
