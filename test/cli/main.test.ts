import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { localGit } from '../../src/adapters/git/index.ts';
import { main } from '../../src/cli/main.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { Failure } from '../../src/failure.ts';
import type { Ports } from '../../src/ports/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Runs the command line in this process. A port that the test does not give fails the test when it is used. */
async function cli(argv: string[], options: { ports?: Partial<Ports>; env?: Record<string, string> } = {}) {
  const written = { out: '', err: '' };
  const untouched = new Proxy({} as Ports, {
    get: (_target, name) => {
      throw new Error(`${String(name)} was touched`);
    },
  });
  const code = await main(argv, {
    env: options.env ?? {},
    ports: (options.ports as Ports | undefined) ?? untouched,
    streams: {
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
    },
  });
  return { code, ...written };
}

const CONFIG = ['--config', join(ROOT, 'config.yml')];

test('--help lists every verb, --version prints the version of package.json', async () => {
  const help = await cli(['--help']);
  expect(help.code).toBe(0);
  for (const word of new Set(VERBS.map(({ name }) => name.split(' ')[0]))) expect(help.out).toContain(`  ${word} `);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(await cli(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
});

test.each([
  [
    ['rendr'],
    /^mlops: usage: unknown command 'rendr' \(Did you mean render\?\)\n {2}The commands are approve, check, .*, train\. See mlops --help\.\n$/,
  ],
  [
    ['render', 'training', '--enviroment', 'dev'],
    /^mlops: usage: unknown option '--enviroment' \(Did you mean --environment\?\)\n {2}See mlops render training --help\.\n$/,
  ],
  [['deploy'], /required option '-e, --environment <name>' not specified/],
  [['train', '--timeout', 'long'], /Give a number and a unit: 90s, 30m, 5h or 1d\./],
])('%j is refused with the way out', async (argv, message) => {
  const { code, out, err } = await cli(argv);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(message);
});

test.each([
  [
    ['deploy', '--json'],
    'deploy',
    "required option '-e, --environment <name>' not specified",
    'See mlops deploy --help.',
  ],
  [
    ['config', 'show', '--orign', '--json'],
    'config show',
    "unknown option '--orign' (Did you mean --origins?)",
    'See mlops config show --help.',
  ],
  [
    ['rendr', '--json'],
    'mlops',
    "unknown command 'rendr' (Did you mean render?)",
    expect.stringMatching(/^The commands are approve, check, config show, .*, train\. See mlops --help\.$/),
  ],
])('%j prints one document with the reason code usage', async (argv, verb, summary, way_out) => {
  const { code, out, err } = await cli(argv);
  expect(code).toBe(2);
  expect(err).toContain(summary);
  expect(JSON.parse(out)).toEqual({
    schema_version: 1,
    verb,
    decision: 'failed',
    reason_code: 'usage',
    summary,
    facts: { way_out },
  });
});

test.each(VERBS.map(({ name }) => name))('%s --help has examples', async (name) => {
  const { code, out } = await cli([...name.split(' '), '--help']);
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`Examples:\n  \\$ mlops ${name} ?`));
});

test('--help says what a group of commands does', async () => {
  const { out } = await cli(['--help']);
  expect(out).toMatch(/config +print the configuration \(config show\)/);
  expect(out).toMatch(/render +print the definition of a pipeline \(render\s+training, render batch\)/);
  expect(out).toContain('  $ mlops train --environment dev\n');
});

test('render prints the definition alone on standard output, without network', async () => {
  const { code, out } = await cli(['render', 'training', ...CONFIG, '--account', '111122223333']);
  expect(code).toBe(0);
  const definition = JSON.parse(out) as { Version: string; Steps: Array<{ Name: string }> };
  expect(definition.Version).toBe('2020-12-01');
  expect(definition.Steps.map(({ Name }) => Name)).toContain('Train-And-Tune-Model');
  expect(out).toContain('111122223333');
});

test('render --json gives the result with the hash and the assets', async () => {
  const { out } = await cli(['render', 'batch', '--environment', 'dev', ...CONFIG, '--json']);
  expect(JSON.parse(out)).toMatchObject({
    schema_version: 1,
    verb: 'render',
    reason_code: 'ok',
    facts: {
      name: 'mlops-batch-inference-dev',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      account: '123456789012',
    },
  });
});

test('config show says where each value comes from', async () => {
  const { code, out } = await cli(['config', 'show', ...CONFIG, '--environment', 'dev', '--origins']);
  expect(code).toBe(0);
  expect(out).toMatch(/training_target: late +# .*config\.yml:\d+/);
});

test('a missing configuration is reported with its code and place, without a stack', async () => {
  const { code, err } = await cli(['config', 'show', '--config', '/nowhere/config.yml']);
  expect(code).toBe(2);
  expect(err).toMatch(/^mlops: config_invalid: .*\/nowhere\/config\.yml/s);
  expect(err).not.toMatch(/\n\s+at /);
});

test('a failure is one line, a way out, its exit code, and with --json a result too', async () => {
  const ports = {
    git: localGit,
    aws: () => {
      throw new Failure('access_denied', 'AWS said no to AKIAIOSFODNN7EXAMPLE', { way_out: 'Ask for access.' });
    },
  };
  const { code, out, err } = await cli(['train', ...CONFIG, '--commit', 'abc', '--json'], { ports });
  expect(code).toBe(3);
  expect(err).toBe('mlops: access_denied: AWS said no to ***\n  Ask for access.\n');
  expect(JSON.parse(out)).toEqual({
    schema_version: 1,
    verb: 'train',
    decision: 'failed',
    reason_code: 'access_denied',
    summary: 'AWS said no to ***',
    facts: { way_out: 'Ask for access.' },
  });
});

test('a defect of the program is one line, and a stack only with MLOPS_DEBUG', async () => {
  const ports = {
    git: localGit,
    aws: () => {
      throw new TypeError('undefined is not a function');
    },
  };
  const plain = await cli(['train', ...CONFIG, '--commit', 'abc'], { ports });
  expect(plain.code).toBe(70);
  expect(plain.err).toBe(
    'mlops: internal: Something is wrong in this program: undefined is not a function\n' +
      '  Run it again with MLOPS_DEBUG=1 to see where, and report it.\n',
  );
  const debug = await cli(['train', ...CONFIG, '--commit', 'abc'], { ports, env: { MLOPS_DEBUG: '1' } });
  expect(debug.err).toMatch(/TypeError: undefined is not a function\n\s+at /);
});

/** Files of AWS clients that a program has loaded at its end. */
async function awsFilesAfter(program: string): Promise<number> {
  const script = `${program}
    const { Module } = await import('node:module');
    console.log(Object.keys(Module._cache).filter((file) => file.includes('@aws-sdk')).length);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  return Number(stdout.trim().split('\n').at(-1));
}

test('help loads no AWS client', async () => {
  const entry = JSON.stringify(join(ROOT, 'src/cli/main.ts'));
  const help = `const { main } = await import(${entry}); await main(['--help'], { streams: { out() {}, err() {} } });`;
  expect(await awsFilesAfter(help)).toBe(0);
  // The measure itself: it sees a client that is loaded.
  expect(await awsFilesAfter(`await import('@aws-sdk/client-sts');`)).toBeGreaterThan(0);
});
