import type { Finding } from '../finding.ts';
import type { Gap } from '../observed/gap.ts';
import type { EnvironmentState, ProjectState } from '../project/environment-state.ts';
import { affectedParts } from './affected-parts.ts';
import { monthlyCost } from './cost/monthly.ts';
import { differencesOf, idleChanges } from './difference.ts';
import { desiredDigests } from './digests.ts';
import type { DesiredDigests } from './fields.ts';
import type { EnvironmentPlan, MonthlyCost, Plan } from './plan.ts';

/** What AWS and Presto say about one environment. A member is absent when it was not read; then a gap says why. */
export type LiveState = Partial<
  Pick<EnvironmentPlan, 'changes' | 'run' | 'training_query' | 'batch_query' | 'data' | 'observed'>
> & {
  findings?: readonly Finding[];
  gaps?: readonly Gap[];
  desired?: DesiredDigests;
};

export interface PlanParts {
  base: { commit: string | null; state: ProjectState | null };
  head: { commit: string | null; state: ProjectState | null };
  scope: Plan['scope'];
  /** Findings that belong to no environment. */
  findings: readonly Finding[];
  live: ReadonlyMap<string, LiveState>;
  /** Plan only this environment. */
  only?: string;
}

/** An environment on both sides of a change; null where a side does not have it. */
export interface Affected {
  name: string;
  base: EnvironmentState | null;
  head: EnvironmentState | null;
}

/** The environments of both sides: sources first, removed ones last. */
export function environmentsOf({ base, head, only }: Pick<PlanParts, 'base' | 'head' | 'only'>): Affected[] {
  // The head cannot be read, so nothing is known about its environments.
  if (head.state === null) return [];
  const before = new Map((base.state?.environments ?? []).map((state) => [state.name, state]));
  const after = new Map(head.state.environments.map((state) => [state.name, state]));
  return [...new Set([...after.keys(), ...before.keys()])]
    .filter((name) => only === undefined || name === only)
    .map((name) => ({ name, base: before.get(name) ?? null, head: after.get(name) ?? null }));
}

/** The environments that the change affects. */
export function affected(parts: Pick<PlanParts, 'base' | 'head' | 'only'>): Affected[] {
  return environmentsOf(parts).filter(({ base, head }) => differencesOf(base, head).length > 0);
}

/** Makes the plan. Pure: the same parts make the same plan, byte for byte. */
export function makePlan(parts: PlanParts): Plan {
  const all = environmentsOf(parts);
  const environments: EnvironmentPlan[] = [];
  const unchanged: string[] = [];
  const findings = [...parts.findings];
  for (const { name, base, head } of all) {
    const differences = differencesOf(base, head);
    const notices = base === null || head === null ? [] : idleChanges(base, head);
    if (differences.length === 0) {
      unchanged.push(name);
      findings.push(...notices);
      continue;
    }
    const state = (head ?? base) as EnvironmentState;
    const live = parts.live.get(name) ?? {};
    environments.push({
      environment: name,
      account: state.account,
      region: state.region,
      differences,
      affects: affectedParts(base, head),
      changes: live.changes ?? null,
      run: live.run ?? null,
      monthly: monthlyOf(base, head),
      training_query: live.training_query ?? null,
      batch_query: live.batch_query ?? null,
      data: live.data ?? null,
      findings: sortFindings([...notices, ...(head === null ? [removed(state)] : []), ...(live.findings ?? [])]),
      gaps: [...(live.gaps ?? [])],
      desired: head === null ? {} : (live.desired ?? desiredDigests(head)),
      observed: live.observed ?? null,
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

/** The monthly cost follows from files and prices alone. */
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
      message: 'The project has environments now. The training pipeline that was made without one stays.',
      why: 'mlops train without --environment would still train by config.yml alone, in the account of its credentials.',
      way_out: 'Train with --environment. In the same account, it takes that pipeline over.',
      place: null,
    };
  }
  return {
    rule: 'environment/removed',
    severity: 'warning',
    message: `${name} is not in the repository any more. Its resources in the account stay.`,
    why: 'A merge removes nothing from an account: somebody who removes a folder may want to rename it.',
    way_out: `Run mlops destroy --environment ${environment.name} before the merge, while the folder still exists.`,
    place: null,
  };
}

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'notice'];

/**
 * Removes the findings of the rule config/remark where a rule says more about the same place. A new one is removed only for a new
 * finding: a pre-existing one is folded away.
 */
export function withoutRepeats(findings: readonly Finding[], others: readonly Finding[] = findings): Finding[] {
  const at = ({ place }: Finding) => (place === null ? '' : `${place.file}:${place.line}:${place.column}`);
  const rules = others.filter(({ rule, place }) => rule !== REMARK && place !== null);
  const said = new Set(rules.map(at));
  const news = new Set(rules.filter(({ pre_existing }) => pre_existing !== true).map(at));
  return findings.filter(
    (finding) => finding.rule !== REMARK || !(finding.pre_existing ? said : news).has(at(finding)),
  );
}

const REMARK = 'config/remark';

/** Sorts findings: new ones first, then by severity, place and rule. Each finding occurs once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const unique = new Map<string, Finding>();
  for (const finding of findings) {
    const { pre_existing, ...said } = finding;
    const key = JSON.stringify(said);
    // A finding that is new in one environment is new.
    if (pre_existing !== true || !unique.has(key)) unique.set(key, finding);
  }
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  return [...unique.values()].sort(
    (a, b) =>
      Number(a.pre_existing === true) - Number(b.pre_existing === true) ||
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
