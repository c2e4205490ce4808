import { Command, CommanderError, Option } from 'commander';
import { connectAws } from '../adapters/aws/index.ts';
import { connectPresto } from '../adapters/presto/index.ts';
import { Failure, REASON_CODES } from '../failure.ts';
import { logText } from '../log-text.ts';
import type { Ports } from '../ports/index.ts';
import { createRedactor, type Redactor, redactJson } from '../redact.ts';
import type { Result } from '../result.ts';
import { failureResult } from '../verbs/outcome.ts';
import type { CommandContext, VerbCommand } from './command.ts';
import { packageRoot } from './package-root.ts';
import { outliveReaders, processStreams, type Streams, systemClock, terminalLog } from './terminal.ts';
import { VERBS } from './verbs.ts';

export interface MainOptions {
  streams?: Streams;
  env?: Readonly<Record<string, string | undefined>>;
  /** The world; default: AWS as the environment says, and the machine's clock. */
  ports?: Ports;
}

/**
 * The command line. `argv` is what follows the program's name. Returns the exit code (docs/reason-codes.md); writes the
 * result to standard output and everything else to standard error.
 */
export async function main(argv: string[], options: MainOptions = {}): Promise<number> {
  const streams = options.streams ?? processStreams;
  if (options.streams === undefined) outliveReaders();
  const env = options.env ?? process.env;
  const redactor = createRedactor();
  const log = terminalLog(streams, redactor);
  const root = packageRoot();
  const context: CommandContext = {
    log,
    env,
    packageRoot: root.dir,
    cwd: process.cwd(),
    ports: options.ports ?? {
      clock: systemClock,
      log,
      aws: (region) => connectAws(region, log),
      presto: connectPresto,
    },
  };
  let exitCode = 0;
  const run = async (verb: VerbCommand, asJson: boolean, act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      exitCode = reportFailure(error, verb.name, asJson, env, streams, redactor);
    }
  };

  const program = new Command('mlops')
    .description('GitOps for SageMaker models trained on PrestoDB.')
    .version(root.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .showSuggestionAfterError(true)
    .exitOverride();
  program
    .command('local')
    .description('this machine as the cloud: up, down, status, env, logs')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[args...]')
    .action(async (args: string[]) => {
      try {
        const { local } = await import('./commands/local.ts');
        exitCode = await local(args, root.dir);
      } catch (error) {
        exitCode = reportFailure(error, 'local', false, env, streams, redactor);
      }
    });
  for (const verb of VERBS) {
    const command = commandAt(program, verb.name.split(' '))
      .description(verb.summary)
      .option('-c, --config <file>', 'the configuration', 'config.yml')
      .addOption(
        new Option('-e, --environment <name>', 'a folder of environments/').makeOptionMandatory(
          verb.requires?.includes('environment') === true,
        ),
      )
      .option('--account <id>', 'the AWS account that this must run in')
      .option('--region <name>', 'AWS region, instead of that of the configuration')
      .option('--json', 'print the result as JSON on standard output');
    verb.configure?.(command);
    command.action((...args: unknown[]) => {
      const values = command.opts();
      return run(verb, values.json === true, async () => {
        const { result, text } = await verb.run(values, words(args), context);
        // A text is what was asked for, byte for byte; a summary is a remark.
        const said = text === undefined ? logText(redactor.redact(result.summary)) : redactor.redact(text);
        streams.out(`${values.json === true ? json(result, redactor) : said}\n`);
        exitCode = exitOf(result);
      });
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    // commander has printed its message (or the help, or the version) by now.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : REASON_CODES.usage.exit;
    throw error;
  }
  return exitCode;
}

/** `--json`: one document, indented. */
const json = (result: Result, redactor: Redactor): string => JSON.stringify(redactJson(result, redactor), null, 2);

function reportFailure(
  error: unknown,
  verb: string,
  asJson: boolean,
  env: CommandContext['env'],
  streams: Streams,
  redactor: Redactor,
): number {
  const result = failureResult(verb, error);
  const say = (text: string) => streams.err(`${logText(redactor.redact(text))}\n`);
  say(`mlops: ${result.reason_code}: ${result.summary}`);
  if (error instanceof Failure) {
    if (error.wayOut !== undefined) say(`  ${error.wayOut}`);
  } else if (env.MLOPS_DEBUG === undefined) {
    say('  Run it again with MLOPS_DEBUG=1 to see where, and report it.');
  }
  if (env.MLOPS_DEBUG !== undefined && error instanceof Error) say(error.stack ?? error.message);
  if (asJson) streams.out(`${json(result, redactor)}\n`);
  return exitOf(result);
}

const exitOf = (result: Result): number => (result.reason_code === 'ok' ? 0 : REASON_CODES[result.reason_code].exit);

/** The (sub)command of that path, made on the way. */
function commandAt(parent: Command, path: string[]): Command {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return parent.command(first);
  const group = parent.commands.find((command) => command.name() === first) ?? parent.command(first);
  const command = commandAt(group, rest);
  group.description(group.commands.map((each) => each.name()).join(', '));
  return command;
}

/** commander passes the arguments, then the options, then the command itself. */
function words(args: unknown[]): string[] {
  return args
    .slice(0, -2)
    .flatMap((arg) => (Array.isArray(arg) ? arg.map(String) : arg === undefined ? [] : [String(arg)]));
}
