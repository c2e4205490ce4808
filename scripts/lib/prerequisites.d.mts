export interface Missing {
  name: string;
  found?: string;
  why: string;
  how: string[];
}
export declare function findPrerequisites(what: {
  presto: boolean;
  maven: boolean;
  env?: NodeJS.ProcessEnv;
  nodeVersion?: string;
  platform?: NodeJS.Platform;
}): Promise<{ python?: { command: string; version: string }; missing: Missing[] }>;
export declare function explainMissing(missing: readonly Missing[]): string;
export declare function javaProgram(env?: NodeJS.ProcessEnv): string;
export declare function namesUsersPresto(env?: NodeJS.ProcessEnv): boolean;
