import type { HyperparameterRange, Pin } from '../../config/index.ts';
import { formatDuration } from '../../duration.ts';
import type { Place } from '../../finding.ts';
import type { Json } from '../../json.ts';
import type {
  Difference,
  EnvironmentPlan,
  MonthlyCost,
  MonthlyRange,
  RunForecast,
  StepForecast,
} from '../../plan/plan.ts';
import { plural } from '../../plural.ts';
import { diffSize } from './diff.ts';
import { clip, joined, type Word } from './document.ts';

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

/** The first seven characters of a commit; null for the work tree. */
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
export function moveWords(difference: Difference): Word[] {
  const { lines } = difference;
  if (lines !== undefined && lines.length > 0) {
    const kind = lines.every(({ mark }) => mark === '+')
      ? 'new, '
      : lines.every(({ mark }) => mark === '-')
        ? 'removed, '
        : '';
    return [`${kind}${diffSize(lines)}`];
  }
  const [from, to] = formatted(difference);
  if (from === null && to === null) return ['changed'];
  if (from === null) return ['new: ', value(to)];
  if (to === null) return ['removed: ', value(from)];
  return listMove(from, to) ?? mappingMove(from, to) ?? pair(from, to);
}

/** Both sides of a difference as texts or values, without what they have in common. */
function formatted({ from, to, format }: Difference): [Json, Json] {
  if (format === 'pin') return pinTexts(from as Pin | null, to as Pin | null);
  if (format === 'range') return rangeTexts(from as HyperparameterRange | null, to as HyperparameterRange | null);
  return [from, to];
}

/** Two pins of different versions are shown without their digests, which the file has. */
function pinTexts(from: Pin | null, to: Pin | null): [Json, Json] {
  const version = ({ package_group, version }: Pin) => `${package_group} version ${version}`;
  const whole = (pin: Pin | null) => (pin === null ? null : `${version(pin)}, ${pin.artifact_digest}`);
  if (from !== null && to !== null && version(from) !== version(to)) return [version(from), version(to)];
  return [whole(from), whole(to)];
}

/** Two ranges of one type with automatic scaling are shown by their bounds alone. */
function rangeTexts(from: HyperparameterRange | null, to: HyperparameterRange | null): [Json, Json] {
  if (from !== null && to !== null && from.type === to.type && isPlain(from) && isPlain(to)) {
    return [boundsText(from), boundsText(to)];
  }
  return [from === null ? null : rangeText(from), to === null ? null : rangeText(to)];
}

type NumberRange = Exclude<HyperparameterRange, { type: 'categorical' }>;

const isPlain = (range: HyperparameterRange): range is NumberRange =>
  range.type !== 'categorical' && range.scaling === 'Auto';

const boundsText = ({ min, max }: NumberRange): string => `${min} to ${max}`;

function rangeText(range: HyperparameterRange): string {
  if (range.type === 'categorical') return range.values.join(', ');
  const scaling = range.scaling === 'Auto' ? '' : `, ${range.scaling}`;
  return `${range.type} ${boundsText(range)}${scaling}`;
}

/** What came and went of a list, when the lists themselves would be too long to compare by eye. */
function listMove(from: Json, to: Json): Word[] | undefined {
  if (!Array.isArray(from) || !Array.isArray(to)) return undefined;
  const short = valueText(from).length + valueText(to).length <= 60;
  if (short && from.length > 0 && to.length > 0) return undefined;
  const [was, is] = [from, to].map((list) => new Set(list.map(valueText)));
  const moves = [
    { verb: 'added', members: to.filter((item) => !was?.has(valueText(item))) },
    { verb: 'removed', members: from.filter((item) => !is?.has(valueText(item))) },
  ].filter(({ members }) => members.length > 0);
  if (moves.length === 0) return undefined;
  return joined(
    moves.map(({ verb, members }) => {
      const shown = members.slice(0, 8).map((item): Word[] => [value(item)]);
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

/** A whole number with separators: `51,562`. */
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

/** A duration as exact as a forecast: `40 s`, `18 min`, `2 h 5 min`. */
export function roughly(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  return formatDuration(seconds, 'rough');
}

/** `4 of 6 steps run, 2 from the cache; about 18 min, about 0.51 USD` */
export function stepsText(run: RunForecast): string {
  const [runs, cached] = [stepsThat('runs', run), stepsThat('cached', run)];
  const steps = `${runs} of ${plural(run.steps.length, 'step')} ${runs === 1 ? 'runs' : 'run'}`;
  return `${steps}${cached > 0 ? `, ${cached} from the cache` : ''}; ${effortText(run)}`;
}

/** The same in the few words that a cell has room for: `3 steps, 1 more cached; about 18 min, about 0.51 USD`. */
export function trainingText(run: RunForecast): string {
  const cached = stepsThat('cached', run);
  return `${plural(stepsThat('runs', run), 'step')}${cached > 0 ? `, ${cached} more cached` : ''}; ${effortText(run)}`;
}

const stepsThat = (outcome: StepForecast['outcome'], { steps }: RunForecast): number =>
  steps.filter((step) => step.outcome === outcome).length;

/** The change of the monthly cost, at the minimum and at the maximum number of instances: `+168 USD`, `up to +504 USD`. */
export function monthlyDelta({ from, to }: MonthlyCost): string {
  const delta = (key: 'min' | 'max') => {
    const [before, after] = [from === null ? 0 : from[key], to === null ? 0 : to[key]];
    return before === null || after === null ? null : after - before;
  };
  const none = (amount: number) => Math.abs(amount) < 0.005;
  const signed = (amount: number) => `${none(amount) ? '±' : amount < 0 ? '−' : '+'}${figure(amount)}`;
  const [min, max] = [delta('min'), delta('max')];
  if (min === null || max === null) return 'unknown';
  if (none(min) && none(max)) return 'the same';
  if (none(min - max)) return `${signed(min)} USD`;
  if (none(min)) return `${max < 0 ? 'down' : 'up'} to ${signed(max)} USD`;
  return `${signed(min)} to ${signed(max)} USD`;
}

/** `168 USD a month`, `168 to 504 USD a month` */
export function monthlyRange({ min, max }: MonthlyRange): string {
  if (min === null && max === null) return 'cost unknown';
  if (min === max) return `${dollars(min)} a month`;
  return `${min === null ? 'unknown' : figure(min)} to ${dollars(max)} a month`;
}
