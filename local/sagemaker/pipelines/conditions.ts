import { ExpressionError, evaluate, kindOf, type Scope } from './evaluate.ts';
import { isObject } from './expressions.ts';

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  Equals: (order) => order === 0,
  GreaterThan: (order) => order > 0,
  GreaterThanOrEqualTo: (order) => order >= 0,
  LessThan: (order) => order < 0,
  LessThanOrEqualTo: (order) => order <= 0,
};

export const CONDITION_TYPES: readonly string[] = [...Object.keys(COMPARISONS), 'In', 'Not', 'Or', 'And'];

/** What is wrong with the form of a condition; empty when it can be evaluated. Expressions inside are not looked at. */
export function conditionProblems(condition: unknown, at: string): string[] {
  if (!isObject(condition)) return [`${at} is not an object`];
  const type = condition.Type;
  if (typeof type !== 'string' || !CONDITION_TYPES.includes(type)) {
    return [
      `${at}: Value '${type}' for 'ConditionType' failed to satisfy enum value set: [${CONDITION_TYPES.join(', ')}]`,
    ];
  }
  const missing = (...names: string[]) =>
    names
      .filter((name) => condition[name] === undefined || condition[name] === null)
      .map((name) => `${at}: ${type} needs ${name}`);
  if (type === 'Not') return [...missing('Expression'), ...inner([condition.Expression], `${at}.Expression`)];
  if (type === 'Or' || type === 'And') {
    if (!Array.isArray(condition.Conditions) || condition.Conditions.length === 0)
      return [`${at}: ${type} needs Conditions`];
    return inner(condition.Conditions, `${at}.Conditions`);
  }
  if (type === 'In') {
    return [...missing('QueryValue'), ...(Array.isArray(condition.Values) ? [] : [`${at}: In needs a list Values`])];
  }
  return missing('LeftValue', 'RightValue');
}

function inner(conditions: readonly unknown[], at: string): string[] {
  return conditions.flatMap((each, index) => (each === undefined ? [] : conditionProblems(each, `${at}[${index}]`)));
}

/**
 * True when every condition holds.
 * @throws ExpressionError when a value is missing or two values cannot be compared: a condition that cannot be answered
 *   is never taken as a yes or a no.
 */
export async function holds(conditions: readonly unknown[], scope: Scope): Promise<boolean> {
  // One after the other and all of them: an unreadable second condition must not hide behind a false first one.
  let result = true;
  for (const condition of conditions) result = (await holdsOne(condition, scope)) && result;
  return result;
}

async function holdsOne(condition: unknown, scope: Scope): Promise<boolean> {
  if (!isObject(condition)) throw new ExpressionError('A condition must be an object');
  const type = String(condition.Type);
  if (type === 'Not') return !(await holdsOne(condition.Expression, scope));
  if (type === 'And') return holds(condition.Conditions as unknown[], scope);
  if (type === 'Or') {
    let any = false;
    for (const each of condition.Conditions as unknown[]) any = (await holdsOne(each, scope)) || any;
    return any;
  }
  if (type === 'In') {
    const wanted = comparable(await evaluate(condition.QueryValue, scope), 'QueryValue');
    const values = (await evaluate(condition.Values, scope)) as unknown[];
    return values.some((value) => comparable(value, 'Values') === wanted);
  }
  const compare = COMPARISONS[type];
  if (!compare) throw new ExpressionError(`There is no condition type '${type}'`);
  const left = comparable(await evaluate(condition.LeftValue, scope), 'LeftValue');
  const right = comparable(await evaluate(condition.RightValue, scope), 'RightValue');
  if (typeof left !== typeof right) {
    throw new ExpressionError(
      `${type} cannot compare ${show(left)} with ${show(right)}: ${kindOf(left)} and ${kindOf(right)}`,
    );
  }
  if (typeof left === 'boolean' && type !== 'Equals') throw new ExpressionError(`${type} cannot compare booleans`);
  return compare(left === right ? 0 : left > right ? 1 : -1);
}

function comparable(value: unknown, member: string): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new ExpressionError(
    `${member} is ${typeof value === 'number' ? 'not a number' : kindOf(value)} and cannot be compared`,
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
