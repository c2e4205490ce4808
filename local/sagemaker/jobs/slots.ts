import { availableParallelism } from 'node:os';

interface WaitingJob {
  readonly count: number;
  readonly start: () => void;
}

/**
 * Limits how many container processes run at once. Jobs get their slots in the order in which they asked. A job that
 * waits is InProgress and Starting, as on a busy service.
 */
export class Slots {
  readonly #size: number;
  #free: number;
  readonly #queue: WaitingJob[] = [];

  /** @param size default: the number of processors, at least two */
  constructor(size: number = Math.max(2, availableParallelism())) {
    this.#size = size;
    this.#free = size;
  }

  /**
   * Waits for `count` slots, or for all slots when `count` is larger.
   * @returns a function that gives the slots back
   * @throws the signal's reason when it aborts
   */
  acquire(count: number, signal: AbortSignal): Promise<() => void> {
    const needed = Math.min(count, this.#size);
    return new Promise((resolve, reject) => {
      const waiting: WaitingJob = {
        count: needed,
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve(this.#releaser(needed));
        },
      };
      const leave = () => {
        const index = this.#queue.indexOf(waiting);
        if (index >= 0) this.#queue.splice(index, 1);
        reject(signal.reason);
        this.#startWaiting();
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.push(waiting);
      this.#startWaiting();
    });
  }

  /** Makes the function that gives slots back. Only its first call has an effect. */
  #releaser(count: number): () => void {
    let released = false;
    return () => {
      if (!released) this.#free += count;
      released = true;
      this.#startWaiting();
    };
  }

  #startWaiting(): void {
    for (let first = this.#queue[0]; first !== undefined && first.count <= this.#free; first = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= first.count;
      first.start();
    }
  }
}
