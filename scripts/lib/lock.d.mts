export declare function takeLock(
  file: string,
  options?: { waitSeconds?: number; onWait?: (pid: number) => void; signal?: AbortSignal },
): Promise<() => void>;
