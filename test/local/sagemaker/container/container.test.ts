import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Container, rewritePaths, startContainer } from '../../../../local/sagemaker/container/container.ts';
import {
  containerFolder,
  findContainerImage,
  ImageError,
  sitePackages,
} from '../../../../local/sagemaker/container/image.ts';
import { endLeftOver } from '../../../../local/sagemaker/container/process-group.ts';
import { isRunning, startedAt } from '../../../../scripts/lib/process-identity.mjs';
import { until } from '../../../support/processes.ts';
import { IMAGE } from '../jobs/platform.ts';

let folder: string;
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mlops-container-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  delete process.env.MLOPS_CONTAINER_ISOLATION;
});

interface Run {
  readonly container: Container;
  readonly lines: string[];
  readonly ml: string;
}

async function start(command: string[], files: Record<string, string> = {}): Promise<Run> {
  serial += 1;
  const own = join(folder, `c${serial}`);
  const ml = join(own, 'ml');
  mkdirSync(ml, { recursive: true });
  for (const [name, body] of Object.entries(files)) {
    mkdirSync(join(ml, name, '..'), { recursive: true });
    writeFileSync(join(ml, name), body);
  }
  const lines: string[] = [];
  const container = await startContainer({
    image: findContainerImage(IMAGE),
    folder: own,
    // The isolation is detected once for each folder.
    shared: join(folder, `shared-${process.env.MLOPS_CONTAINER_ISOLATION ?? 'auto'}`),
    command,
    environment: { WHERE: '/opt/ml/here' },
    hosts: ['algo-1', 'algo-2'],
    onLine: (line) => lines.push(line),
  });
  return { container, lines, ml };
}

