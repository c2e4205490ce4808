import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAction } from '../../actions/run-action.ts';

/** An action from its inputs to its outputs and its log, without network. */

let folder: string;
let saved: NodeJS.ProcessEnv;
let log: string;
const write = process.stdout.write;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-action-'));
  saved = { ...process.env };
  writeFileSync(join(folder, 'output'), '');
  Object.assign(process.env, {
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_WORKSPACE: folder,
    GITHUB_EVENT_PATH: '',
    GITHUB_REPOSITORY: 'octo/models',
    INPUT_CONFIG: 'config.yml',
    INPUT_ENVIRONMENT: 'dev',
    INPUT_CONFIRM: '',
    INPUT_REGISTRY: 'false',
  });
  delete process.env.MLOPS_DEBUG;
  log = '';
  process.stdout.write = (text: string | Uint8Array) => {
    log += String(text);
    return true;
  };
});

afterEach(() => {
  process.stdout.write = write;
  process.env = saved;
  process.exitCode = 0;
  rmSync(folder, { recursive: true, force: true });
});

const outputs = () => readFileSync(join(folder, 'output'), 'utf8');

test('a failure sets the outputs and fails the step with its way out', async () => {
  process.env.INPUT_CONFIRM = 'prod';
  await runAction('destroy');
  expect(outputs()).toMatch(/reason-code<<.*\nusage\n/);
  expect(log).toContain('::error::usage: The input confirm is "prod"');
  expect(log).toContain('%0AWrite the name of the environment twice.');
  expect(process.exitCode).toBe(1);
});

test('each mistake of the configuration is an annotation on its line', async () => {
  writeFileSync(join(folder, 'config.yml'), 'presto:\n  hst: presto\n');
  mkdirSync(join(folder, 'environments/dev'), { recursive: true });
  writeFileSync(join(folder, 'environments/dev/environment.yml'), 'account: "123456789012"\n');
  await runAction('destroy');
  expect(outputs()).toMatch(/reason-code<<.*\nconfig_invalid\n/);
  expect(log).toMatch(/::error title=Configuration,file=.*config\.yml,line=2,col=3::presto\.hst: /);
});

test('the stack of an error is in the debug log, and in the log with MLOPS_DEBUG', async () => {
  process.env.INPUT_CONFIRM = 'prod';
  await runAction('destroy');
  expect(log).toMatch(/::debug::Failure: .*%0A {4}at /);
  log = '';
  process.env.MLOPS_DEBUG = '1';
  await runAction('destroy');
  expect(log).not.toContain('::debug::');
  expect(log).toMatch(/^Failure: .*\n {4}at /m);
});
