import type { Operation } from '../../refusals/index.ts';

/** A request that an apply or a step of a pipeline will send, as far as the files tell. */
export interface SentRequest {
  readonly operation: Operation;
  /** The request in the form of AWS. A value that is known only at run time is an expression or absent. */
  readonly request: Readonly<Record<string, unknown>>;
  /** What sends it, for a message: `step Preprocess-Data`, `the endpoint`. It is the same in every environment. */
  readonly sender: string;
  /** The settings behind the members. The first entry whose member is the start of a path tells its setting. */
  readonly settings: readonly MemberSetting[];
}

/** A member of a request with the path of the setting that it comes from. */
export type MemberSetting = readonly [member: string, setting: string];

/** The setting behind a member of a request, as a dotted path. */
export function settingOf({ settings }: SentRequest, path: readonly (string | number)[]): string | undefined {
  const member = path.join('.');
  return settings.find(([start]) => start === '' || member === start || member.startsWith(`${start}.`))?.[1];
}
