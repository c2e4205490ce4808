import type * as z from 'zod';
import { didYouMean } from './closest.ts';

/** What zod says about a value. */
export type Issue = z.core.$ZodIssue;

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
};

/** The kind of value that an issue asks for. */
export function expectedKind(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  return issue.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : 'another value';
}

/** The rule that a value breaks, with the value. `usual` are values that the writer may have meant. */
export function issueText(issue: Issue, value: unknown, usual: readonly string[] = []): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${expectedKind(issue)}, got ${describe(value)}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}; got ${got(value, issue.values.map(String))}`;
    case 'too_small':
      return tooSmall(issue, value);
    case 'too_big':
      return tooBig(issue, value);
    case 'invalid_format':
      return `${issue.message}; got ${got(value, usual)}`;
    default:
      return issue.message;
  }
}

function got(value: unknown, candidates: readonly string[]): string {
  return describe(value) + (typeof value === 'string' ? didYouMean(value, candidates) : '');
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>, value: unknown): string {
  const { origin, minimum } = issue;
  if (origin === 'string') return minimum === 1 ? 'must not be empty' : `must have at least ${minimum} characters`;
  if (origin === 'array') return `must have at least ${items(minimum)}, has ${sizeOf(value)}`;
  return `must be ${issue.inclusive === false ? 'greater than' : 'at least'} ${minimum}, got ${describe(value)}`;
}

function tooBig(issue: Extract<Issue, { code: 'too_big' }>, value: unknown): string {
  const { origin, maximum } = issue;
  if (origin === 'string') return `must have at most ${maximum} characters, has ${sizeOf(value)}`;
  if (origin === 'array') return `must have at most ${items(maximum)}, has ${sizeOf(value)}`;
  return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${maximum}, got ${describe(value)}`;
}

const items = (count: number | bigint) => `${count} ${Number(count) === 1 ? 'item' : 'items'}`;

const sizeOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);

/** A value in a message. A long text is cut. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return String(value);
}
