import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionArguments, splitArgument } from '../../src/desired/container-argument.ts';
import { gzipStored } from '../../src/desired/gzip-stored.ts';
import { launcherScript } from '../../src/desired/launcher.ts';
import { ustar } from '../../src/desired/ustar.ts';

/** Runs the launcher with /opt/ml in a folder of this test, and with a `python` that records how it is called. */
function run(
  program: string,
  args: readonly string[],
  files: Record<string, string>,
): { calls: string[][]; code: number } {
  const folder = mkdtempSync(join(tmpdir(), 'launcher-'));
  try {
    const code = join(folder, 'processing', 'input', 'code');
    mkdirSync(code, { recursive: true });
    const archive = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
    writeFileSync(join(code, 'sourcedir.tar.gz'), gzipStored(ustar(archive)));
    mkdirSync(join(folder, 'bin'));
    const python = '#!/bin/bash\nprintf "%s\\037" "$@" >> "$CALLS"; printf "\\036" >> "$CALLS"\n[[ "$2" != fail ]]\n';
    writeFileSync(join(folder, 'bin', 'python'), python, { mode: 0o755 });
    const script = join(folder, 'runproc.sh');
    writeFileSync(script, launcherScript(program).replaceAll('/opt/ml', folder));
    const calls = join(folder, 'calls');
    let exit = 0;
    try {
      const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, CALLS: calls };
      execFileSync('/bin/bash', [script, ...args], { env, stdio: 'pipe' });
    } catch (error) {
      exit = (error as { status: number }).status;
    }
    const text = execFileSync('cat', [calls], { encoding: 'utf8' });
    return {
      code: exit,
      calls: text
        .split('\u001e')
        .slice(0, -1)
        .map((call) => call.split('\u001f').slice(0, -1)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the launcher runs the script in its folder and does not change its arguments', () => {
  const args = ['--target', 'is "late"', '--features', '["a b", "it\'s", "$HOME", "ü"]', '--empty', ''];
  expect(run("a b/it's.py", args, { "a b/it's.py": '' })).toEqual({ code: 0, calls: [["a b/it's.py", ...args]] });
});

test('the launcher runs a script without arguments', () => {
  expect(run('x.py', [], { 'x.py': '' })).toEqual({ code: 0, calls: [['x.py']] });
});

test('the launcher installs the requirements before the script runs', () => {
  expect(run('x.py', [], { 'x.py': '', 'requirements.txt': '' }).calls).toEqual([
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt'],
    ['x.py'],
  ]);
});

test('the launcher ends with the exit code of the script', () => {
  expect(run('x.py', ['fail'], { 'x.py': '' }).code).toBe(1);
});

test('the launcher puts the pieces of a long value together', () => {
  const list = JSON.stringify(Array.from({ length: 60 }, (_, index) => `feature "${index}" ü`));
  const parts = splitArgument(list);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.every((part) => part.length <= 256)).toBe(true);
  const args = [
    ...optionArguments('host', ['h']),
    ...optionArguments('features', parts),
    ...optionArguments('target', ['t']),
  ] as string[];
  expect(run('x.py', args, { 'x.py': '' }).calls).toEqual([
    ['x.py', '--host', 'h', '--features', list, '--target', 't'],
  ]);
});

test('a short or empty text is one piece, and no character is cut in two', () => {
  expect(splitArgument('')).toEqual(['']);
  expect(splitArgument('a'.repeat(256))).toHaveLength(1);
  expect(splitArgument(`${'a'.repeat(255)}😀`)).toEqual(['a'.repeat(255), '😀']);
});
