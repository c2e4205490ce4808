import { availableParallelism } from 'node:os';

/** A bound on how many container processes run at once, first come first served. */
export interface Slots {
  readonly size: number;
  /** Waits for `count` slots (at most all of them); the result gives them back. Rejects with the signal's reason. */
  acquire(count: number, signal: AbortSignal): Promise<() => void>;
}

/** As many processes as this machine has processors, at least two: a waiting job is InProgress and Starting, as on a busy service. */
export function createSlots(size: number = Math.max(2, availableParallelism())): Slots {
  let free = size;
  const waiting: Array<{ count: number; go: () => void }> = [];
  const serve = () => {
    for (let first = waiting[0]; first !== undefined && first.count <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.count;
      first.go();
    }
  };
  return {
    size,
    acquire(wanted, signal) {
      const count = Math.min(wanted, size);
      return new Promise((resolve, reject) => {
        const place = {
          count,
          go: () => {
            signal.removeEventListener('abort', leave);
            let held = true;
            resolve(() => {
              if (held) free += count;
              held = false;
              serve();
            });
          },
        };
        const leave = () => {
          const index = waiting.indexOf(place);
          if (index >= 0) waiting.splice(index, 1);
          reject(signal.reason);
          serve();
        };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(place);
        serve();
      });
    },
  };
}
