import type { Finding, Place } from '../finding.ts';
import type { Difference, EnvironmentPlan, Json, MonthlyCost, Plan, RunForecast } from '../plan/plan.ts';
import { count, diffSize } from './plan-diff.ts';
import { clip, joined, type Mark, type Word, words } from './plan-document.ts';

/** Characters of a value in a table. */
const LONGEST_VALUE = 80;

/** More names in a row than anybody reads: the rest is counted. */
export const MOST_NAMES = 12;

/** `dev`, `dev and prod`, `dev, staging and prod`, in bold. */
export function names(list: readonly string[]): Word[] {
  return enumerated(list, (name) => [{ strong: [{ prose: name }] }]);
}

/** The same in the weight of what stands around it: for a heading. */
export function nameWords(list: readonly string[]): Word[] {
  return enumerated(list, (name) => [{ prose: name }]);
}

function enumerated(list: readonly string[], word: (name: string) => Word[]): Word[] {
  const shown = list.slice(0, MOST_NAMES).map((name) => word(clip(name, 60)));
  if (list.length > MOST_NAMES) shown.push([`${list.length - MOST_NAMES} more`]);
  const last = shown.pop() ?? [];
  return shown.length === 0 ? last : [...joined(shown, ', '), ' and ', ...last];
}

export function shortCommit(commit: string | null): string | null {
  return commit === null ? null : commit.slice(0, 7);
}

/** `config.yml:23:15`, as an editor and a terminal understand it. */
export function placeText(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** A value as it would stand in one line of YAML: texts without quotes, lists and mappings as JSON with blanks. */
export function valueText(value: Json): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return nested(value);
}

function nested(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(nested).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}: ${nested(item)}`)
      .join(', ')}}`;
  }
  return String(value);
}

const value = (json: Json): Word => ({ code: clip(valueText(json).replaceAll(DIGEST, '$1…'), LONGEST_VALUE) });

/** Twelve characters of a digest tell it from any other. */
const DIGEST = /\b((?:sha256:)?[0-9a-f]{12})[0-9a-f]{20,}\b/g;

/** Two values, each from where they begin to differ when their beginnings alone would look the same. */
function pair(from: Json, to: Json): Word[] {
  const [a, b] = [value(from), value(to)];
  if (JSON.stringify(a) !== JSON.stringify(b)) return [a, ' → ', b];
  const [was, is] = [[...valueText(from)], [...valueText(to)]];
  const same = was.findIndex((character, i) => character !== is[i]);
  const start = Math.max(0, (same === -1 ? was.length : same) - 12);
  const tail = (characters: string[]): Word => ({ code: clip(`…${characters.slice(start).join('')}`, LONGEST_VALUE) });
  return [tail(was), ' → ', tail(is)];
}

/** From → to of one difference, for a cell. */
export function moveWords({ from, to, lines }: Difference): Word[] {
  if (lines !== undefined && lines.length > 0) {
    const kind = lines.every(({ mark }) => mark === '+')
      ? 'new, '
      : lines.every(({ mark }) => mark === '-')
        ? 'removed, '
        : '';
    return [`${kind}${diffSize(lines)}`];
  }
  if (from === null && to === null) return ['changed'];
  if (from === null) return ['new: ', value(to)];
  if (to === null) return ['removed: ', value(from)];
  return listMove(from, to) ?? mappingMove(from, to) ?? pair(from, to);
}

/** What came and went of a list of names, when the lists themselves would be too long to compare by eye. */
function listMove(from: Json, to: Json): Word[] | undefined {
  const list = (json: Json) =>
    Array.isArray(json) && json.every((item) => typeof item === 'string') ? json : undefined;
  const [before, after] = [list(from), list(to)];
  if (before === undefined || after === undefined || valueText(from).length + valueText(to).length <= 60)
    return undefined;
  const [was, is] = [new Set(before), new Set(after)];
  const moves = [
    { verb: 'added', members: after.filter((name) => !was.has(name)) },
    { verb: 'removed', members: before.filter((name) => !is.has(name)) },
  ].filter(({ members }) => members.length > 0);
  if (moves.length === 0) return undefined;
  return joined(
    moves.map(({ verb, members }) => {
      const shown = members.slice(0, 8).map((name): Word[] => [value(name)]);
      const more = members.length > 8 ? [` and ${members.length - 8} more`] : [];
      return [`${verb} `, ...joined(shown, ', '), ...more];
    }),
    '; ',
  );
}

