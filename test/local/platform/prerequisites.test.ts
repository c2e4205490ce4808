import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseScikitLearn, containerPython } from '../../../scripts/lib/container-images.mjs';
import { explainMissing, findPrerequisites } from '../../../scripts/lib/prerequisites.mjs';

let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'prerequisites-'));
});

afterEach(() => rmSync(bin, { recursive: true, force: true }));

/** Puts a program that prints a text into the otherwise empty PATH. */
function program(name: string, prints: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\necho '${prints}'\n`);
  chmodSync(join(bin, name), 0o755);
}

test('on an empty machine one message names everything that is missing', async () => {
  const { missing } = await findPrerequisites({
    presto: true,
    maven: true,
    env: { PATH: bin },
    nodeVersion: '18.20.1',
    platform: 'linux',
  });

  expect(
    explainMissing(missing),
  ).toBe(`missing on this machine: git, Node.js 20 or newer, npm, Python 3.10 or newer, Java 17 or newer, Maven
  git — the local GitHub keeps the pull requests in repositories
    Debian, Ubuntu, WSL: sudo apt-get install git
  Node.js 20 or newer (found: Node.js 18.20.1) — it runs this set-up
    Debian, Ubuntu, WSL: https://nodejs.org/en/download   (Debian 13 and Ubuntu 25.04 or newer: sudo apt-get install nodejs)
  npm — it brings the packages and Node 24
    Debian, Ubuntu, WSL: sudo apt-get install npm
  Python 3.10 or newer — it runs the model code and the local AWS
    Debian, Ubuntu, WSL: sudo apt-get install python3 python3-venv
  Java 17 or newer — it runs the local Presto server
    Debian, Ubuntu, WSL: sudo apt-get install openjdk-17-jre-headless
    or name a Presto server that you have: PRESTO_HOST=… PRESTO_PORT=…; then neither Java nor Maven is needed
  Maven — it brings the local Presto server
    Debian, Ubuntu, WSL: sudo apt-get install maven
Install it and run the same command again: what is there already is kept.`);
});

test('a program that is too old is named with its version', async () => {
  program('git', 'git version 2.39.5');
  program('npm', '10.8.2');
  program('python3', '3 8 1');
  program('java', 'openjdk version "11.0.22" 2024-01-16');
  program('mvn', 'Apache Maven 3.8.7');

  const { missing } = await findPrerequisites({ presto: true, maven: true, env: { PATH: bin }, platform: 'darwin' });

  expect(missing.map(({ name, found, how }) => [name, found, how[0]])).toEqual([
    ['Python 3.10 or newer', 'Python 3.8', 'macOS: brew install python'],
    ['Java 17 or newer', 'Java 11', 'macOS: brew install openjdk@17'],
  ]);
});

test('for a Python without ensurepip, as on Debian, the message names the package to install', async () => {
  program('git', 'git version 2.39.5');
  program('npm', '10.8.2');
  program('python3', '3 11 0');

  const { missing } = await findPrerequisites({ presto: false, maven: false, env: { PATH: bin }, platform: 'linux' });

  expect(explainMissing(missing)).toContain(
    [
      '  the venv module of Python 3.11 (found: python3 without ensurepip) — the Python packages go into environments of their own',
      '    Debian, Ubuntu, WSL: sudo apt-get install python3-venv',
    ].join('\n'),
  );
});

test('with a Presto server of the user, neither Java nor Maven is needed', async () => {
  program('git', 'git version 2.39.5');
  program('npm', '10.8.2');
  program('python3', '3 12 1');

  const prerequisites = await findPrerequisites({ presto: false, maven: false, env: { PATH: bin } });

  expect(prerequisites).toEqual({ python: { command: 'python3', version: '3.12' }, missing: [] });
});

describe('the scikit-learn of an image', () => {
  test('is the version of the image when this Python has a wheel for it', () => {
    expect(chooseScikitLearn('1.2-1', '3.11')).toMatchObject({ scikitLearn: '1.2.1', exact: true });
  });

  test('is otherwise the nearest version with a wheel, and a note says so', () => {
    expect(chooseScikitLearn('0.23-1', '3.11')).toMatchObject({
      scikitLearn: '1.1.3',
      exact: false,
      note: 'image 0.23-1 has scikit-learn 0.23.2, which has no wheel for Python 3.11: the local container has 1.1.3, the nearest that has one',
    });
    expect(chooseScikitLearn('1.2-1', '3.13').scikitLearn).toBe('1.5.2');
  });

  test('comes from the environment of the image, or from the nearest one', () => {
    expect(containerPython('1.2-1', bin)).toBeUndefined();
    for (const [image, scikitLearn] of [
      ['1.0-1', '1.1.3'],
      ['1.4-2', '1.4.2'],
    ] as const) {
      const folder = join(bin, image);
      mkdirSync(folder);
      writeFileSync(join(folder, 'image.json'), JSON.stringify({ scikitLearn }));
    }
    expect(containerPython('1.4-2', bin)).toMatchObject({ image: '1.4-2', exact: true });
    expect(containerPython('1.2-1', bin)).toMatchObject({ image: '1.0-1', scikitLearn: '1.1.3', exact: false });
  });
});
