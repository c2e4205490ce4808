import { ServiceError, type Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';

/** One of a job's MetricDefinitions. */
export interface MetricDefinition {
  readonly Name: string;
  readonly Regex: string;
}

/** Checks the regular expressions of metrics. @throws ServiceError ValidationException for one that cannot be read */
export function checkMetrics(definitions: readonly MetricDefinition[]): void {
  for (const { Name, Regex } of definitions) compile(Name, Regex);
}

/** Collects the metrics that a training job prints, by the regular expressions of its MetricDefinitions. */
export class MetricReader {
  readonly #metrics: ReadonlyArray<{ name: string; pattern: RegExp }>;
  readonly #last = new Map<string, Shape>();

  /** @throws ServiceError ValidationException for a regular expression that cannot be read */
  constructor(definitions: readonly MetricDefinition[]) {
    this.#metrics = definitions.map(({ Name, Regex }) => ({ name: Name, pattern: compile(Name, Regex) }));
  }

  /** Reads the metrics of one line. @param time epoch seconds */
  line(text: string, time: number): void {
    for (const { name, pattern } of this.#metrics) {
      for (const match of text.matchAll(pattern)) {
        const value = Number.parseFloat((match[1] ?? match[0]).replace(/[,;]$/, ''));
        // NaN is not a value. The last finite one counts; an objective that is always NaN is missing.
        if (Number.isFinite(value)) this.#last.set(name, { MetricName: name, Value: value, Timestamp: time });
      }
    }
  }

  /** Lists the last finite value of each metric, as FinalMetricDataList. */
  final(): Shape[] {
    return this.#metrics.flatMap(({ name }) => this.#last.get(name) ?? []);
  }
}

/**
 * Compiles a regular expression. The service reads Python and Java syntax: inline flags and named groups differ in
 * JavaScript.
 */
function compile(name: string, regex: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(regex);
  const body = regex.slice(inline?.[0].length ?? 0).replaceAll('(?P<', '(?<');
  try {
    return new RegExp(body, `g${inline?.[1] ?? ''}`);
  } catch (error) {
    throw new ServiceError(
      'ValidationException',
      `The regular expression of metric ${name} is invalid: ${errorMessage(error)}`,
    );
  }
}
