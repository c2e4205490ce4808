import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findContainerImage } from '../../../../local/sagemaker/container/image.ts';
import { pythonOf, TOOLKITS } from '../../../../scripts/lib/paths.mjs';
import { IMAGE } from '../jobs/platform.ts';

const TRAIN = resolve('local/sagemaker/container/train.py');
const HOST = 'localhost';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mlops-toolkit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The code of https://github.com/aws/sagemaker-scikit-learn-container; the package itself is not published. */
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

/** What a script gets: it writes this itself. */
interface ScriptInput {
  readonly arguments: string[];
  readonly cwd: string;
  readonly path: string;
  readonly environment: Record<string, string>;
}

/** How a training ended: exit code, what the script got, and the files in output/. */
interface TrainingResult {
  readonly status: number;
  readonly script?: ScriptInput;
  readonly failure?: string;
  readonly success: boolean;
}

/** Runs the toolkit or train.py on a new /opt/ml. */
function train(
  command: string[],
  hyperparameters: Record<string, string>,
  variables: Record<string, string> = {},
): TrainingResult {
  const ml = join(folder, 'ml');
  const dump = join(folder, 'dump.json');
  rmSync(ml, { recursive: true, force: true });
  rmSync(dump, { force: true });
  writeInput(ml, hyperparameters);
  const status = exitCode(command, {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    SAGEMAKER_BASE_DIR: ml,
    SAGEMAKER_TRAINING_MODULE: 'sagemaker_sklearn_container.training:main',
    PYTHONPATH: join(ml, 'shim'),
    TRAINING_JOB_NAME: 'job-1',
    AWS_REGION: 'us-east-1',
    DUMP: dump,
    ...variables,
  });
  const readText = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  const script = readText(dump);
  const failure = readText(join(ml, 'output/failure'));
  return {
    status,
    success: existsSync(join(ml, 'output/success')),
    ...(script === undefined ? {} : { script: JSON.parse(script) }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Writes the script, the framework module and the files of /opt/ml/input/config. */
function writeInput(ml: string, hyperparameters: Record<string, string>): void {
  const folders = ['input/config', 'input/data/train', 'input/data/validation', 'model', 'output', 'source'];
  for (const each of [...folders, 'shim/sagemaker_sklearn_container']) mkdirSync(join(ml, each), { recursive: true });
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
}

function exitCode([file = '', ...args]: string[], env: Record<string, string>): number {
  try {
    execFileSync(file, args, { stdio: 'pipe', env });
    return 0;
  } catch (error) {
    return (error as { status: number }).status;
  }
}

/** The published toolkit, as its `train` command runs it. */
const toolkit = [pythonOf(TOOLKITS), '-m', 'sagemaker_training.cli.train'];
const ours = [join(findContainerImage(IMAGE).venv, 'bin', 'python'), TRAIN];
const comparable = (script: ScriptInput | undefined) => ({
  arguments: script?.arguments,
  cwd: script?.cwd,
  path: script?.path,
  // After the code folder, the two Pythons have different search paths.
  codeFirst: script?.environment.PYTHONPATH?.split(':')[0],
  environment: Object.fromEntries(
    Object.entries(script?.environment ?? {}).filter(([name]) =>
      /^(SM_|SAGEMAKER_|CURRENT_HOST|TRAINING_JOB)/.test(name),
    ),
  ),
});

test('a script gets the same arguments and SM_ environment as from the published toolkit', () => {
  const theirs = train(toolkit, HYPERPARAMETERS);
  const mine = train(ours, HYPERPARAMETERS);
  expect(theirs.status).toBe(0);
  expect(Object.keys(theirs.script?.environment ?? {}).filter((name) => name.startsWith('SM_')).length).toBeGreaterThan(
    40,
  );
  expect(comparable(mine.script)).toEqual(comparable(theirs.script));
  expect([mine.status, mine.success]).toEqual([theirs.status, theirs.success]);
});

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['a script that fails', HYPERPARAMETERS, { EXIT: '3' }],
  ['no entry point', { n: '1' }, {}],
  ['an entry point outside the code', { ...HYPERPARAMETERS, sagemaker_program: '"../training.py"' }, {}],
])('%s gives the same exit code and failure as with the toolkit', (_title, hyperparameters, variables) => {
  const theirs = train(toolkit, hyperparameters, variables);
  const mine = train(ours, hyperparameters, variables);
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

test('a failure file of the script is kept, as with the toolkit', () => {
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
