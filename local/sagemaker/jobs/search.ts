import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonOf, TOOLS } from '../../../scripts/lib/paths.mjs';
import type { Shape } from '../context.ts';
import { JobFailure } from './failure-reason.ts';

/** The range of one hyperparameter. */
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

export interface SearchOptions {
  readonly strategy: string;
  readonly maximize: boolean;
  readonly seed: number;
  /** Number of random proposals before Bayesian uses the objectives. */
  readonly startup: number;
  readonly ranges: readonly Range[];
}

const SCRIPT = fileURLToPath(new URL('./tuner.py', import.meta.url));
/** How much of the optimiser's error output is kept. */
const MAX_ERROR_LENGTH = 2000;

/** Reads the ranges of CreateHyperParameterTuningJob. The rules of src/refusals have refused what cannot be searched. */
export function readRanges(ranges: Shape | undefined): Range[] {
  return [
    ...(ranges?.IntegerParameterRanges ?? []).map((range: Shape) => readNumericRange(range, 'integer')),
    ...(ranges?.ContinuousParameterRanges ?? []).map((range: Shape) => readNumericRange(range, 'continuous')),
    ...(ranges?.CategoricalParameterRanges ?? []).map((range: Shape) => ({
      name: range.Name,
      type: 'categorical',
      values: range.Values,
    })),
  ];
}

function readNumericRange(range: Shape, type: 'integer' | 'continuous'): Range {
  return {
    name: range.Name,
    type,
    min: Number(range.MinValue),
    max: Number(range.MaxValue),
    scaling: range.ScalingType ?? 'Auto',
  };
}

/** Gives the number of jobs of a grid. */
export function gridSize(ranges: readonly Range[]): number {
  return ranges.reduce((product, range) => product * (range.values?.length ?? 1), 1);
}

interface Question {
  readonly resolve: (answer: Shape) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The optimiser: Optuna, in its own process, in the environment of the platform's tools. Bayesian is a tree-structured
 * Parzen estimator after `startup` random proposals.
 */
export class Search {
  readonly #child: ChildProcessWithoutNullStreams;
  /** Answers come in the order of the questions. */
  readonly #questions: Question[] = [];
  #errors = '';
  #ended = false;

  /** Starts the process. @throws JobFailure InternalServerError when the environment is not installed */
  constructor(options: SearchOptions) {
    const python = pythonOf(TOOLS);
    if (!existsSync(python)) {
      throw new JobFailure(`InternalServerError: No Python environment with Optuna at ${TOOLS}. Run npm run setup.`);
    }
    this.#child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-MAX_ERROR_LENGTH);
    });
    this.#child.once('close', () => this.#end());
    this.#child.once('error', () => this.#end());
    // A write to a process that has ended fails; `close` rejects the questions.
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#questions.shift()?.resolve(JSON.parse(line)),
    );
    this.#send(options);
  }

  /** Proposes values. */
  async ask(id: number): Promise<Proposal> {
    return (await this.#request({ ask: id })).values;
  }

  /** Adds a proposal that an earlier search made. */
  async restore(id: number, values: Proposal): Promise<void> {
    await this.#request({ restore: id, values });
  }

  /** Adds the objective of a proposal; null when the training has none. */
  async tell(id: number, value: number | null): Promise<void> {
    await this.#request({ tell: id, value });
  }

  close(): void {
    this.#child.stdin.end();
  }

  #request(message: unknown): Promise<Shape> {
    return new Promise((resolve, reject) => {
      this.#questions.push({ resolve, reject });
      if (this.#ended) this.#end();
      else this.#send(message);
    });
  }

  #send(message: unknown): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Rejects the open questions with the last line of the error output. */
  #end(): void {
    this.#ended = true;
    const reason = this.#errors.trim().split('\n').at(-1) ?? '';
    for (const question of this.#questions.splice(0))
      question.reject(new JobFailure(`InternalServerError: The optimiser ended: ${reason}`));
  }
}
