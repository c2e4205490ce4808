import type * as z from 'zod';
import { closest, didYouMean } from './closest.ts';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { dotted, keyAt, type MapNode, nodeAt, type Path, placeOf, toValue } from './node.ts';

type Issue = z.core.$ZodIssue;

export interface Decoded<T> {
  /** Only when nothing is wrong with its shape. */
  value?: T;
  /**
   * What is right so far, for the rules that look at several keys: wrong and unknown values are taken out, so that one
   * mistake does not hide the next. Defaults are not filled in.
   */
  sound: Record<string, unknown>;
  diagnostics: Diagnostic[];
}

/** Judges nodes by a zod schema; each issue becomes a diagnostic at the place in the file that really holds the value. */
export function decode<T>(root: MapNode, schema: z.ZodType<T>): Decoded<T> {
  const raw = toValue(root);
  const sound = toValue(root) as Record<string, unknown>;
  const result = schema.safeParse(raw);
  if (result.success) return { value: result.data, sound, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const misspelt = new Set<string>();
  for (const issue of result.error.issues) explain(issue, [], { root, raw, schema, sound, diagnostics, misspelt });
  // Who wrote `prestoo:` need not be told that `presto` is missing.
  return { sound, diagnostics: diagnostics.filter(({ path, message }) => message !== MISSING || !misspelt.has(path)) };
}

const MISSING = 'is required and missing';

interface Context {
  root: MapNode;
  raw: unknown;
  schema: z.ZodType;
  sound: Record<string, unknown>;
  diagnostics: Diagnostic[];
  /** Paths of known keys that an unknown one is a slip of. */
  misspelt: Set<string>;
}

function explain(issue: Issue, prefix: Path, context: Context): void {
  const path: Path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const report = (at: Path, message: string, place = placeOf(context.root, at)) => {
    context.diagnostics.push(diagnosticAt(place, dotted(at), message));
  };
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const at = [...path, key];
      report(at, `unknown key${hintForKey(key, path, context)}`, keyAt(context.root, at));
      remove(context.sound, at);
    }
    return;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative that takes this kind of value explains best; without one, all are named.
    const applicable = issue.errors.filter((errors) => !errors.some((error) => isWrongKind(error)));
    const [only] = applicable;
    if (only && applicable.length === 1) {
      for (const inner of only) explain(inner as Issue, path, context);
      return;
    }
    const expected = issue.errors.flatMap((errors) =>
      errors.filter(isWrongKind).map((error) => expectation(error as Issue)),
    );
    report(path, `expected ${[...new Set(expected)].join(' or ')}, got ${describe(at(context.raw, path))}`);
    remove(context.sound, path);
    return;
  }
  if (issue.code === 'invalid_key') {
    for (const inner of issue.issues)
      report(path, ruleText(inner as Issue, dotted(path.slice(-1))), keyAt(context.root, path));
    remove(context.sound, path);
    return;
  }
  const value = at(context.raw, path);
  if (value === undefined) {
    const written = nodeAt(context.root, path) !== undefined;
    report(path, written ? 'is required and has no value' : MISSING);
  } else report(path, ruleText(issue, value));
  remove(context.sound, path);
}

const isWrongKind = (error: { code?: string | undefined; path: PropertyKey[] }): boolean =>
  error.path.length === 0 && (error.code === 'invalid_type' || error.code === 'invalid_value');

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

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  return issue.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : 'another value';
}

function ruleText(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${expectation(issue)}, got ${describe(value)}`;
    case 'invalid_value': {
      const names = issue.values.map(String);
      const near = typeof value === 'string' ? didYouMean(value, names) : '';
      return `expected one of ${names.join(', ')}; got ${describe(value)}${near}`;
    }
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} characters`;
      if (issue.origin === 'array')
        return `must have at least ${issue.minimum} ${plural(issue.minimum, 'item')}, has ${sizeOf(value)}`;
      return `must be ${issue.inclusive === false ? 'greater than' : 'at least'} ${issue.minimum}, got ${describe(value)}`;
    case 'too_big':
      if (issue.origin === 'string') return `must have at most ${issue.maximum} characters, has ${sizeOf(value)}`;
      if (issue.origin === 'array')
        return `must have at most ${issue.maximum} ${plural(issue.maximum, 'item')}, has ${sizeOf(value)}`;
      return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}, got ${describe(value)}`;
    case 'invalid_format':
      return `${issue.message}; got ${describe(value)}`;
    default:
      return issue.message;
  }
}

const plural = (count: number | bigint, word: string) => (count === 1 || count === 1n ? word : `${word}s`);

const sizeOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);

/** The value as a person would name it; long ones shortened. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return String(value);
}

function at(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}

/** Takes a value out; a list of which something is wrong goes as a whole, or its other items would move. */
function remove(value: Record<string, unknown>, path: Path): void {
  const list = path.findIndex((_, length) => Array.isArray(at(value, path.slice(0, length))));
  const whole = list === -1 ? path : path.slice(0, list);
  const parent = at(value, whole.slice(0, -1));
  const last = whole.at(-1);
  if (typeof parent === 'object' && parent !== null && last !== undefined) {
    delete (parent as Record<string, unknown>)[last];
  }
}

/** A key that is nearly right, or that belongs into another section. */
function hintForKey(key: string, path: Path, context: Context): string {
  const near = closest(key, keysAt(context.schema, path));
  if (near !== undefined) {
    context.misspelt.add(dotted([...path, near]));
    return `; did you mean ${near}?`;
  }
  const sections = keysAt(context.schema, []).filter((section) => keysAt(context.schema, [section]).includes(key));
  return sections.length > 0 ? `; it belongs in ${sections.join(' or ')}` : '';
}

/** The keys that a schema knows at a path. */
function keysAt(schema: unknown, path: Path): string[] {
  let current = unwrap(schema);
  for (const step of path) {
    const shape = current?.shape;
    current = unwrap(shape ? shape[String(step)] : (current?.valueType ?? current?.element));
  }
  return Object.keys(current?.shape ?? {});
}

interface Inner {
  shape?: Record<string, unknown>;
  valueType?: unknown;
  element?: unknown;
}

/** Through optional, default, nullable and union wrappers to the object, record or array inside. */
function unwrap(schema: unknown): Inner | undefined {
  let current = schema as { def?: { innerType?: unknown; options?: unknown[] } } | undefined;
  for (;;) {
    if (current?.def?.innerType) current = current.def.innerType as typeof current;
    else if (current?.def?.options) {
      current = current.def.options.find((option) => (unwrap(option) as Inner | undefined)?.shape) as typeof current;
    } else return current as Inner | undefined;
  }
}
