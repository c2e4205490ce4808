import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../src/config/regular-file.ts';
import { seedWith, Workspace } from './workspace.ts';

/** Files that are no files: a pipe waits for a writer, and a device has no end. None of these tests would end if one was read. */

const CONFIG = seedWith();
const ENVIRONMENT = 'account: "123456789012"\n';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace({ 'config.yml': CONFIG, 'environments/dev/environment.yml': ENVIRONMENT });
});
afterEach(() => workspace.remove());

function pipe(path: string): void {
  const file = join(workspace.directory, path);
  mkdirSync(join(file, '..'), { recursive: true });
  rmSync(file, { force: true });
  execFileSync('mkfifo', [file]);
}

test('readRegularFile reads a file of up to the maximum size, and nothing else', () => {
  const file = join(workspace.directory, 'data');
  writeFileSync(file, 'x'.repeat(100_000));
  expect(readRegularFile(file, 100_000)).toEqual({ bytes: Buffer.from('x'.repeat(100_000)) });
  expect(readRegularFile(file, 99_999)).toEqual({ problem: 'too-large', size: 100_000 });
  expect(readRegularFile(workspace.directory, 10)).toEqual({ problem: 'folder' });
  expect(readRegularFile(join(file, 'below'), 10)).toEqual({ problem: 'missing' });
  expect(readRegularFile('/dev/zero', 10)).toEqual({ problem: 'not-regular' });
  // A file of /proc says that it has 0 bytes.
  expect(readRegularFile('/proc/self/maps', 10)).toMatchObject({ problem: 'too-large' });
  pipe('pipe');
  expect(readRegularFile(join(workspace.directory, 'pipe'), 10)).toEqual({ problem: 'not-regular' });
});

test.each(['config.yml', 'environments/dev/environment.yml', 'environments/dev/endpoint.yml'])(
  'a pipe as %s is refused',
  (path) => {
    pipe(path);
    expect(workspace.errors({ environment: 'dev' })).toContain(
      `${path}:1:1: is not a regular file\n  Write a YAML file in its place.`,
    );
  },
);

test('a device as the configuration is refused', () => {
  expect(workspace.errors({ file: '/dev/zero' })).toContain(
    '/dev/zero:1:1: is not a regular file\n  Write a YAML file in its place.',
  );
});

test('a huge file of nothing is refused by its size, unread', () => {
  truncateSync(join(workspace.directory, 'config.yml'), 2 ** 40);
  expect(workspace.errors()).toEqual([
    'config.yml:1:1: has 1,099,511,627,776 bytes, more than 1 MiB\n  Name a configuration file, not a data file.',
  ]);
});

test('a query or a script that is a pipe or a folder is refused', () => {
  const scripts = [
    'presto_preprocess_for_training.py',
    'evaluate.py',
    'presto_preprocess_for_batch_inference.py',
    'inference.py',
  ];
  for (const name of scripts) workspace.write(`code/${name}`, '');
  pipe('code/training.py');
  pipe('sql/a.sql');
  const batch = 'config:\n  training_step: {query_file: ../../sql/a.sql}\n';
  workspace.write('environments/dev/environment.yml', ENVIRONMENT + batch);
  expect(workspace.errors({ environment: 'dev' })).toEqual([
    expect.stringMatching(
      /^config\.yml:\d+:\d+ scripts\.training_script: code\/training\.py is not a regular file\n {2}Add the script to code/,
    ),
    expect.stringMatching(
      /config\.training_step\.query_file: .*sql\/a\.sql is not a regular file\n {2}Name a file that has the SQL/,
    ),
  ]);
  rmSync(join(workspace.directory, 'code/training.py'));
  mkdirSync(join(workspace.directory, 'code/training.py'));
  expect(workspace.errors({ environment: 'dev' })[0]).toContain('code/training.py is a folder, not a file');
});

describe('the folder environments', () => {
  test('a file of that name is a mistake', () => {
    rmSync(join(workspace.directory, 'environments'), { recursive: true });
    workspace.write('environments', '');
    const message =
      'environments is a file, not a folder\n  Remove it, or make it a folder with one folder for each environment.';
    expect(workspace.allErrors()).toEqual([message]);
    expect(workspace.errors()).toEqual([message]);
  });

  test('an environment that is a link is a mistake: without a message it would be no environment', () => {
    symlinkSync('dev', join(workspace.directory, 'environments/prod'));
    expect(workspace.allErrors()).toEqual([
      'environments/prod is a symbolic link, which is not read\n  Make it a folder with the files of the environment, or remove the link.',
    ]);
  });

  test('a link to a file, a link to nothing and a hidden link are no environments', () => {
    symlinkSync('dev/environment.yml', join(workspace.directory, 'environments/README'));
    symlinkSync('nothing', join(workspace.directory, 'environments/gone'));
    symlinkSync('dev', join(workspace.directory, 'environments/.hidden'));
    expect(workspace.allErrors()).toEqual([]);
  });
});

test('a value that every environment replaces is checked, as a warning', () => {
  workspace.write('config.yml', seedWith(['region: us-east-1', 'region: us-east1']));
  workspace.write('environments/dev/environment.yml', `${ENVIRONMENT}region: us-east-1\n`);
  const ofRegion = () => {
    const loaded = workspace.loadAll();
    if (!loaded.ok) throw new Error('a value that nothing uses stops nothing');
    return loaded.warnings.filter(({ path }) => path === 'aws.region');
  };
  expect(ofRegion()).toMatchObject([
    { severity: 'warning', path: 'aws.region', message: expect.stringContaining('must be an AWS region') },
  ]);
  workspace.write('config.yml', seedWith(['region: us-east-1', 'region: us-esat-1']));
  expect(ofRegion()).toMatchObject([
    { severity: 'warning', path: 'aws.region', message: 'us-esat-1 is not an AWS region; did you mean us-east-1?' },
  ]);
});

test('a share of the traffic that is wrong is not missing too', () => {
  const rollout = 'rollout: {type: canary, step_percent: 80, alarms: [a]}\n';
  workspace.write('environments/dev/endpoint.yml', rollout);
  expect(workspace.errors({ environment: 'dev' })).toEqual([
    expect.stringMatching(/^environments\/dev\/endpoint\.yml:1:\d+ rollout\.step_percent: must be at most 50, got 80/),
  ]);
});
