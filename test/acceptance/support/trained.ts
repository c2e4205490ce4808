import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SageMakerServer } from '../../../local/sagemaker/server.ts';
import type { Aws } from '../../../src/ports/index.ts';
import { type CommandResult, expectNoStackTrace, mlops } from './command-line.ts';
import type { TeamFolder } from './team-folder.ts';

/** The result of `mlops train`, and the state of AWS after it. */
export interface Trained {
  team: TeamFolder;
  result: CommandResult;
  /** The newest execution. Undefined when none was started. */
  execution: { arn: string; status: string; failureReason?: string } | undefined;
  steps: Array<{ name: string; status: string; reason: string }>;
  /** The number of model packages in the group of the team. */
  packages: number;
}

/** Trains as a user does, and reads the state of AWS after it. */
export async function train(aws: Aws, team: TeamFolder, env: Record<string, string> = {}): Promise<Trained> {
  const result = await mlops(['train'], { cwd: team.dir, env });
  const [newest] = await aws.sagemaker.executions(team.pipeline).catch(() => []);
  const state = newest && (await aws.sagemaker.execution(newest.arn));
  const steps = newest === undefined ? [] : await aws.sagemaker.steps(newest.arn);
  return {
    team,
    result,
    execution: state && {
      arn: newest?.arn ?? '',
      status: state.status,
      ...(state.failureReason === undefined ? {} : { failureReason: state.failureReason }),
    },
    steps: steps.map(({ name, status, failMessage, failureReason }) => ({
      name,
      status,
      reason: failMessage ?? failureReason ?? '',
    })),
    packages: (await aws.sagemaker.modelPackages(team.packageGroup)).length,
  };
}

/** Checks that a step failed for a reason, that the user reads the reason, and that no model is registered. */
export function expectFailedStep(trained: Trained, step: string, reason: string): void {
  const { result, execution, steps, packages } = trained;
  expect({ code: result.code, packages, status: execution?.status }).toEqual({
    code: 6,
    packages: 0,
    status: 'Failed',
  });
  expect(steps.at(-1)).toMatchObject({ name: step, status: 'Failed', reason: expect.stringContaining(reason) });
  expect(result.err).toContain(`mlops: execution_failed: ${step} failed: ClientError: AlgorithmError: ${reason}`);
  expect(result.err).toContain('Correct it and merge, or run its failed steps again with --retry.');
  expect(result.out).toBe('');
  expectNoStackTrace(result.all);
}

/** The text of all logs that jobs wrote on a server. */
export function jobLogs(server: SageMakerServer): string {
  return readdirSync(join(server.context.dir, 'logs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
