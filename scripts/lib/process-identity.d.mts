export interface ProcessIdentity {
  pid: number;
  /** Moment of the start as the kernel counts it; compares, never shown. */
  started: string;
}
export declare function startedAt(pid: number): string | undefined;
export declare function isRunning(noted: ProcessIdentity): boolean;
