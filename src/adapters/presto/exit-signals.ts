/** GitHub stops a job with SIGINT, then SIGTERM after 7.5 s; a terminal with SIGINT. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Longest time that an ending process waits for its cancellations, in milliseconds. */
const MAX_WAIT = 3_000;

const cancellations = new Set<() => Promise<void>>();

/**
 * Calls `cancel` when a signal ends the process, so that no statement runs on without a reader. Then the process ends
 * by the signal, unless another listener of the signal decides about that.
 * @returns a function that takes the cancellation back
 */
export function cancelOnExit(cancel: () => Promise<void>): () => void {
  if (cancellations.size === 0) for (const signal of SIGNALS) process.on(signal, cancelAll);
  cancellations.add(cancel);
  return () => {
    cancellations.delete(cancel);
    if (cancellations.size === 0) for (const signal of SIGNALS) process.off(signal, cancelAll);
  };
}

function cancelAll(signal: NodeJS.Signals): void {
  const isOnlyListener = process.listenerCount(signal) === 1;
  const all = Promise.allSettled([...cancellations].map((cancel) => cancel()));
  let timer: NodeJS.Timeout | undefined;
  const timeOut = new Promise((resolve) => {
    timer = setTimeout(resolve, MAX_WAIT);
  });
  void Promise.race([all, timeOut]).then(() => {
    clearTimeout(timer);
    if (!isOnlyListener) return;
    for (const each of SIGNALS) process.off(each, cancelAll);
    process.kill(process.pid, signal);
  });
}
