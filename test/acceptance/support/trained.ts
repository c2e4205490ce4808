import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SageMakerServer } from '../../../local/sagemaker/server.ts';
import type { Aws } from '../../../src/ports/index.ts';
import { expectNoStackTrace, mlops, type Said } from './command-line.ts';
import type { TeamFolder } from './team-folder.ts';

/** What `mlops train` said, and what AWS knows afterwards. */
export interface Trained {
  team: TeamFolder;
  said: Said;
  /** Of the newest execution; undefined when none was started. */
  execution: { arn: string; status: string; failureReason?: string } | undefined;
  steps: Array<{ name: string; status: string; reason: string }>;
  packages: number;
}

/** Trains as a person does, and looks at what it left behind. */
export async function train(aws: Aws, team: TeamFolder, env: Record<string, string> = {}): Promise<Trained> {
  const said = await mlops(['train'], { cwd: team.dir, env });
  const [newest] = await aws.sagemaker.executions(team.pipeline).catch(() => []);
  const state = newest && (await aws.sagemaker.execution(newest.arn));
  const steps = newest === undefined ? [] : await aws.sagemaker.steps(newest.arn);
  return {
    team,
    said,
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

/** A step failed for this reason, the person reads it, and there is no model, half or whole. */
export function expectFailedStep(trained: Trained, step: string, reason: string): void {
  const { said, execution, steps, packages } = trained;
  expect({ code: said.code, packages, status: execution?.status }).toEqual({ code: 6, packages: 0, status: 'Failed' });
  expect(steps.at(-1)).toMatchObject({ name: step, status: 'Failed', reason: expect.stringContaining(reason) });
  expect(said.err).toContain(`mlops: execution_failed: ${step} failed: ClientError: AlgorithmError: ${reason}`);
  expect(said.err).toContain('Correct it and merge, or run its failed steps again with --retry.');
  expect(said.out).toBe('');
  expectNoStackTrace(said.all);
}

/** Text of every log that jobs wrote on a server. */
export function jobLogs(server: SageMakerServer): string {
  return readdirSync(join(server.context.dir, 'logs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