/** The members of a mapping that differ. */
function mappingMove(from: Json, to: Json): Word[] | undefined {
  const isMapping = (json: Json) => json !== null && typeof json === 'object' && !Array.isArray(json);
  if (!isMapping(from) || !isMapping(to)) return undefined;
  const [before, after] = [from as Record<string, Json>, to as Record<string, Json>];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  if (keys.length === 0 || keys.length > 8) return undefined;
  return joined(
    keys.map((key): Word[] => [{ prose: clip(key, 40) }, ' ', ...pair(before[key] ?? null, after[key] ?? null)]),
    '; ',
  );
}

/** `query, features, hyperparameters (2)`: in the order of the differences. */
export function subjectsText(environment: EnvironmentPlan): string {
  const counts = new Map<string, number>();
  for (const { subject } of environment.differences) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return [...counts].map(([subject, times]) => (times === 1 ? subject : `${subject} (${times})`)).join(', ');
}

/** US dollars, without the sign: GitHub reads formulas between two of them. */
export function dollars(amount: number | null): string {
  return amount === null || !Number.isFinite(amount) ? 'unknown' : `${figure(amount)} USD`;
}

/** Without its sign: whole numbers from 100, `0` for what is no cent, cents between. */
export function figure(amount: number): string {
  const size = Math.abs(amount);
  const digits = size >= 100 || size < 0.005 ? 0 : 2;
  return size.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function integer(amount: number): string {
  return Number.isFinite(amount) ? Math.round(amount).toLocaleString('en-US') : 'unknown';
}

/** Less than half a cent is not nothing. */
const LEAST = 0.005;

/** `about 12 min, about 0.42 USD`; what is unknown is said to be so, or to be at least what is known of it. */
export function effortText(run: Pick<RunForecast, 'seconds' | 'dollars' | 'at_least'>): string {
  const { seconds = 0, dollars: cost = 0 } = run.at_least ?? {};
  const time =
    run.seconds !== null ? `about ${roughly(run.seconds)}` : seconds > 0 ? `at least ${roughly(seconds)}` : null;
  const price = run.dollars !== null ? aboutDollars(run.dollars) : cost >= LEAST ? `at least ${dollars(cost)}` : null;
  if (time === null && price === null) return 'time and cost unknown';
  return `${time ?? 'time unknown'}, ${price ?? 'cost unknown'}`;
}

const aboutDollars = (amount: number): string =>
  amount > 0 && amount < LEAST ? 'below 0.01 USD' : `about ${dollars(amount)}`;

/** As exact as a forecast is: `40 s`, `18 min`, `2 h 5 min`. */
export function roughly(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `4 of 6 steps run` and what becomes of the others. */
export function stepsText(run: RunForecast): string {
  const of = (fate: string) => run.steps.filter((step) => step.fate === fate).length;
  const rest = [
    ...(of('cached') > 0 ? [`${of('cached')} from the cache`] : []),
    ...(of('conditional') > 0 ? [`${of('conditional')} only if the condition says so`] : []),
  ];
  return [`${of('runs')} of ${count(run.steps.length, 'step')} ${of('runs') === 1 ? 'runs' : 'run'}`, ...rest].join(
    ', ',
  );
}

/** The same in the few words that a cell has room for: `3 steps, 1 more cached; about 18 min, about 0.51 USD`. */
export function trainingText(run: RunForecast): string {
  const of = (fate: string) => run.steps.filter((step) => step.fate === fate).length;
  const steps = `${count(of('runs'), 'step')}${of('cached') > 0 ? `, ${of('cached')} more cached` : ''}`;
  return `${steps}; ${effortText(run)}`;
}

/** What it costs more or less a month, at the least and at the greatest number of instances: `+168 USD`, `+0 to +504 USD`. */
export function monthlyDelta({ from, to }: MonthlyCost): string {
  const delta = (key: 'least' | 'greatest') => {
    const [before, after] = [from === null ? 0 : from[key], to === null ? 0 : to[key]];
    return before === null || after === null ? null : after - before;
  };
  const signed = (amount: number) => `${amount < 0 ? '−' : '+'}${figure(amount)}`;
  const [least, greatest] = [delta('least'), delta('greatest')];
  if (least === null || greatest === null) return 'unknown';
  if (Math.abs(least) < 0.005 && Math.abs(greatest) < 0.005) return 'the same';
  return `${Math.abs(least - greatest) < 0.005 ? signed(least) : `${signed(least)} to ${signed(greatest)}`} USD`;
}

/** `168 USD a month`, `168 to 504 USD a month` */
export function monthlyRange(cost: NonNullable<MonthlyCost['from']>): string {
  const { least, greatest } = cost;
  if (least === null && greatest === null) return 'cost unknown';
  if (least === greatest) return `${dollars(least)} a month`;
  return `${least === null ? 'unknown' : figure(least)} to ${dollars(greatest)} a month`;
}

export interface MergedFinding {
  finding: Finding;
  /** Empty: it belongs to none. */
  environments: string[];
}

const ORDER: ReadonlyArray<Finding['severity']> = ['error', 'warning', 'notice'];
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Every finding that is news, once, with the environments that have it; errors first, then by place. */
export function mergedFindings(plan: Plan, only?: string): MergedFinding[] {
  return merge(plan, (finding) => !isStanding(finding), only);
}

/** Those that the base has too. */
export function standingFindings(plan: Plan): MergedFinding[] {
  return merge(plan, isStanding);
}

/** `3 remarks that the base has too` */
export const standingText = (number: number): string => `${count(number, 'remark')} that the base has too`;

/** An error stops the change, whoever made it. */
const isStanding = ({ standing, severity }: Finding): boolean => standing === true && severity !== 'error';

function merge(plan: Plan, wanted: (finding: Finding) => boolean, only?: string): MergedFinding[] {
  const merged = new Map<string, MergedFinding>();
  const add = (finding: Finding, environment: string | undefined) => {
    if (!wanted(finding)) return;
    const { rule, severity, message, why = null, way_out, place } = finding;
    const key = JSON.stringify([rule, severity, message, why, way_out, place && [placeText(place)]]);
    const entry = merged.get(key) ?? { finding, environments: [] };
    if (environment !== undefined && !entry.environments.includes(environment)) entry.environments.push(environment);
    merged.set(key, entry);
  };
  for (const finding of plan.findings) add(finding, undefined);
  for (const { environment, findings } of plan.environments) {
    if (only === undefined || only === environment) for (const finding of findings) add(finding, environment);
  }
  return [...merged.values()].sort(
    ({ finding: a }, { finding: b }) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      compare(a.place?.file ?? '\uffff', b.place?.file ?? '\uffff') ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

/** What was not looked at, each once with the environments it holds for. */
export function mergedGaps(plan: Plan): Array<{ text: string; environments: string[] }> {
  const merged = new Map<string, string[]>();
  for (const { environment, gaps, data } of plan.environments) {
    for (const text of new Set([...gaps, ...(data?.gaps ?? [])]))
      merged.set(text, [...(merged.get(text) ?? []), environment]);
  }
  return [...merged].map(([text, environments]) => ({ text, environments }));
}

export interface Verdict {
  mark: Mark;
  /** Without the mark. */
  title: Word[];
}

/** The one line that a reviewer reads. */
export function verdict(plan: Plan): Verdict {
  const findings = mergedFindings(plan).map(({ finding }) => finding);
  const of = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [of('error'), of('warning')];
  const changed = plan.environments.map(({ environment }) => environment);
  if (errors > 0) {
    const unreadable =
      changed.length === 0 &&
      findings.every(({ rule, severity }) => severity !== 'error' || rule.startsWith('config/'));
    if (unreadable)
      return {
        mark: 'error',
        title: [`Plan: the configuration has ${count(errors, 'error')}, so nothing can be planned`],
      };
    return { mark: 'error', title: [`Plan: ${count(errors, 'error')} ${errors === 1 ? 'stops' : 'stop'} this change`] };
  }
  const what: Word[] =
    changed.length === 0 ? ['nothing changes'] : [...nameWords(changed), changed.length === 1 ? ' changes' : ' change'];
  const trains = plan.environments.some(({ run }) => run?.steps.some(({ fate }) => fate === 'runs') === true);
  const title: Word[] = ['Plan: ', ...what, ...(trains ? [', and a model is trained'] : [])];
  if (warnings > 0) return { mark: 'warning', title: [...title, `, with ${count(warnings, 'warning')}`] };
  // What was not looked at is not all right.
  return { mark: mergedGaps(plan).length > 0 ? 'notice' : 'ok', title };
}

/** What is compared with what, and who was asked. */
export function scopeWords(plan: Plan): Word[] {
  const base = shortCommit(plan.base);
  const head = shortCommit(plan.head);
  const compared: Word[] =
    base === null && head === null
      ? ['The files as they are here']
      : [
          ...(base === null ? ['New in '] : [...words`From ${base}`, ' to ']),
          head === null ? 'the files as they are here' : { code: head },
        ];
  // Without a change there was nothing to ask.
  if (plan.environments.length === 0) return [...compared, '.'];
  return [
    ...compared,
    plan.scope === 'live'
      ? '; AWS and Presto were asked.'
      : mergedGaps(plan).length > 0
        ? ', by the files alone.'
        : ', by the files alone: neither AWS nor Presto was asked.',
  ];
}
