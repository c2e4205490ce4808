import type { Finding } from '../../finding.ts';
import type { Plan } from '../../plan/plan.ts';
import { visible } from '../markdown.ts';
import { clip } from './document.ts';
import { type MergedFinding, mergedFindings } from './findings.ts';

/** Characters of the longest title that GitHub accepts. A message may have 64 KB, so it is cut much earlier. */
const LONGEST_TITLE = 255;
const LONGEST_MESSAGE = 8_000;

/**
 * One annotation on a line of a file. The fields are those of an annotation of a check run, where `level` is `annotation_level` and `raw`
 * is `raw_details`: https://docs.github.com/rest/checks/runs#create-a-check-run
 */
export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  /** Only for one line: GitHub refuses columns when an annotation has several lines. */
  start_column?: number;
  end_column?: number;
  level: 'failure' | 'warning' | 'notice';
  /** One line, at most 255 characters. */
  title: string;
  /** One line: what is wrong, why, and the way out. */
  message: string;
  /** The rule, and the environments that have it. */
  raw: string;
}

const LEVEL = { error: 'failure', warning: 'warning', notice: 'notice' } as const satisfies Record<
  Finding['severity'],
  string
>;

/** The findings that have a place, each once, errors first. @param environment only findings of this environment and of none */
export function planAnnotations(plan: Plan, environment?: string): Annotation[] {
  return mergedFindings(plan, environment).flatMap(annotation);
}

function annotation({ finding, environments }: MergedFinding): Annotation[] {
  const { place, severity, message, why, way_out, rule } = finding;
  if (place === null) return [];
  const line = (value: number | undefined) => (value !== undefined && value >= 1 ? Math.floor(value) : 1);
  const start_line = line(place.line);
  const end_line = Math.max(start_line, line(place.end_line));
  const start_column = line(place.column);
  const path = single(place.file).replace(/^\.?\/+/, '');
  const title = clip(single(message), LONGEST_TITLE);
  return [
    {
      path: path === '' ? '.' : path,
      start_line,
      end_line,
      ...(start_line === end_line ? { start_column, end_column: Math.max(start_column, line(place.end_column)) } : {}),
      level: LEVEL[severity],
      title: title === '' ? single(rule) : title,
      message: clip(sentences([message, why ?? '', way_out]), LONGEST_MESSAGE) || single(rule),
      raw: [
        `rule: ${single(rule)}`,
        ...(environments.length > 0 ? [`environments: ${environments.map(single).join(', ')}`] : []),
      ].join('; '),
    },
  ];
}

/** Sentences on one line, each with its full stop. Messages have none. */
export function sentences(texts: readonly string[]): string {
  return texts
    .map(single)
    .filter((text) => text !== '')
    .map((text) => (/[.!?:…]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** One line without invisible characters. */
function single(text: string): string {
  return visible(text).replaceAll(/\s+/g, ' ').trim();
}
