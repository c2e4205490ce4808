/** GitHub stops a job with SIGINT, then SIGTERM after 7.5 s; a terminal with SIGINT. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Longest time that an ending process waits for its cancellations, in milliseconds. */
const LONGEST = 3_000;

const cancellations = new Set<() => Promise<void>>();

/**
 * Has `cancel` called when the process is told to end, so that no statement runs on for nobody. The process then ends as
 * the signal says, unless somebody else listens to it too and decides. Returns how to take it back.
 */
export function cancelOnExit(cancel: () => Promise<void>): () => void {
  if (cancellations.size === 0) for (const signal of SIGNALS) process.on(signal, end);
  cancellations.add(cancel);
  return () => {
    cancellations.delete(cancel);
    if (cancellations.size === 0) for (const signal of SIGNALS) process.off(signal, end);
  };
}

function end(signal: NodeJS.Signals): void {
  const alone = process.listenerCount(signal) === 1;
  const all = Promise.allSettled([...cancellations].map((cancel) => cancel()));
  let timer: NodeJS.Timeout | undefined;
  const longest = new Promise((resolve) => {
    timer = setTimeout(resolve, LONGEST);
  });
  void Promise.race([all, longest]).then(() => {
    clearTimeout(timer);
    if (!alone) return;
    for (const each of SIGNALS) process.off(each, end);
    process.kill(process.pid, signal);
  });
}
