import type * as z from 'zod';
import { closest } from './closest.ts';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { formerValues, usualValues } from './fields.ts';
import { describe, expectedKind, type Issue, issueText } from './issue-text.ts';
import { dotted, keySpan, type MapNode, nodeAt, type Path, spanOf, toValue } from './node.ts';
import { keysAt, schemaAt } from './schema-path.ts';
import type { SourceSpan } from './source-file.ts';
import { wayOutOfKind, wayOutOfRange } from './ways-out.ts';

export interface Decoded<T> {
  /** Absent when the form of the value has a mistake. */
  value?: T;
  /**
   * The values without a mistake, for the checks of several keys: then one mistake does not hide the next. Defaults are not
   * filled in.
   */
  valid: Record<string, unknown>;
  diagnostics: Diagnostic[];
}

export interface DecodeOptions {
  /** Keys that an earlier version had, by dotted path, with what to say about them. */
  removedKeys?: Readonly<Record<string, { message: string; way_out: string | ((value: unknown) => string) }>>;
}

/** Checks nodes by a zod schema. Each issue becomes a diagnostic at the file that has the value. */
export function decode<T>(root: MapNode, schema: z.ZodType<T>, { removedKeys = {} }: DecodeOptions = {}): Decoded<T> {
  const value = toValue(root);
  const result = schema.safeParse(value);
  const valid = toValue(root) as Record<string, unknown>;
  if (result.success) return { value: result.data, valid, diagnostics: [] };
  const explanation = new Explanation({ root, value, schema, valid, removedKeys });
  for (const issue of result.error.issues) explanation.add(issue, []);
  return { valid, diagnostics: explanation.diagnostics() };
}

const MISSING = 'is required and missing';

interface Subject {
  root: MapNode;
  value: unknown;
  schema: z.ZodType;
  /** Values with a mistake are removed from it. */
  valid: Record<string, unknown>;
  removedKeys: NonNullable<DecodeOptions['removedKeys']>;
}

/** Turns the issues of zod into diagnostics. */
class Explanation {
  readonly #subject: Subject;
  readonly #diagnostics: { diagnostic: Diagnostic; isMissing: boolean }[] = [];
  /** Paths of known keys that an unknown key is a typing error of. */
  readonly #misspelt = new Set<string>();

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** Somebody who wrote `prestoo:` already knows that `presto` is missing. */
  diagnostics(): Diagnostic[] {
    return this.#diagnostics
      .filter(({ diagnostic, isMissing }) => !isMissing || !this.#misspelt.has(diagnostic.path))
      .map(({ diagnostic }) => diagnostic);
  }

  /** @param prefix path of the value that zod looked at */
  add(issue: Issue, prefix: Path): void {
    const path: Path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    switch (issue.code) {
      case 'unrecognized_keys':
        for (const key of issue.keys) this.#addUnknownKey(path, key);
        return;
      case 'invalid_union':
        if (issue.errors.length > 0) {
          this.#addUnion(issue, path);
          return;
        }
        break;
      case 'invalid_key':
        for (const inner of issue.issues) {
          this.#report(path, issueText(inner as Issue, dotted(path.slice(-1))), { span: this.#keySpan(path) });
        }
        removeAt(this.#subject.valid, path);
        return;
    }
    this.#addValue(issue, path);
  }

  #addValue(issue: Issue, path: Path): void {
    const { root, schema, valid } = this.#subject;
    const value = at(this.#subject.value, path);
    const node = nodeAt(root, path);
    if (value === undefined && node !== undefined) this.#report(path, 'is required and has no value');
    else if (value === undefined) this.#report(path, MISSING, { isMissing: true });
    else {
      const own = schemaAt(schema, path);
      const usual = own === undefined ? undefined : usualValues.get(own);
      const former = own === undefined ? undefined : formerValues.get(own)?.(value);
      if (former !== undefined) {
        this.#report(path, former.message, { way_out: former.way_out });
        removeAt(valid, path);
        return;
      }
      this.#report(path, issueText(issue, value, usual?.values), {
        way_out:
          wayOutOfKind(issue, { value, node, schema: own }) ??
          (issue.code === 'invalid_format' && typeof value === 'string' ? usual?.way_out(value) : undefined),
      });
    }
    removeAt(valid, path);
  }

  #addUnknownKey(path: Path, key: string): void {
    const keyPath = [...path, key];
    const removed = this.#subject.removedKeys[dotted(keyPath)];
    const message = removed?.message ?? `unknown key${this.#suggestion(path, key)}`;
    const { way_out } = removed ?? {};
    this.#report(keyPath, message, {
      span: this.#keySpan(keyPath),
      way_out: typeof way_out === 'function' ? way_out(at(this.#subject.value, keyPath)) : way_out,
    });
    removeAt(this.#subject.valid, keyPath);
  }

  /** The alternative that takes this kind of value explains best. When no alternative takes it, all of them are named. */
  #addUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): void {
    const applicable = issue.errors.filter((errors) => !errors.some((error) => isWrongKind(error)));
    const [only] = applicable;
    if (only && applicable.length === 1) {
      for (const inner of only) this.add(inner as Issue, path);
      return;
    }
    const kinds = issue.errors.flatMap((errors) =>
      errors.filter(isWrongKind).map((error) => expectedKind(error as Issue)),
    );
    const value = at(this.#subject.value, path);
    this.#report(path, `expected ${[...new Set(kinds)].join(' or ')}, got ${describe(value)}`, {
      way_out: issue.errors.flat().some(isListExpected) ? wayOutOfRange(value) : undefined,
    });
    removeAt(this.#subject.valid, path);
  }

  /** A key that is nearly right, or that belongs to another section. */
  #suggestion(path: Path, key: string): string {
    const { schema } = this.#subject;
    const near = closest(key, keysAt(schema, path));
    if (near !== undefined) {
      this.#misspelt.add(dotted([...path, near]));
      return `; did you mean ${near}?`;
    }
    const sections = keysAt(schema, []).filter((section) => keysAt(schema, [section]).includes(key));
    return sections.length > 0 ? `; it belongs in ${sections.join(' or ')}` : '';
  }

  #keySpan(path: Path): SourceSpan | undefined {
    return keySpan(this.#subject.root, path);
  }

  #report(
    path: Path,
    message: string,
    options: { span?: SourceSpan | undefined; way_out?: string | undefined; isMissing?: boolean } = {},
  ): void {
    const { span = spanOf(this.#subject.root, path), way_out, isMissing = false } = options;
    this.#diagnostics.push({ diagnostic: diagnosticAt(span, dotted(path), message, { way_out }), isMissing });
  }
}

type UnionError = { code?: string | undefined; path: PropertyKey[]; expected?: unknown };

const isWrongKind = (error: UnionError): boolean =>
  error.path.length === 0 && (error.code === 'invalid_type' || error.code === 'invalid_value');

const isListExpected = (error: UnionError): boolean =>
  error.path.length === 0 && error.code === 'invalid_type' && error.expected === 'array';

function at(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}

/** Removes a value. A list with a mistake is removed as a whole: otherwise its other items would move. */
function removeAt(value: Record<string, unknown>, path: Path): void {
  const list = path.findIndex((_, length) => Array.isArray(at(value, path.slice(0, length))));
  const whole = list === -1 ? path : path.slice(0, list);
  const parent = at(value, whole.slice(0, -1));
  const last = whole.at(-1);
  if (typeof parent === 'object' && parent !== null && last !== undefined) {
    delete (parent as Record<string, unknown>)[last];
  }
}
