import { Failure } from '../../failure.ts';
import type { Presto, PrestoConnection } from '../../ports/presto.ts';

/** Presto by its HTTP protocol. */
export function connectPresto(connection: PrestoConnection): Presto {
  return {
    async run() {
      throw new Failure('unavailable', `Presto at ${connection.host} cannot be asked`);
    },
  };
}