const works = (isolation: string[]) => {
  try {
    execFileSync('unshare', [...isolation, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const modes = [...(works(['-m']) ? ['namespace'] : []), ...(works(['-Urm']) ? ['user-namespace'] : []), 'rewrite'];

test.each(modes)(
  '%s: /opt/ml is the container’s folder, the rest of /opt is the host’s, and the host does not change',
  async (mode) => {
    process.env.MLOPS_CONTAINER_ISOLATION = mode;
    const host = () => execFileSync('ls', ['-A', '/opt'], { encoding: 'utf8' });
    const before = host();
    const { container, ml } = await start(['/bin/bash', '/opt/ml/input/entry.sh', '/opt/ml/out', 'a "b" $c'], {
      'input/entry.sh':
        'set -e\nmkdir -p "$1"\nls -A /opt > /opt/ml/out/opt\npython /opt/ml/input/script.py "$2"\necho "$WHERE" > /opt/ml/out/where\n',
      'input/script.py': 'import sys\nopen("/opt/ml/out/argument", "w").write(sys.argv[1])\n',
    });
    expect((await container.exited).exitCode).toBe(0);
    expect(container.isolation).toBe(mode);
    expect(readFileSync(join(ml, 'out/argument'), 'utf8')).toBe('a "b" $c');
    expect(readFileSync(join(ml, 'out/where'), 'utf8').trim()).toBe(mode === 'rewrite' ? `${ml}/here` : '/opt/ml/here');
    const inside = readFileSync(join(ml, 'out/opt'), 'utf8')
      .split('\n')
      .filter((name) => name !== '' && name !== 'ml');
    expect(inside).toEqual(before.split('\n').filter((name) => name !== '' && name !== 'ml'));
    expect(host()).toBe(before);
  },
);

test('pip installs nothing that the image has, and what it installs stays in the container', async () => {
  const base = sitePackages(findContainerImage(IMAGE).venv)?.path ?? '';
  const makeWheel = `
import zipfile
with zipfile.ZipFile("joblib-99.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("joblib_new.py", "VALUE = 42\\n")
    wheel.writestr("joblib-99.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: joblib\\nVersion: 99.0\\n")
    wheel.writestr("joblib-99.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("joblib-99.0.dist-info/RECORD", "")
`;
  const steps = [
    'set -e',
    'pip install --no-index -r requirements.txt',
    'python make_wheel.py',
    'pip install --no-index ./joblib-99.0-py3-none-any.whl',
    'python -c "import joblib_new; print(joblib_new.VALUE)"',
  ];
  const { container, lines } = await start(['/bin/sh', '-c', steps.join('; ')], {
    'make_wheel.py': makeWheel,
    'requirements.txt': 'pandas\nscikit-learn\n',
  });
  expect([await container.exited, lines.at(-1)]).toMatchObject([{ exitCode: 0 }, expect.anything()]);
  expect(lines.filter((line) => line.startsWith('Requirement already satisfied: pandas'))).toHaveLength(1);
  expect(lines).toContain('42');
  expect(existsSync(join(base, 'joblib_new.py'))).toBe(false);
  expect(existsSync(join(base, 'joblib'))).toBe(true);
});

test('a stop sends SIGTERM, then SIGKILL, and all processes of the container end', async () => {
  const polite = await start(['/bin/sh', '-c', 'trap "echo bye; exit 5" TERM; echo up; while :; do sleep 0.05; done']);
  while (!polite.lines.includes('up')) await new Promise((go) => setTimeout(go, 20));
  expect(await polite.container.stop()).toEqual({ exitCode: 5, signal: null });
  expect(polite.lines).toContain('bye');
  const deaf = await start(['/bin/sh', '-c', 'trap "" TERM; echo up; while :; do sleep 0.05; done']);
  while (!deaf.lines.includes('up')) await new Promise((go) => setTimeout(go, 20));
  expect(await deaf.container.stop(200)).toEqual({ exitCode: 137, signal: 'SIGKILL' });
  const parent = await start(['/bin/sh', '-c', 'sleep 100 & echo $!; exit 0']);
  expect((await parent.container.exited).exitCode).toBe(0);
  const child = Number(parent.lines[0]);
  await until(() => startedAt(child) === undefined, 'the child process to end');
});

test('a left-over process is ended only when its start time is the recorded one', async () => {
  const { container } = await start(['/bin/sh', '-c', 'sleep 100']);
  expect(endLeftOver({ pid: container.pid, started: 'another' })).toBe(false);
  expect(isRunning(container)).toBe(true);
  expect(endLeftOver(container)).toBe(true);
  expect((await container.exited).exitCode).toBe(137);
  expect(isRunning(container)).toBe(false);
});

test('lines arrive whole: without a line end, with carriage returns, and when they are long', async () => {
  const code = 'import sys; sys.stdout.write("a\\nüb\\n10%\\r20%\\r30%\\n" + "x" * 100000 + "\\nlast")';
  const { container, lines } = await start(['python', '-c', code]);
  await container.exited;
  expect(lines.slice(0, 5)).toEqual(['a', 'üb', '10%', '20%', '30%']);
  expect(lines.slice(5).join('')).toBe(`${'x'.repeat(100_000)}last`);
});

test('an image gets its exact environment or the nearest one with a note; other images are refused', () => {
  const venvs = join(folder, 'venvs');
  const make = (version: string) => {
    const packages = join(venvs, version, 'lib/python3.11/site-packages', `scikit_learn-${version}.dist-info`);
    mkdirSync(packages, { recursive: true });
    mkdirSync(join(venvs, version, 'bin'));
    writeFileSync(join(venvs, version, 'bin/python'), '');
  };
  const uri = (tag: string) => `246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:${tag}`;
  expect(() => findContainerImage(uri('1.2-1-cpu-py3'), venvs)).toThrow(/No Python environment .* Run npm run setup/);
  make('1.2.1');
  make('1.4.2');
  expect(findContainerImage(uri('1.2-1-cpu-py3'), venvs)).toEqual({
    venv: join(venvs, '1.2.1'),
    sklearn: '1.2.1',
    note: undefined,
  });
  expect(findContainerImage(uri('1.4-2-py312'), venvs).note).toBeUndefined();
  expect(findContainerImage(uri('0.23-1-cpu-py3'), venvs)).toMatchObject({
    sklearn: '1.2.1',
    note: expect.stringMatching(/has scikit-learn 0.23.2. This machine uses scikit-learn 1.2.1/),
  });
  expect(() => findContainerImage('python:3.11', venvs)).toThrow(ImageError);
  expect(containerFolder()).toMatch(/container/);
});

test('/opt/ml is replaced only as a whole path component', () => {
  expect(rewritePaths('/opt/ml /opt/ml/x "/opt/ml" --dir=/opt/ml/a:/opt/ml', '/M')).toBe('/M /M/x "/M" --dir=/M/a:/M');
  expect(rewritePaths('/opt/mlx /x/opt/ml s3://b/opt/ml /opt/ml.old', '/M')).toBe(
    '/opt/mlx /x/opt/ml s3://b/opt/ml /opt/ml.old',
  );
});
