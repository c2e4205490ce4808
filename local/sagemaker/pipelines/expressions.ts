import { parsePath } from './property-path.ts';

/** A place that an expression reads. */
export type Reference =
  | { readonly kind: 'parameter'; readonly name: string; readonly at: string }
  | { readonly kind: 'execution'; readonly name: string; readonly at: string }
  | { readonly kind: 'step'; readonly step: string; readonly path: string; readonly at: string }
  | { readonly kind: 'propertyFile'; readonly step: string; readonly file: string; readonly at: string }
  | { readonly kind: 'malformed'; readonly problem: string; readonly at: string };

/** The functions of a pipeline definition. */
export type Expression =
  | { readonly fn: 'Get'; readonly path: string }
  | { readonly fn: 'Join'; readonly on: string; readonly values: readonly unknown[] }
  | { readonly fn: 'JsonGet'; readonly propertyFile: unknown; readonly s3Uri: unknown; readonly path: unknown };

/** Values of `Execution.…` in a definition (developer guide, "Execution variables"). */
export const EXECUTION_VARIABLES = [
  'PipelineName',
  'PipelineArn',
  'PipelineExecutionId',
  'PipelineExecutionArn',
  'StartDateTime',
  'CurrentDateTime',
] as const;

/**
 * Recognises `{"Get": …}`, `{"Std:Join": …}` and `{"Std:JsonGet": …}`.
 * @returns undefined for a plain value, or the problem when an object looks like a function and is none.
 */
export function expression(value: unknown): Expression | { readonly problem: string } | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  const fn = keys.find((key) => key === 'Get' || key.startsWith('Std:'));
  // A `Get` beside other members is an ordinary map that has an entry of that name.
  if (fn === undefined || keys.length !== 1) return undefined;
  const body = value[fn];
  if (fn === 'Get') return typeof body === 'string' ? { fn: 'Get', path: body } : { problem: 'Get must be a string' };
  if (fn === 'Std:Join') {
    if (!isObject(body) || !Array.isArray(body.Values)) return { problem: 'Std:Join needs a list Values' };
    if (body.On !== undefined && typeof body.On !== 'string') return { problem: 'Std:Join: On must be a string' };
    return { fn: 'Join', on: body.On ?? '', values: body.Values };
  }
  if (fn === 'Std:JsonGet') {
    if (!isObject(body) || body.Path === undefined) return { problem: 'Std:JsonGet needs a Path' };
    if ((body.PropertyFile === undefined) === (body.S3Uri === undefined)) {
      return { problem: 'Std:JsonGet needs either a PropertyFile or an S3Uri' };
    }
    return { fn: 'JsonGet', propertyFile: body.PropertyFile, s3Uri: body.S3Uri, path: body.Path };
  }
  return { problem: `${fn} is no function of a pipeline definition` };
}

/** Splits the text of a `Get`. */
export function parseGet(path: string, at: string): Reference {
  const [root, rest] = cut(path);
  if (root === 'Parameters' && rest !== '') return { kind: 'parameter', name: rest, at };
  if (root === 'Execution' && rest !== '') return { kind: 'execution', name: rest, at };
  if (root === 'Steps' && rest !== '') {
    const [step, property] = cut(rest);
    if (property.startsWith('PropertyFiles.')) {
      return { kind: 'propertyFile', step, file: property.slice('PropertyFiles.'.length), at };
    }
    if (property === '' || parsePath(property) === undefined) {
      return { kind: 'malformed', problem: `'${path}' names no property of a step`, at };
    }
    return { kind: 'step', step, path: property, at };
  }
  return { kind: 'malformed', problem: `'${path}' is not Parameters.…, Execution.… or Steps.…`, at };
}

/** Everything that a value reads, with the place of each read inside the value. */
export function references(value: unknown, at = ''): Reference[] {
  const found = expression(value);
  if (found === undefined) {
    if (Array.isArray(value)) return value.flatMap((each, index) => references(each, `${at}[${index}]`));
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([key, each]) => references(each, at === '' ? key : `${at}.${key}`));
  }
  if ('problem' in found) return [{ kind: 'malformed', problem: found.problem, at }];
  switch (found.fn) {
    case 'Get':
      return [parseGet(found.path, at)];
    case 'Join':
      return found.values.flatMap((each, index) => references(each, `${at}.Std:Join.Values[${index}]`));
    case 'JsonGet':
      return [found.propertyFile, found.s3Uri, found.path].flatMap((each) => references(each, `${at}.Std:JsonGet`));
  }
}

/** `a.b.c` → `a` and `b.c`. */
function cut(text: string): [string, string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
