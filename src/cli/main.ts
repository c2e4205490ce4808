import { connectAws } from '../adapters/aws/index.ts';
import { systemClock } from '../adapters/clock.ts';
import { localGit } from '../adapters/git/index.ts';
import { connectPresto } from '../adapters/presto/index.ts';
import type { Log, Ports } from '../ports/index.ts';
import { createRedactor } from '../redact.ts';
import type { CommandContext } from './command.ts';
import { Output } from './output.ts';
import { packageRoot } from './package-root.ts';
import { runProgram } from './program.ts';
import { outliveReaders, processStreams, type Streams, terminalLog } from './terminal.ts';

export interface MainOptions {
  streams?: Streams;
  env?: Readonly<Record<string, string | undefined>>;
  /** Default: AWS, Presto, git and the clock of this machine, as the environment variables say. */
  ports?: Ports;
}

/**
 * Runs the command line. Writes the result to standard output and everything else to standard error.
 * @param argv what follows the name of the program
 * @returns the exit code (docs/reason-codes.md)
 */
export async function main(argv: string[], options: MainOptions = {}): Promise<number> {
  const streams = options.streams ?? processStreams;
  if (options.streams === undefined) outliveReaders();
  const env = options.env ?? process.env;
  const redactor = createRedactor();
  const log = terminalLog(streams, redactor);
  const { dir, version } = packageRoot();
  const context: CommandContext = {
    log,
    env,
    packageRoot: dir,
    cwd: process.cwd(),
    ports: options.ports ?? systemPorts(log),
  };
  const output = new Output({ streams, redactor, debug: env.MLOPS_DEBUG !== undefined });
  return await runProgram(argv, { context, output, streams, version });
}

function systemPorts(log: Log): Ports {
  return {
    clock: systemClock,
    log,
    git: localGit,
    aws: (region) => connectAws(region, log),
    presto: connectPresto,
  };
}
