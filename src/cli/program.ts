import { Command, CommanderError, Option } from 'commander';
import { Failure } from '../failure.ts';
import type { CommandContext, VerbCommand } from './command.ts';
import type { Output } from './output.ts';
import type { Streams } from './terminal.ts';
import { VERBS } from './verbs.ts';

/** Descriptions of the first words of verbs with two words. */
const GROUPS: Readonly<Record<string, string>> = {
  config: 'print the configuration (config show)',
  render: 'print the definition of a pipeline (render training, render batch)',
};

const EXAMPLES = `
Examples:
  $ mlops check
  $ mlops plan --base origin/main
  $ mlops train --environment dev
  $ mlops <command> --help`;

export interface ProgramOptions {
  context: CommandContext;
  output: Output;
  streams: Streams;
  version: string;
}

/**
 * Runs the command that `argv` names, and returns its exit code.
 * @param argv what follows the name of the program
 */
export async function runProgram(argv: string[], options: ProgramOptions): Promise<number> {
  let exitCode = 0;
  const program = createProgram(options);
  addLocal(program, options, (code) => {
    exitCode = code;
  });
  for (const verb of VERBS) {
    addVerb(program, verb, options, (code) => {
      exitCode = code;
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : reportWrongUsage(argv, error, options.output);
  }
  return exitCode;
}

function createProgram({ streams, version }: ProgramOptions): Command {
  return (
    new Command('mlops')
      .description('GitOps for SageMaker models trained on PrestoDB.')
      .version(version, '-V, --version', 'print the version')
      .helpOption('-h, --help', 'show help')
      .addHelpText('after', EXAMPLES)
      // Messages are written by `reportWrongUsage`, in the form of every other failure.
      .configureOutput({ writeOut: streams.out, writeErr: streams.err, outputError: () => {} })
      .showSuggestionAfterError(true)
      .exitOverride()
  );
}

type Finish = (exitCode: number) => void;

function addLocal(program: Command, { context, output }: ProgramOptions, finish: Finish): void {
  program
    .command('local')
    .description('run the local platform: up, down, status, env, logs')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[args...]')
    .action(async (args: string[]) => {
      try {
        const { local } = await import('./commands/local.ts');
        finish(await local(args, context.packageRoot));
      } catch (error) {
        finish(output.writeFailure('local', error, false));
      }
    });
}

function addVerb(program: Command, verb: VerbCommand, { context, output }: ProgramOptions, finish: Finish): void {
  const command = commandAt(program, verb.name.split(' '))
    .description(verb.summary)
    .option('-c, --config <file>', 'the configuration', 'config.yml')
    .addOption(
      new Option('-e, --environment <name>', 'a folder of environments/').makeOptionMandatory(
        verb.requires?.includes('environment') === true,
      ),
    )
    .option('--account <id>', 'refuse to run in another AWS account than this (12 digits)')
    .option('--region <name>', 'AWS region, instead of that of the configuration')
    .option('--json', 'print the result as JSON on standard output');
  verb.configure?.(command);
  command.addHelpText('after', `\nExamples:\n${verb.examples.map((example) => `  $ mlops ${example}`).join('\n')}`);
  command.action(async (...args: unknown[]) => {
    const values = command.opts();
    const asJson = values.json === true;
    try {
      finish(output.writeResult(await verb.run(values, words(args), context), asJson));
    } catch (error) {
      finish(output.writeFailure(verb.name, error, asJson));
    }
  });
}

/** Returns the command at that path, and adds it and its groups where they are missing. */
function commandAt(parent: Command, path: string[]): Command {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return parent.command(first);
  const existing = parent.commands.find((command) => command.name() === first);
  const group = existing ?? parent.command(first).description(GROUPS[first] ?? '');
  return commandAt(group, rest);
}

/** commander passes the arguments, then the options, then the command itself. */
function words(args: unknown[]): string[] {
  return args
    .slice(0, -2)
    .flatMap((arg) => (Array.isArray(arg) ? arg.map(String) : arg === undefined ? [] : [String(arg)]));
}

/** Where no command was named, commander has printed the help. */
function reportWrongUsage(argv: string[], error: CommanderError, output: Output): number {
  const verb = typedVerb(argv);
  const asJson = argv.includes('--json');
  const see = `See ${verb === 'mlops' ? 'mlops --help' : `mlops ${verb} --help`}.`;
  if (error.code === 'commander.help') {
    return output.writeUsage(verb, new Failure('usage', 'No command is named', { way_out: see }), asJson);
  }
  // commander puts its suggestion on a line of its own.
  const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  const commands = [...VERBS.map(({ name }) => name), 'local'].sort().join(', ');
  const way_out = error.code === 'commander.unknownCommand' ? `The commands are ${commands}. ${see}` : see;
  return output.writeFailure(verb, new Failure('usage', message, { way_out }), asJson);
}

/** Returns the name of the verb at the beginning of the arguments, or `mlops`. */
function typedVerb(argv: string[]): string {
  const verb = VERBS.find(({ name }) => name.split(' ').every((word, index) => argv[index] === word));
  return verb?.name ?? 'mlops';
}
