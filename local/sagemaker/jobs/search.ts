import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonOf, TOOLS } from '../../../scripts/lib/paths.mjs';
import { ServiceError, type Shape } from '../context.ts';
import { JobFailure } from './failure-reason.ts';

/** One hyperparameter that is searched. */
export interface Range {
  readonly name: string;
  readonly type: 'integer' | 'continuous' | 'categorical';
  readonly min?: number;
  readonly max?: number;
  readonly scaling?: 'Auto' | 'Linear' | 'Logarithmic' | 'ReverseLogarithmic';
  readonly values?: readonly string[];
}

/** Values of a proposal, by hyperparameter. */
export type Proposal = Readonly<Record<string, number | string>>;

/** An optimiser in a process of its own. */
export interface Search {
  ask(id: number): Promise<Proposal>;
  /** Takes over a proposal that an earlier search made. */
  restore(id: number, values: Proposal): Promise<void>;
  /** The objective of a proposal; null when there is none. */
  tell(id: number, value: number | null): Promise<void>;
  close(): void;
}

const SCRIPT = fileURLToPath(new URL('./tuner.py', import.meta.url));

/** The ranges of CreateHyperParameterTuningJob. Throws ValidationException for ranges that cannot be searched. */
export function readRanges(ranges: Shape | undefined, strategy: string): Range[] {
  const invalid = (message: string) => new ServiceError('ValidationException', message);
  const numeric = (type: 'integer' | 'continuous') => (range: Shape) => {
    const [min, max] = [Number(range.MinValue), Number(range.MaxValue)];
    const scaling = range.ScalingType ?? 'Auto';
    const where = `The range of hyperparameter ${range.Name}`;
    if (!Number.isFinite(min) || !Number.isFinite(max))
      throw invalid(`${where} has bounds that are no numbers: ${range.MinValue}, ${range.MaxValue}.`);
    if (type === 'integer' && !(Number.isInteger(min) && Number.isInteger(max)))
      throw invalid(`${where} is an integer range with bounds that are no integers: ${min}, ${max}.`);
    if (min >= max)
      throw invalid(`${where} is invalid: MinValue ${range.MinValue} must be less than MaxValue ${range.MaxValue}.`);
    if (scaling === 'Logarithmic' && min <= 0)
      throw invalid(`${where} has Logarithmic scaling, which needs a MinValue above 0.`);
    if (scaling === 'ReverseLogarithmic' && (type === 'integer' || min < 0 || max >= 1)) {
      throw invalid(
        `${where} has ReverseLogarithmic scaling, which needs a continuous range with 0 <= MinValue and MaxValue < 1.`,
      );
    }
    return { name: range.Name, type, min, max, scaling } as const;
  };
  const all: Range[] = [
    ...(ranges?.IntegerParameterRanges ?? []).map(numeric('integer')),
    ...(ranges?.ContinuousParameterRanges ?? []).map(numeric('continuous')),
    ...(ranges?.CategoricalParameterRanges ?? []).map((range: Shape) => ({
      name: range.Name,
      type: 'categorical',
      values: range.Values,
    })),
  ];
  if (all.length === 0) throw invalid('ParameterRanges must have at least one range.');
  const twice = all.find((range, index) => all.findIndex((each) => each.name === range.name) !== index);
  if (twice) throw invalid(`Hyperparameter ${twice.name} has more than one range.`);
  if (strategy === 'Grid' && all.some((range) => range.type !== 'categorical')) {
    throw invalid('The Grid strategy takes categorical ranges only.');
  }
  return all;
}

/** How many jobs a grid has. */
export function gridSize(ranges: readonly Range[]): number {
  return ranges.reduce((product, range) => product * (range.values?.length ?? 1), 1);
}

/**
 * Starts the optimiser: Optuna, in the environment of the platform's tools.
 * Bayesian is a tree-structured Parzen estimator after `startup` random proposals.
 */
export function startSearch(options: {
  readonly strategy: string;
  readonly maximize: boolean;
  readonly seed: number;
  readonly startup: number;
  readonly ranges: readonly Range[];
}): Search {
  const python = pythonOf(TOOLS);
  if (!existsSync(python)) {
    throw new JobFailure(`InternalServerError: No Python environment with Optuna at ${TOOLS}. Run npm run setup.`);
  }
  const child: ChildProcessWithoutNullStreams = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2000);
  });
  const waiting: Array<{ resolve: (answer: Shape) => void; reject: (error: Error) => void }> = [];
  let ended = false;
  const end = () => {
    ended = true;
    const said = errors.trim().split('\n').at(-1) ?? '';
    for (const each of waiting.splice(0))
      each.reject(new JobFailure(`InternalServerError: The optimiser ended: ${said}`));
  };
  child.once('close', end);
  child.once('error', end);
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  const send = (message: unknown) => child.stdin.write(`${JSON.stringify(message)}\n`);
  send(options);
  // Answers come in the order of the questions.
  const request = (message: unknown): Promise<Shape> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (ended) end();
      else send(message);
    });
  return {
    ask: async (id) => (await request({ ask: id })).values,
    restore: async (id, values) => void (await request({ restore: id, values })),
    tell: async (id, value) => void (await request({ tell: id, value })),
    close: () => void child.stdin.end(),
  };
}
