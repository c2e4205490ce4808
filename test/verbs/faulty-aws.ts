import type { Aws } from '../../src/ports/index.ts';

/** Calls that change something. */
const MUTATING = /^(create|update|delete|start|retry|stop|addTags|writeIfAbsent|register|deregister|put)/;

/** What a process that is killed looks like from inside: no error that anything may handle. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** AWS that dies at the n-th mutating call (counted from 1), before it takes effect or after. */
export function faultyAws(aws: Aws, dies: { at: number; when: 'before' | 'after' }): { aws: Aws; calls: string[] } {
  const calls: string[] = [];
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function' || !MUTATING.test(String(name))) return value;
        return async (...args: unknown[]) => {
          calls.push(String(name));
          const now = calls.length === dies.at;
          if (now && dies.when === 'before') throw new Killed();
          const result: unknown = await Reflect.apply(value, target, args);
          if (now) throw new Killed();
          return result;
        };
      },
    });
  return {
    calls,
    aws: { ...aws, sagemaker: wrap(aws.sagemaker), objects: wrap(aws.objects), scaling: wrap(aws.scaling) },
  };
}
