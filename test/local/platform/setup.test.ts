import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { startedAt } from '../../../scripts/lib/process-identity.mjs';
import { until } from '../../support/processes.ts';

/** A checkout with set-up, and with stand-ins for the programs that it calls. Each stand-in writes its call to a file. */
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'setup-'));
  cpSync(join(ROOT, 'scripts'), join(checkout, 'scripts'), { recursive: true });
  cpSync(join(ROOT, 'local', 'presto'), join(checkout, 'local', 'presto'), { recursive: true });
  for (const name of ['tools', 'container']) {
    cpSync(join(ROOT, 'local', `requirements-${name}.txt`), join(checkout, 'local', `requirements-${name}.txt`));
  }
  writeFileSync(
    join(checkout, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } }),
  );
  mkdirSync(join(checkout, 'bin'));
  program('git', 'echo git version 2.39.5');
  program('java', 'echo \'openjdk version "17.0.15"\'');
  program(
    'npm',
    `if [ "$1" = install ]; then
       N=node_modules/node-${process.platform}-${process.arch}/bin; mkdir -p $N; printf '#!/bin/sh\\necho v24.1.0\\n' > $N/node; chmod +x $N/node
       echo '{"packages": {"node_modules/a": {"version": "1.0.0"}}}' > node_modules/.package-lock.json
     else echo 10.8.2; fi`,
  );
  program(
    'python3',
    `case "$1$2" in
       -c*) echo 3 11 1;;
       -mvenv) mkdir -p $3/bin; cp "$0" $3/bin/python; touch $3/bin/moto_server;;
     esac`,
  );
  program(
    'mvn',
    `for a in "$@"; do case "$a" in -Ddist.dir=*) D="\${a#-Ddist.dir=}"; mkdir -p $D/lib $D/plugin/tpch $D/plugin/password-authenticators;; esac; done
     echo Apache Maven 3.8.7`,
  );
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function program(name: string, script: string): void {
  writeFileSync(join(checkout, 'bin', name), `#!/bin/sh\necho "${name} $1 $2" >> "${checkout}/calls"\n${script}\n`);
  chmodSync(join(checkout, 'bin', name), 0o755);
}

function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['scripts/setup.mjs'], {
    cwd: checkout,
    env: { PATH: `${join(checkout, 'bin')}:/usr/bin:/bin`, HOME: checkout, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
  return { child, ended };
}

/** The calls of stand-ins since the last call of this function. */
function takeCalls(): string[] {
  const file = join(checkout, 'calls');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(file, { force: true });
  return lines;
}

test('the second run of set-up calls no program', async () => {
  const first = await start().ended;
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('set-up: done in') });
  expect(takeCalls()).toEqual(expect.arrayContaining(['npm install --no-save', 'mvn -B -f', 'python3 -m venv']));

  const second = await start().ended;
  expect(second).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^set-up: everything is there \([\d.]+ s\)\n$/),
  });
  expect(takeCalls()).toEqual([]);
});

test('a part that fails shows why and the end of its log, and the next run does only that part', async () => {
  program(
    'mvn',
    'if [ "$1" = --version ]; then echo Apache Maven 3.8.7; else echo "[ERROR] could not resolve presto-main"; exit 1; fi',
  );
  const failed = await start().ended;
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('set-up: the Presto server: `mvn -B -f');
  expect(failed.output).toContain('    [ERROR] could not resolve presto-main\n  Is a Maven repository reachable');
  expect(failed.output).toContain('The whole log: .local/logs/setup-presto.log');

  takeCalls();
  program(
    'mvn',
    'for a in "$@"; do case "$a" in -Ddist.dir=*) D=$(echo "$a" | cut -c12-); mkdir -p $D/lib $D/plugin/tpch $D/plugin/password-authenticators;; esac; done; echo Apache Maven',
  );
  expect((await start().ended).code).toBe(0);
  expect(takeCalls().filter((call) => call.startsWith('mvn -B'))).toHaveLength(1);
});

test('with a Presto server of the user, set-up calls neither Maven nor Java', async () => {
  program('mvn', 'exit 1');
  program('java', 'exit 1');
  const { code } = await start({ PRESTO_HOST: 'presto.example.com' }).ended;
  expect(code).toBe(0);
  expect(takeCalls().filter((call) => /^(mvn|java)/.test(call))).toEqual([]);
});

test('Ctrl-C ends the programs that set-up started', async () => {
  program(
    'mvn',
    'if [ "$1" = --version ]; then echo Apache Maven; else sleep 300 & echo $! > child; touch hangs; wait; fi',
  );
  const { child, ended } = start();
  await until(() => existsSync(join(checkout, 'hangs')), 'the set-up to reach the program that hangs');
  const sleeper = Number(readFileSync(join(checkout, 'child'), 'utf8'));
  child.kill('SIGINT');

  const { code, output } = await ended;
  expect(code).toBe(130);
  expect(output).toContain('interrupted; run the same command again to go on from here');
  await until(() => startedAt(sleeper) === undefined, 'the program that it started to end');
  expect(readdirSync(join(checkout, '.local')).filter((name) => name.includes('lock'))).toEqual([]);
});
