import { ServiceError, type Shape } from '../context.ts';

/** Collects the metrics that a training job prints, by the regular expressions of its MetricDefinitions. */
export interface MetricReader {
  line(text: string, time: number): void;
  /** The last finite value of each metric, as FinalMetricDataList. */
  final(): Shape[];
}

/** Throws ValidationException for a regular expression that cannot be read. */
export function createMetricReader(definitions: ReadonlyArray<{ Name: string; Regex: string }>): MetricReader {
  const readers = definitions.map(({ Name, Regex }) => ({ name: Name, pattern: compile(Name, Regex) }));
  const last = new Map<string, Shape>();
  return {
    line(text, time) {
      for (const { name, pattern } of readers) {
        for (const match of text.matchAll(pattern)) {
          const value = Number.parseFloat((match[1] ?? match[0]).replace(/[,;]$/, ''));
          // NaN is no value: a later definite one counts, and an objective that is only ever NaN is missing.
          if (Number.isFinite(value)) last.set(name, { MetricName: name, Value: value, Timestamp: time });
        }
      }
    },
    final: () => definitions.flatMap(({ Name }) => last.get(Name) ?? []),
  };
}

/** The service reads these as Python and Java do: inline flags and named groups are written differently in JavaScript. */
function compile(name: string, regex: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(regex);
  const body = regex.slice(inline?.[0].length ?? 0).replaceAll('(?P<', '(?<');
  try {
    return new RegExp(body, `g${inline?.[1] ?? ''}`);
  } catch (error) {
    throw new ServiceError(
      'ValidationException',
      `The regular expression of metric ${name} is invalid: ${error instanceof Error ? error.message : error}`,
    );
  }
}
