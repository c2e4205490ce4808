import { ServiceError, type Shape } from './context.ts';
import { javaPattern } from './java-pattern.ts';
import type { ModelShape, ServiceModel } from './service-model.ts';

/** Checks values against the service model. */
export interface Validator {
  /**
   * The input as a handler gets it: members that are null are left out, as the service does.
   * @throws ServiceError ValidationException that lists every broken rule in the service's words, or SerializationException
   *   when a value is of another JSON type than the model's.
   */
  input(operation: string, value: unknown): Shape;
  /** Broken rules of an answer; empty when it is what the service could have sent. Members that are undefined count as absent. */
  outputProblems(operation: string, value: unknown): string[];
}

/** Longest part of a refused value that is repeated in a message. */
const QUOTED = 256;

export function createValidator(model: ServiceModel): Validator {
  const patterns = new Map<string, RegExp>();
  const compiled = (pattern: string): RegExp => {
    const known = patterns.get(pattern) ?? javaPattern(pattern);
    patterns.set(pattern, known);
    return known;
  };

  function check(shapeName: string, value: unknown, path: string, problems: string[]): unknown {
    const shape = model.shapes[shapeName];
    if (!shape) throw new Error(`The service model has no shape ${shapeName}`);
    switch (shape.type) {
      case 'structure':
        return structure(shape, value, path, problems);
      case 'list': {
        if (!Array.isArray(value)) throw unexpected(value, 'list', path);
        size(shape, value.length, value, path, problems, 'length');
        const member = shape.member?.shape ?? '';
        return value.map((each, index) => {
          const at = `${path}.${index + 1}.member`;
          if (each === null || each === undefined) problems.push(constraint(null, at, 'Member must not be null'));
          return each === null ? null : check(member, each, at, problems);
        });
      }
      case 'map': {
        if (!isObject(value)) throw unexpected(value, 'map', path);
        size(shape, Object.keys(value).length, value, path, problems, 'length');
        const out: Shape = {};
        for (const [key, each] of Object.entries(value)) {
          check(shape.key?.shape ?? '', key, `${path}.${key}.key`, problems);
          if (each === null || each === undefined) continue;
          out[key] = check(shape.value?.shape ?? '', each, `${path}.${key}.member`, problems);
        }
        return out;
      }
      case 'string':
        if (typeof value !== 'string') throw unexpected(value, 'String', path);
        if (shape.enum && !shape.enum.includes(value)) {
          problems.push(constraint(value, path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`));
        }
        size(shape, value.length, value, path, problems, 'length');
        if (shape.pattern && !compiled(shape.pattern).test(value)) {
          problems.push(constraint(value, path, `Member must satisfy regular expression pattern: ${shape.pattern}`));
        }
        return value;
      case 'integer':
      case 'long':
        if (typeof value !== 'number' || !Number.isInteger(value))
          throw unexpected(value, shape.type === 'long' ? 'Long' : 'Integer', path);
        size(shape, value, value, path, problems, 'value');
        return value;
      case 'float':
      case 'double':
        if (typeof value !== 'number' && !(typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value))) {
          throw unexpected(value, shape.type === 'float' ? 'Float' : 'Double', path);
        }
        if (typeof value === 'number') size(shape, value, value, path, problems, 'value');
        return value;
      case 'boolean':
        if (typeof value !== 'boolean') throw unexpected(value, 'Boolean', path);
        return value;
      case 'timestamp':
        if (typeof value !== 'number' || !Number.isFinite(value)) throw unexpected(value, 'Timestamp', path);
        return value;
      case 'blob':
        if (typeof value !== 'string') throw unexpected(value, 'Blob', path);
        return value;
    }
  }

  function structure(shape: ModelShape, value: unknown, path: string, problems: string[]): Shape {
    if (!isObject(value)) throw unexpected(value, 'structure', path);
    const out: Shape = {};
    const join = (name: string) => (path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`);
    for (const name of shape.required ?? []) {
      if (value[name] === undefined || value[name] === null) {
        problems.push(constraint(null, join(name), 'Member must not be null'));
      }
    }
    for (const [name, each] of Object.entries(value)) {
      if (each === undefined || each === null) continue;
      const member = shape.members?.[name];
      if (!member) {
        problems.push(
          constraint(each, join(name), `Member must be one of: [${Object.keys(shape.members ?? {}).join(', ')}]`),
        );
        continue;
      }
      out[name] = check(member.shape, each, join(name), problems);
    }
    if (shape.union && Object.keys(out).length !== 1) {
      problems.push(constraint(value, path, 'Exactly one member of the union must be set'));
    }
    return out;
  }

  return {
    input(operation, value) {
      const shape = model.operations[operation]?.input?.shape;
      const problems: string[] = [];
      const checked = shape === undefined ? {} : (check(shape, value ?? {}, '', problems) as Shape);
      if (problems.length > 0) throw new ServiceError('ValidationException', sentence(problems));
      return checked;
    },
    outputProblems(operation, value) {
      const shape = model.operations[operation]?.output?.shape;
      if (shape === undefined) {
        return isObject(value) && Object.values(value).every((each) => each === undefined)
          ? []
          : ['The operation has no output'];
      }
      const problems: string[] = [];
      try {
        check(shape, value, '', problems);
      } catch (error) {
        problems.push((error as Error).message);
      }
      return problems;
    },
  };
}

function sentence(problems: string[]): string {
  return `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`;
}

function constraint(value: unknown, path: string, rule: string): string {
  const quoted = value === null ? 'null' : `'${shown(value)}'`;
  return `Value ${quoted} at '${path}' failed to satisfy constraint: ${rule}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

function size(
  shape: ModelShape,
  measure: number,
  value: unknown,
  path: string,
  problems: string[],
  what: 'length' | 'value',
): void {
  if (shape.min !== undefined && measure < shape.min) {
    problems.push(constraint(value, path, `Member must have ${what} greater than or equal to ${shape.min}`));
  }
  if (shape.max !== undefined && measure > shape.max) {
    problems.push(constraint(value, path, `Member must have ${what} less than or equal to ${shape.max}`));
  }
}

function unexpected(value: unknown, wanted: string, path: string): ServiceError {
  const found = Array.isArray(value)
    ? 'Start of list found where not expected'
    : isObject(value)
      ? 'Start of structure or map found where not expected'
      : `${typeof value === 'number' ? 'NUMBER_VALUE' : typeof value === 'boolean' ? `${String(value).toUpperCase()}_VALUE` : 'STRING_VALUE'} can not be converted to ${wanted}`;
  return new ServiceError('SerializationException', `${found}${path === '' ? '' : ` (${path})`}`);
}

function isObject(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
