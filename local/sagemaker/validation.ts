import { ServiceError, type Shape } from './context.ts';
import { javaPattern } from './java-pattern.ts';
import type { ModelShape, ServiceModel } from './service-model.ts';

/** How much of a refused value a message repeats. */
const MAX_QUOTED_LENGTH = 256;

export function createValidator(model: ServiceModel): Validator {
  return new Validator(model);
}

/** Checks values against the service model. */
export class Validator {
  readonly #model: ServiceModel;
  readonly #patterns = new PatternCache();

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  /**
   * Gives the input as a handler gets it: members that are null are left out, as the service does.
   * @throws ServiceError ValidationException that lists every broken rule in the service's words, or
   *   SerializationException when a value has not the JSON type of the model
   */
  input(operation: string, value: unknown): Shape {
    const shape = this.#model.operations[operation]?.input?.shape;
    const checker = new ValueChecker(this.#model, this.#patterns);
    const checked = shape === undefined ? {} : (checker.check(shape, value ?? {}, '') as Shape);
    if (checker.problems.length > 0) {
      throw new ServiceError('ValidationException', toSentence(checker.problems));
    }
    return checked;
  }

  /**
   * Lists the rules that an output breaks; empty when the service could have sent it. Members that are undefined count
   * as absent.
   */
  outputProblems(operation: string, value: unknown): string[] {
    const shape = this.#model.operations[operation]?.output?.shape;
    if (shape === undefined) {
      return isObject(value) && Object.values(value).every((each) => each === undefined)
        ? []
        : ['The operation has no output'];
    }
    const checker = new ValueChecker(this.#model, this.#patterns);
    try {
      checker.check(shape, value, '');
    } catch (error) {
      return [...checker.problems, (error as Error).message];
    }
    return checker.problems;
  }
}

/** The model's patterns, each compiled once. */
class PatternCache {
  readonly #compiled = new Map<string, RegExp>();

  get(pattern: string): RegExp {
    const known = this.#compiled.get(pattern) ?? javaPattern(pattern);
    this.#compiled.set(pattern, known);
    return known;
  }
}

/** Checks one value and all values inside it; collects the rules that they break. */
class ValueChecker {
  readonly problems: string[] = [];
  readonly #model: ServiceModel;
  readonly #patterns: PatternCache;

  constructor(model: ServiceModel, patterns: PatternCache) {
    this.#model = model;
    this.#patterns = patterns;
  }

  /**
   * Gives the value without its null members.
   * @throws ServiceError SerializationException for a value of another JSON type
   */
  check(shapeName: string, value: unknown, path: string): unknown {
    const shape = this.#model.shapes[shapeName];
    if (!shape) throw new Error(`The service model has no shape ${shapeName}`);
    switch (shape.type) {
      case 'structure':
        return this.#checkStructure(shape, value, path);
      case 'list':
        return this.#checkList(shape, value, path);
      case 'map':
        return this.#checkMap(shape, value, path);
      case 'string':
        return this.#checkString(shape, value, path);
      case 'integer':
      case 'long':
        if (typeof value !== 'number' || !Number.isInteger(value))
          throw unexpectedType(value, shape.type === 'long' ? 'Long' : 'Integer', path);
        this.#checkRange(shape, { what: 'value', measure: value, value, path });
        return value;
      case 'float':
      case 'double':
        if (typeof value !== 'number' && !(typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value))) {
          throw unexpectedType(value, shape.type === 'float' ? 'Float' : 'Double', path);
        }
        if (typeof value === 'number') this.#checkRange(shape, { what: 'value', measure: value, value, path });
        return value;
      case 'boolean':
        if (typeof value !== 'boolean') throw unexpectedType(value, 'Boolean', path);
        return value;
      case 'timestamp':
        if (typeof value !== 'number' || !Number.isFinite(value)) throw unexpectedType(value, 'Timestamp', path);
        return value;
      case 'blob':
        if (typeof value !== 'string') throw unexpectedType(value, 'Blob', path);
        return value;
    }
  }

  #checkStructure(shape: ModelShape, value: unknown, path: string): Shape {
    if (!isObject(value)) throw unexpectedType(value, 'structure', path);
    const checked: Shape = {};
    const pathOf = (name: string) => (path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`);
    for (const name of shape.required ?? []) {
      if (value[name] === undefined || value[name] === null) {
        this.problems.push(constraint(null, pathOf(name), 'Member must not be null'));
      }
    }
    for (const [name, each] of Object.entries(value)) {
      if (each === undefined || each === null) continue;
      const member = shape.members?.[name];
      if (!member) {
        this.problems.push(
          constraint(each, pathOf(name), `Member must be one of: [${Object.keys(shape.members ?? {}).join(', ')}]`),
        );
        continue;
      }
      checked[name] = this.check(member.shape, each, pathOf(name));
    }
    if (shape.union && Object.keys(checked).length !== 1) {
      this.problems.push(constraint(value, path, 'Exactly one member of the union must be set'));
    }
    return checked;
  }

  #checkList(shape: ModelShape, value: unknown, path: string): unknown[] {
    if (!Array.isArray(value)) throw unexpectedType(value, 'list', path);
    this.#checkRange(shape, { what: 'length', measure: value.length, value, path });
    const member = shape.member?.shape ?? '';
    return value.map((each, index) => {
      const at = `${path}.${index + 1}.member`;
      if (each === null || each === undefined) this.problems.push(constraint(null, at, 'Member must not be null'));
      return each === null ? null : this.check(member, each, at);
    });
  }

  #checkMap(shape: ModelShape, value: unknown, path: string): Shape {
    if (!isObject(value)) throw unexpectedType(value, 'map', path);
    this.#checkRange(shape, { what: 'length', measure: Object.keys(value).length, value, path });
    const checked: Shape = {};
    for (const [key, each] of Object.entries(value)) {
      this.check(shape.key?.shape ?? '', key, `${path}.${key}.key`);
      if (each === null || each === undefined) continue;
      checked[key] = this.check(shape.value?.shape ?? '', each, `${path}.${key}.member`);
    }
    return checked;
  }

  #checkString(shape: ModelShape, value: unknown, path: string): string {
    if (typeof value !== 'string') throw unexpectedType(value, 'String', path);
    if (shape.enum && !shape.enum.includes(value)) {
      this.problems.push(constraint(value, path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`));
    }
    this.#checkRange(shape, { what: 'length', measure: value.length, value, path });
    if (shape.pattern && !this.#patterns.get(shape.pattern).test(value)) {
      this.problems.push(constraint(value, path, `Member must satisfy regular expression pattern: ${shape.pattern}`));
    }
    return value;
  }

  #checkRange(
    shape: ModelShape,
    { what, measure, value, path }: { what: 'length' | 'value'; measure: number; value: unknown; path: string },
  ): void {
    if (shape.min !== undefined && measure < shape.min) {
      this.problems.push(constraint(value, path, `Member must have ${what} greater than or equal to ${shape.min}`));
    }
    if (shape.max !== undefined && measure > shape.max) {
      this.problems.push(constraint(value, path, `Member must have ${what} less than or equal to ${shape.max}`));
    }
  }
}

function toSentence(problems: readonly string[]): string {
  return `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`;
}

/** Says which rule a value breaks, in the service's words. */
function constraint(value: unknown, path: string, rule: string): string {
  const quoted = value === null ? 'null' : `'${quote(value)}'`;
  return `Value ${quoted} at '${path}' failed to satisfy constraint: ${rule}`;
}

function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text;
}

function unexpectedType(value: unknown, expected: string, path: string): ServiceError {
  return new ServiceError(
    'SerializationException',
    `${typeMismatch(value, expected)}${path === '' ? '' : ` (${path})`}`,
  );
}

function typeMismatch(value: unknown, expected: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (isObject(value)) return 'Start of structure or map found where not expected';
  const token =
    typeof value === 'number'
      ? 'NUMBER_VALUE'
      : typeof value === 'boolean'
        ? `${String(value).toUpperCase()}_VALUE`
        : 'STRING_VALUE';
  return `${token} can not be converted to ${expected}`;
}

function isObject(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
