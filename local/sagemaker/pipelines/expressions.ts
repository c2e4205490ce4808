import { isObject } from './is-object.ts';
import { parsePath } from './property-path.ts';

/** What an expression reads. `at` is the place of the expression inside the value. */
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

/** The names after `Execution.` in a definition (developer guide, "Execution variables"). */
export const EXECUTION_VARIABLES = [
  'PipelineName',
  'PipelineArn',
  'PipelineExecutionId',
  'PipelineExecutionArn',
  'StartDateTime',
  'CurrentDateTime',
] as const;

/**
 * Parses `{"Get": …}`, `{"Std:Join": …}` and `{"Std:JsonGet": …}`.
 * @returns undefined for a plain value; the problem for an object that looks like a function and is not valid
 */
export function parseExpression(value: unknown): Expression | { readonly problem: string } | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  const fn = keys.find((key) => key === 'Get' || key.startsWith('Std:'));
  // A `Get` next to other members is an ordinary map with an entry of that name.
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
  return { problem: `${fn} is not a function of a pipeline definition` };
}

/** Parses the text of a `Get`. */
export function parseGet(path: string, at: string): Reference {
  const [root, rest] = splitAtDot(path);
  if (root === 'Parameters' && rest !== '') return { kind: 'parameter', name: rest, at };
  if (root === 'Execution' && rest !== '') return { kind: 'execution', name: rest, at };
  if (root === 'Steps' && rest !== '') {
    const [step, property] = splitAtDot(rest);
    if (property.startsWith('PropertyFiles.')) {
      return { kind: 'propertyFile', step, file: property.slice('PropertyFiles.'.length), at };
    }
    if (property === '' || parsePath(property) === undefined) {
      return { kind: 'malformed', problem: `'${path}' does not name a property of a step`, at };
    }
    return { kind: 'step', step, path: property, at };
  }
  return { kind: 'malformed', problem: `'${path}' is not Parameters.…, Execution.… or Steps.…`, at };
}

/** Lists everything that a value reads. */
export function collectReferences(value: unknown, at = ''): Reference[] {
  const expression = parseExpression(value);
  if (expression === undefined) {
    if (Array.isArray(value)) return value.flatMap((each, index) => collectReferences(each, `${at}[${index}]`));
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([key, each]) => collectReferences(each, at === '' ? key : `${at}.${key}`));
  }
  if ('problem' in expression) return [{ kind: 'malformed', problem: expression.problem, at }];
  switch (expression.fn) {
    case 'Get':
      return [parseGet(expression.path, at)];
    case 'Join':
      return expression.values.flatMap((each, index) => collectReferences(each, `${at}.Std:Join.Values[${index}]`));
    case 'JsonGet':
      return [expression.propertyFile, expression.s3Uri, expression.path].flatMap((each) =>
        collectReferences(each, `${at}.Std:JsonGet`),
      );
  }
}

/** Splits `a.b.c` into `a` and `b.c`. */
function splitAtDot(text: string): [string, string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}
