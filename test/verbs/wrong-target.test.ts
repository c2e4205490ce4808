import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { localGit } from '../../src/adapters/git/index.ts';
import { main } from '../../src/cli/main.ts';
import type { Ports } from '../../src/ports/index.ts';
import { changed, config, type Edit, shippedProject } from '../golden/plans/project.ts';
import { git } from './git-project.ts';

/** An account, a region, an environment or a file that cannot be meant, in each command that reads the files alone. */

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const shipped = committed();

function project(...edits: Edit[]): string {
  const plain = shippedProject();
  const folder = changed(plain, edits);
  folders.push(plain, folder);
  return folder;
}

function committed(...edits: Edit[]): string {
  const folder = project(...edits);
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'base');
  return folder;
}

const untouched = () => {
  throw new Error('AWS or Presto was called');
};
const PORTS: Ports = {
  clock: { now: () => Date.parse('2026-11-22T12:00:00Z'), sleep: async () => {} },
  log: { info: () => {}, warn: () => {}, error: () => {}, group: () => ({ end: () => {} }), secret: () => {} },
  git: localGit,
  aws: untouched,
  presto: untouched,
};

async function typed(folder: string, command: string[], ...args: string[]) {
  const written = { out: '', err: '' };
  const streams = {
    out: (text: string) => {
      written.out += text;
    },
    err: (text: string) => {
      written.err += text;
    },
  };
  const argv = [...command, '-c', join(folder, 'config.yml'), ...args];
  const exit = await main(argv, { streams, env: {}, ports: PORTS });
  return { exit, out: written.out, err: written.err.replaceAll(/[^\s]*\/mlops-corpus-[A-Za-z0-9]+\//g, '') };
}

const COMMANDS = [
  ['check'],
  ['plan', '--offline', '--base', 'HEAD'],
  ['config', 'show'],
  ['render', 'training'],
  ['train'],
];

describe.each(COMMANDS)('%s', (...command) => {
  test.each(['abc', '', '1234567890123', '12345678901\n'])('the account %j is refused', async (account) => {
    expect(await typed(shipped, command, '-e', 'dev', '--account', account)).toEqual({
      exit: 2,
      out: '',
      err: expect.stringMatching(
        /^mlops: usage: --account ".*" is not an AWS account\n {2}Give the 12 digits of the account/,
      ),
    });
  });

  test('an account that is not that of the environment is refused', async () => {
    expect(await typed(shipped, command, '-e', 'dev', '--account', '111111111111')).toEqual({
      exit: 5,
      out: '',
      err: 'mlops: not_allowed: --account says 111111111111, but environments/dev/environment.yml says 123456789012\n  Correct one of them, or name the environment of that account with --environment.\n',
    });
  });

  test.each([
    ['nope', '--region: nope is not an AWS region'],
    ['us-esat-1', '--region: us-esat-1 is not an AWS region; did you mean us-east-1?'],
    ['', '--region is empty'],
  ])('the region %j is refused, and the commit is not blamed', async (region, message) => {
    const { exit, out, err } = await typed(shipped, command, '-e', 'dev', '--region', region);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(`mlops: usage: ${message}\n`);
    expect(err).not.toContain('has mistakes');
  });

  test.each([
    ['nope', 'There is no environment nope; there are dev, prod, staging'],
    ['devv', 'There is no environment devv; did you mean dev?'],
    ['../dev', 'There is no environment "../dev"'],
    ['', 'The name of the environment is empty'],
  ])('the environment %j is refused, with those that there are', async (name, message) => {
    const { exit, out, err } = await typed(shipped, command, '-e', name);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(`mlops: usage: ${message}`);
    expect(err).toContain('\n  Name a folder of environments/: dev, prod, staging.\n');
  });

  test('a configuration that is a link out of the repository is refused, and none of its lines is shown', async () => {
    const folder = committed();
    rmSync(join(folder, 'config.yml'));
    symlinkSync('/etc/passwd', join(folder, 'config.yml'));
    expect(await typed(folder, command)).toEqual({
      exit: 2,
      out: '',
      err: 'mlops: config_invalid: config.yml is a link that leads out of the repository\n  Copy the file into the repository: only what is in it is reviewed.\n',
    });
  });
});

test('a configuration that is a link within the repository is read', async () => {
  const folder = committed({ file: 'config.yml', rename: 'model.yml' });
  symlinkSync('model.yml', join(folder, 'config.yml'));
  expect(await typed(folder, ['check'])).toMatchObject({ exit: 0, out: 'Checked dev, staging, prod: no findings\n' });
});

test('a folder within the repository that is a link out of it is not followed', async () => {
  const folder = committed();
  symlinkSync(committed(config('schema: tiny', 'secret: tiny')), join(folder, 'service'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    const written: string[] = [];
    const streams = { out: (text: string) => void written.push(text), err: (text: string) => void written.push(text) };
    const exit = await main(['check', '-c', 'service/config.yml'], { streams, env: {}, ports: PORTS });
    expect(exit).toBe(2);
    expect(written.join('')).toContain('service is a link that leads out of the repository');
    expect(written.join('')).not.toContain('secret');
  } finally {
    process.chdir(before);
  }
});

test('check uses the region of the option', async () => {
  expect(await typed(shipped, ['check'], '--region', 'eu-west-1')).toMatchObject({ exit: 0 });
});

test('a repository without a commit has nothing to compare with', async () => {
  const folder = project();
  git(folder, 'init', '-q', '-b', 'main');
  expect(await typed(folder, ['plan', '--offline'])).toEqual({
    exit: 4,
    out: '',
    err: 'mlops: not_found: This repository has no commit yet\n  Commit the files first, or use mlops check, which needs no commit.\n',
  });
});

test('without environments an offline plan names no account', async () => {
  const folder = committed({ file: 'config.yml', rename: 'later.yml' });
  rmSync(join(folder, 'environments'), { recursive: true });
  git(folder, 'mv', 'later.yml', 'config.yml');
  const { out } = await typed(folder, ['plan', '--offline', '--base', 'HEAD']);
  expect(out).toContain('the account of the credentials, us-east-1');
  expect(out).not.toContain('000000000000');
});

test('--out names a file, not a folder', async () => {
  expect(await typed(shipped, ['plan', '--offline', '--base', 'HEAD'], '--out', shipped)).toMatchObject({
    exit: 2,
    err: expect.stringMatching(/ is a folder\n {2}Give --out the name of a file\.\n$/),
  });
});
