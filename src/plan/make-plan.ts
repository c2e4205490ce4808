import type { Finding } from '../finding.ts';
import { affectedParts } from './affected-parts.ts';
import { differencesOf, idleChanges } from './difference.ts';
import { desiredDigests } from './digests.ts';
import { monthlyCost } from './monthly.ts';
import type { EnvironmentPlan, MonthlyCost, Plan } from './plan.ts';
import type { EnvironmentState, ProjectState } from './state.ts';

/** What was learned about one environment besides its files; absent: it was not looked at, and a gap says why. */
export type Learned = Partial<
  Pick<EnvironmentPlan, 'changes' | 'run' | 'training_query' | 'batch_query' | 'data' | 'observed'>
> & {
  findings?: readonly Finding[];
  gaps?: readonly string[];
  desired?: Record<string, string>;
};

export interface PlanParts {
  base: { commit: string | null; state: ProjectState | null };
  head: { commit: string | null; state: ProjectState | null };
  scope: Plan['scope'];
  /** What belongs to no environment. */
  findings: readonly Finding[];
  learned: ReadonlyMap<string, Learned>;
  /** Only this environment, where one was asked for. */
  only?: string;
}

/** An environment that the change affects, as both sides have it. */
export interface Affected {
  name: string;
  base: EnvironmentState | null;
  head: EnvironmentState | null;
}

/** The environments of both sides, sources first, those that are gone last. */
export function environmentsOf({ base, head, only }: Pick<PlanParts, 'base' | 'head' | 'only'>): Affected[] {
  // Without a head nothing can be said about any of them.
  if (head.state === null) return [];
  const before = new Map((base.state?.environments ?? []).map((state) => [state.name, state]));
  const after = new Map(head.state.environments.map((state) => [state.name, state]));
  return [...new Set([...after.keys(), ...before.keys()])]
    .filter((name) => only === undefined || name === only)
    .map((name) => ({ name, base: before.get(name) ?? null, head: after.get(name) ?? null }));
}

/** Only what the change affects. */
export function affected(parts: Pick<PlanParts, 'base' | 'head' | 'only'>): Affected[] {
  return environmentsOf(parts).filter(({ base, head }) => differencesOf(base, head).length > 0);
}

/** Puts the plan together. Pure: the same parts are the same plan, byte for byte. */
export function makePlan(parts: PlanParts): Plan {
  const all = environmentsOf(parts);
  const environments: EnvironmentPlan[] = [];
  const unchanged: string[] = [];
  const findings = [...parts.findings];
  for (const { name, base, head } of all) {
    const differences = differencesOf(base, head);
    const remarks = base === null || head === null ? [] : idleChanges(base, head);
    if (differences.length === 0) {
      unchanged.push(name);
      findings.push(...remarks);
      continue;
    }
    const state = (head ?? base) as EnvironmentState;
    const learned = parts.learned.get(name) ?? {};
    environments.push({
      environment: name,
      account: state.account,
      region: state.region,
      differences,
      affects: affectedParts(base, head),
      changes: learned.changes ?? null,
      run: learned.run ?? null,
      monthly: monthlyOf(base, head),
      training_query: learned.training_query ?? null,
      batch_query: learned.batch_query ?? null,
      data: learned.data ?? null,
      findings: sortFindings([...remarks, ...(head === null ? [removed(state)] : []), ...(learned.findings ?? [])]),
      gaps: [...(learned.gaps ?? [])],
      desired: head === null ? {} : (learned.desired ?? desiredDigests(head)),
      observed: learned.observed ?? null,
    });
  }
  return {
    schema_version: 1,
    base: parts.base.commit,
    head: parts.head.commit,
    scope: parts.scope,
    environments,
    unchanged,
    findings: sortFindings(
      withoutRepeats(
        findings,
        environments.flatMap((each) => each.findings),
      ),
    ),
  };
}

/** Files and prices say it: nobody has to be asked. */
function monthlyOf(base: EnvironmentState | null, head: EnvironmentState | null): MonthlyCost | null {
  const served = (state: EnvironmentState | null) =>
    state?.environment ? { endpoint: state.environment.endpoint, region: state.region } : null;
  const after = served(head);
  return after === null ? null : monthlyCost(served(base), after);
}

function removed({ name, environment }: EnvironmentState): Finding {
  if (environment === null) {
    return {
      rule: 'environment/removed',
      severity: 'notice',
      message: 'The project has environments now; the training pipeline that was made without one stays',
      why: 'mlops train without --environment would still train by config.yml alone, in the account of its credentials.',
      way_out: 'Name an environment in what trains; in the same account it takes that pipeline over.',
      place: null,
    };
  }
  return {
    rule: 'environment/removed',
    severity: 'warning',
    message: `${name} is not in the repository any more; what was made for it in the account stays`,
    why: 'A merge takes nothing down: who removes a folder may mean to rename it.',
    way_out: `Run mlops destroy --environment ${environment.name} before this is merged, while its folder still says what it made.`,
    place: null,
  };
}

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'notice'];

/**
 * A remark of the configuration at the very place of which a rule says more is left to the rule; one that is news only to a
 * rule that is news, which is not folded away.
 */
export function withoutRepeats(findings: readonly Finding[], others: readonly Finding[] = findings): Finding[] {
  const at = ({ place }: Finding) => (place === null ? '' : `${place.file}:${place.line}:${place.column}`);
  const rules = others.filter(({ rule, place }) => rule !== REMARK && place !== null);
  const said = new Set(rules.map(at));
  const news = new Set(rules.filter(({ standing }) => standing !== true).map(at));
  return findings.filter((finding) => finding.rule !== REMARK || !(finding.standing ? said : news).has(at(finding)));
}

const REMARK = 'config/remark';

/** News first, errors before all; then by place, then by rule; the same finding once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const unique = new Map<string, Finding>();
  for (const finding of findings) {
    const { standing, ...said } = finding;
    const key = JSON.stringify(said);
    // What is news to one environment is news.
    if (standing !== true || !unique.has(key)) unique.set(key, finding);
  }
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  return [...unique.values()].sort(
    (a, b) =>
      Number(a.standing === true) - Number(b.standing === true) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compare(a.place?.file ?? '', b.place?.file ?? '') ||
      compare(a.place?.line ?? 0, b.place?.line ?? 0) ||
      compare(a.place?.column ?? 0, b.place?.column ?? 0) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

/** Every finding of a plan, each once. */
export function allFindings(plan: Pick<Plan, 'environments' | 'findings'>): Finding[] {
  return sortFindings([...plan.findings, ...plan.environments.flatMap(({ findings }) => findings)]);
}
