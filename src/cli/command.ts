import type { Command } from 'commander';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/log.ts';
import type { Result } from '../result.ts';

/** What a command gets besides its options. */
export interface CommandContext {
  ports: Ports;
  log: Log;
  packageRoot: string;
  /** Folder that relative paths of options belong to. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** What a command hands back: the result, and the text that a person reads instead of its summary. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: each verb has facts of its own
  result: Result<any>;
  text?: string;
}

/** Options as commander read them: camelCase names. */
// biome-ignore lint/suspicious/noExplicitAny: commander's own type; each command reads its options through readers below
export type Options = Record<string, any>;

/** One subcommand. `name` may have two words (`config show`). `run` imports its verb when it is called, not before. */
export interface VerbCommand {
  name: string;
  summary: string;
  /** Common options that this verb cannot do without. */
  requires?: ReadonlyArray<'environment'>;
  /** Options and arguments beside those that every verb has (--config, --environment, --account, --region, --json). */
  configure?(command: Command): void;
  run(options: Options, args: string[], context: CommandContext): Promise<Answer>;
}

/** The part of a verb's input that all of them share, from the common options. */
export function projectInput(options: Options, context: CommandContext) {
  return {
    configFile: String(options.config),
    packageRoot: context.packageRoot,
    ...(options.environment === undefined ? {} : { environment: String(options.environment) }),
    ...(options.account === undefined ? {} : { account: String(options.account) }),
    ...(options.region === undefined ? {} : { region: String(options.region) }),
  };
}

/** `--plan`, the plan that an apply is held to; MLOPS_PLAN_KEY is the key that its receipts are signed with. */
export const PLAN_OPTION = [
  '--plan <file>',
  'do only what this plan says (mlops plan --out), else refuse and name what moved',
] as const;

export function heldTo(options: Options, { env }: Pick<CommandContext, 'env'>) {
  if (options.plan === undefined) return {};
  const key = env.MLOPS_PLAN_KEY ?? '';
  return { plan: { file: String(options.plan), ...(key === '' ? {} : { key }) } };
}
