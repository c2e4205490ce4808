import type { Command } from 'commander';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/log.ts';
import type { Result } from '../result.ts';

/** What a command receives besides its options. */
export interface CommandContext {
  ports: Ports;
  log: Log;
  packageRoot: string;
  /** Folder that relative paths of options belong to. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** What a command returns: the result, and the text that a person reads instead of its summary. */
export interface CommandOutput {
  result: Result<object>;
  text?: string;
}

/** Options as commander read them: camelCase names. */
export type Options = Readonly<Record<string, unknown>>;

/** One subcommand. `name` may have two words (`config show`). `run` imports its verb when it is called, not before. */
export interface VerbCommand {
  name: string;
  summary: string;
  /** Command lines for the help, without the name of the program. */
  examples: readonly string[];
  /** Common options that this verb requires. */
  requires?: ReadonlyArray<'environment'>;
  /** Options and arguments beside those that every verb has (--config, --environment, --account, --region, --json). */
  configure?(command: Command): void;
  run(options: Options, args: string[], context: CommandContext): Promise<CommandOutput>;
}

/** Reads the part of the input that all verbs share from the common options. */
export function projectInput(options: Options, context: CommandContext) {
  return {
    configFile: String(options.config),
    packageRoot: context.packageRoot,
    ...(options.environment === undefined ? {} : { environment: String(options.environment) }),
    ...(options.account === undefined ? {} : { account: String(options.account) }),
    ...(options.region === undefined ? {} : { region: String(options.region) }),
  };
}

/** `--plan`, the plan that an apply is verified against. */
export const PLAN_OPTION = [
  '--plan <file>',
  'verify this plan first (mlops plan --out): do only what it says, or refuse and name what moved',
] as const;

/** Reads the plan to verify. MLOPS_PLAN_KEY is the key that its receipts are signed with. */
export function planToVerify(options: Options, { env }: Pick<CommandContext, 'env'>) {
  if (options.plan === undefined) return {};
  const key = env.MLOPS_PLAN_KEY ?? '';
  return { plan: { file: String(options.plan), ...(key === '' ? {} : { key }) } };
}
