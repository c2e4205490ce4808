import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { containerImage } from '../../../../local/sagemaker/container/image.ts';
import { pythonOf, TOOLKITS } from '../../../../scripts/lib/paths.mjs';
import { IMAGE } from '../jobs/platform.ts';

const TRAIN = resolve('local/sagemaker/container/train.py');
const HOST = 'localhost';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mlops-toolkit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As https://github.com/aws/sagemaker-scikit-learn-container has it; the package itself is not published. */
const FRAMEWORK = `
from sagemaker_training import entry_point, environment, runner
def main():
    env = environment.Environment()
    entry_point.run(uri=env.module_dir, user_entry_point=env.user_entry_point, args=env.to_cmd_args(),
                    env_vars=env.to_env_vars(), runner_type=runner.ProcessRunnerType)
`;
const DUMP = `
import json, os, sys
json.dump({"arguments": sys.argv, "cwd": os.getcwd(), "environment": dict(os.environ), "path": sys.path[0]}, open(os.environ["DUMP"], "w"))
sys.exit(int(os.environ.get("EXIT", "0")))
`;

const HYPERPARAMETERS: Record<string, string> = {
  features: '["a", "b"]',
  target: '"y"',
  n: '10',
  learning_rate: '0.1',
  large: '1e-7',
  plain: 'sqrt',
  nothing: 'null',
  flag: 'true',
  nested: '{"b":1,"a":{"c":[1,2]}}',
  x: '"q"',
  unicode: '"größe"',
  empty: '""',
  sagemaker_program: '"training.py"',
  sagemaker_region: '"us-east-1"',
  sagemaker_job_name: '"job-1"',
  sagemaker_container_log_level: '20',
  sagemaker_estimator_class_name: '"SKLearn"',
  sagemaker_estimator_module: '"sagemaker.sklearn.estimator"',
  _tuning_objective_metric: 'validation:auc',
};

interface Outcome {
  readonly arguments: string[];
  readonly cwd: string;
  readonly path: string;
  readonly environment: Record<string, string>;
}

/** Runs one of the two on the same folder, and gives what the script saw and what was left in output/. */
function train(
  command: string[],
  hyperparameters: Record<string, string>,
  more: Record<string, string> = {},
): { status: number; saw?: Outcome; failure?: string; success: boolean } {
  const ml = join(folder, 'ml');
  rmSync(ml, { recursive: true, force: true });
  for (const each of [
    'input/config',
    'input/data/train',
    'input/data/validation',
    'model',
    'output',
    'source',
    'shim/sagemaker_sklearn_container',
  ])
    mkdirSync(join(ml, each), { recursive: true });
  writeFileSync(join(ml, 'source/training.py'), DUMP);
  writeFileSync(join(ml, 'shim/sagemaker_sklearn_container/__init__.py'), '');
  writeFileSync(join(ml, 'shim/sagemaker_sklearn_container/training.py'), FRAMEWORK);
  const write = (file: string, value: unknown) => writeFileSync(join(ml, 'input/config', file), JSON.stringify(value));
  write('hyperparameters.json', { sagemaker_submit_directory: JSON.stringify(join(ml, 'source')), ...hyperparameters });
  write('resourceconfig.json', {
    current_host: HOST,
    current_instance_type: 'ml.m5.xlarge',
    current_group_name: 'homogeneousCluster',
    hosts: [HOST],
    instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: 'ml.m5.xlarge', hosts: [HOST] }],
    network_interface_name: 'eth0',
  });
  const channel = { TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' };
  write('inputdataconfig.json', { train: { ...channel, ContentType: 'text/csv' }, validation: channel });
  const dump = join(folder, 'dump.json');
  rmSync(dump, { force: true });
  let status = 0;
  const [file = '', ...args] = command;
  try {
    execFileSync(file, args, {
      stdio: 'pipe',
      env: {
        PATH: '/usr/bin:/bin',
        HOME: folder,
        SAGEMAKER_BASE_DIR: ml,
        SAGEMAKER_TRAINING_MODULE: 'sagemaker_sklearn_container.training:main',
        PYTHONPATH: join(ml, 'shim'),
        TRAINING_JOB_NAME: 'job-1',
        AWS_REGION: 'us-east-1',
        DUMP: dump,
        ...more,
      },
    });
  } catch (error) {
    status = (error as { status: number }).status;
  }
  const text = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  const saw = text(dump);
  const failure = text(join(ml, 'output/failure'));
  return {
    status,
    success: existsSync(join(ml, 'output/success')),
    ...(saw === undefined ? {} : { saw: JSON.parse(saw) }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The published toolkit, as its own `train` runs it. */
const toolkit = [pythonOf(TOOLKITS), '-m', 'sagemaker_training.cli.train'];
const ours = [join(containerImage(IMAGE).venv, 'bin', 'python'), TRAIN];
const comparable = (saw: Outcome | undefined) => ({
  arguments: saw?.arguments,
  cwd: saw?.cwd,
  path: saw?.path,
  // The two Pythons have different search paths behind the code folder.
  codeFirst: saw?.environment.PYTHONPATH?.split(':')[0],
  environment: Object.fromEntries(
    Object.entries(saw?.environment ?? {}).filter(([name]) => /^(SM_|SAGEMAKER_|CURRENT_HOST|TRAINING_JOB)/.test(name)),
  ),
});

test('a script sees the arguments and the SM_ environment that the published toolkit gives it', () => {
  const theirs = train(toolkit, HYPERPARAMETERS);
  const mine = train(ours, HYPERPARAMETERS);
  expect(theirs.status).toBe(0);
  expect(Object.keys(theirs.saw?.environment ?? {}).filter((name) => name.startsWith('SM_')).length).toBeGreaterThan(
    40,
  );
  expect(comparable(mine.saw)).toEqual(comparable(theirs.saw));
  expect([mine.status, mine.success]).toEqual([theirs.status, theirs.success]);
});

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['a script that fails', HYPERPARAMETERS, { EXIT: '3' }],
  ['no entry point', { n: '1' }, {}],
  ['an entry point outside the code', { ...HYPERPARAMETERS, sagemaker_program: '"../training.py"' }, {}],
])('%s ends as with the toolkit', (_title, hyperparameters, more) => {
  const theirs = train(toolkit, hyperparameters, more);
  const mine = train(ours, hyperparameters, more);
  const kind = (failure: string | undefined) =>
    failure
      ?.split('\n')
      .slice(0, 2)
      .filter((line) => /Error|ExitCode/.test(line));
  expect([mine.status, mine.success, mine.failure !== undefined, kind(mine.failure)]).toEqual([
    theirs.status,
    theirs.success,
    theirs.failure !== undefined,
    kind(theirs.failure),
  ]);
});

test('a failure file that the script wrote is kept by both', () => {
  const script = 'import os; open(os.environ["SM_OUTPUT_DIR"] + "/failure", "w").write("mine"); raise SystemExit(1)';
  for (const command of [toolkit, ours]) {
    const source = join(folder, 'own');
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, 'training.py'), script);
    const copy = join(folder, `copy-${command.length}`);
    cpSync(source, copy, { recursive: true });
    const outcome = train(command, { ...HYPERPARAMETERS, sagemaker_submit_directory: JSON.stringify(copy) });
    expect(outcome).toMatchObject({ status: 1, success: false, failure: 'mine' });
  }
});
