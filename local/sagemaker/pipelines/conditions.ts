import { describeType, type ExpressionContext, ExpressionError, evaluate } from './evaluate.ts';
import { isObject } from './is-object.ts';

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  Equals: (order) => order === 0,
  GreaterThan: (order) => order > 0,
  GreaterThanOrEqualTo: (order) => order >= 0,
  LessThan: (order) => order < 0,
  LessThanOrEqualTo: (order) => order <= 0,
};

const CONDITION_TYPES: readonly string[] = [...Object.keys(COMPARISONS), 'In', 'Not', 'Or', 'And'];
/** How much of a value a message repeats. */
const MAX_VALUE_LENGTH = 80;

/**
 * Checks the form of a condition, but not the expressions in it.
 * @param at place of the condition, for messages
 * @returns the problems; empty when the condition can be evaluated
 */
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
  if (type === 'Not') {
    // The service refuses the name Expression, which the Python SDK wrote until January 2024 (aws/sagemaker-python-sdk#2746).
    return [...missing('Condition'), ...nestedProblems([condition.Condition], `${at}.Condition`)];
  }
  if (type === 'Or' || type === 'And') {
    if (!Array.isArray(condition.Conditions) || condition.Conditions.length === 0)
      return [`${at}: ${type} needs Conditions`];
    return nestedProblems(condition.Conditions, `${at}.Conditions`);
  }
  if (type === 'In') {
    return [...missing('QueryValue'), ...(Array.isArray(condition.Values) ? [] : [`${at}: In needs a list Values`])];
  }
  return missing('LeftValue', 'RightValue');
}

function nestedProblems(conditions: readonly unknown[], at: string): string[] {
  return conditions.flatMap((each, index) => (each === undefined ? [] : conditionProblems(each, `${at}[${index}]`)));
}

/**
 * Tells whether every condition is true.
 * @throws ExpressionError when a value is missing or two values cannot be compared. Such a condition is neither true
 *   nor false.
 */
export async function evaluateConditions(conditions: readonly unknown[], context: ExpressionContext): Promise<boolean> {
  // All conditions are evaluated, one after the other. A second one that cannot be read is an error also after a false
  // one.
  let result = true;
  for (const condition of conditions) result = (await evaluateCondition(condition, context)) && result;
  return result;
}

async function evaluateCondition(condition: unknown, context: ExpressionContext): Promise<boolean> {
  if (!isObject(condition)) throw new ExpressionError('A condition must be an object');
  const type = String(condition.Type);
  if (type === 'Not') return !(await evaluateCondition(condition.Condition, context));
  if (type === 'And') return evaluateConditions(condition.Conditions as unknown[], context);
  if (type === 'Or') {
    let result = false;
    for (const each of condition.Conditions as unknown[]) result = (await evaluateCondition(each, context)) || result;
    return result;
  }
  if (type === 'In') {
    const query = requireComparable(await evaluate(condition.QueryValue, context), 'QueryValue');
    const values = (await evaluate(condition.Values, context)) as unknown[];
    return values.some((value) => requireComparable(value, 'Values') === query);
  }
  const isTrue = COMPARISONS[type];
  if (!isTrue) throw new ExpressionError(`There is no condition type '${type}'`);
  const left = requireComparable(await evaluate(condition.LeftValue, context), 'LeftValue');
  const right = requireComparable(await evaluate(condition.RightValue, context), 'RightValue');
  return isTrue(compare(type, left, right));
}

type Comparable = string | number | boolean;

/** Compares two values: negative, 0 or positive. @throws ExpressionError when their types do not allow it */
function compare(type: string, left: Comparable, right: Comparable): number {
  if (typeof left !== typeof right) {
    throw new ExpressionError(
      `${type} cannot compare ${quote(left)} with ${quote(right)}: ${describeType(left)} and ${describeType(right)}`,
    );
  }
  if (typeof left === 'boolean' && type !== 'Equals') throw new ExpressionError(`${type} cannot compare booleans`);
  return left === right ? 0 : left > right ? 1 : -1;
}

function requireComparable(value: unknown, member: string): Comparable {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new ExpressionError(
    `${member} is ${typeof value === 'number' ? 'not a number' : describeType(value)} and cannot be compared`,
  );
}

function quote(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}
