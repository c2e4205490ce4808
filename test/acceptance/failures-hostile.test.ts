import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import { parseOutputs } from '../../local/demo/runner.ts';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { expectNoStackTrace, mlops, type Said, start } from './support/command-line.ts';
import { type TeamFolder, teamFolder } from './support/team-folder.ts';

/**
 * A query that fails with words of its author's choice: what the action prints is no command to the runner, what the
 * terminal shows moves no cursor, and the report brings neither HTML nor mentions nor links.
 */

const ESCAPE = '\u001b';
const WORDS = [
  'no such thing',
  '::set-env name=EVIL::yes',
  ' \t::error file=config.yml::forged',
  '::stop-commands::forever',
  '::add-mask::e',
  'at ##[add-path]/evil',
  `${ESCAPE}]0;title${ESCAPE}[2J`,
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '@octocat [click](https://evil.example) ![x](https://evil.example/x.png) #1',
  '```',
  '</details> | cell | ~~~ <!-- -->',
  `password='hunter2hunter2'`,
];

let dir: string;
let server: SageMakerServer;
let team: TeamFolder;
let action: Said;
let outputs: Record<string, string>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'failures-'));
  server = await createSageMakerServer({ dir: join(dir, 'sagemaker') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: server.url,
  });
  // A carriage return before one of them, a line feed before the others, and more text than any message takes.
  const message = WORDS.map(
    (words, i) =>
      `${i === 2 ? 'chr(13)' : 'chr(10)'}, '${words.replaceAll("'", "''").replaceAll(ESCAPE, `', chr(27), '`)}'`,
  ).join(', ');
  const query = `SELECT 1 AS line_key, 1 AS days_to_ship, 1 AS days_to_commit, 1 AS quantity, 1 AS extendedprice,
  CAST(fail(concat('failed: ', ${message}, rpad('', 10000, 'A'))) AS integer) AS late`;
  team = teamFolder({ parent: dir, name: 'hostile', query });
  ({ action, outputs } = await runAction(team));
});

afterAll(async () => {
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('the action fails with the reason, and nothing in its log is a command but its own', () => {
  expect(action.code).toBe(1);
  expect(action.all).toContain('Presto rejects the query: failed: ');
  const lines = action.all.split(/\r\n|\r|\n/);
  const commands = lines.flatMap((line) => commandOf(line) ?? []);
  expect(commands).toEqual(['debug', 'error']);
  expect(action.all).not.toContain('hunter2hunter2');
  // Where it happened is for those who switch step debug logging on.
  expectNoStackTrace(lines.filter((line) => commandOf(line) !== 'debug').join('\n'));
});

test('the outputs of the action stay what they are', () => {
  expect(Object.keys(outputs).sort()).toEqual(
    ['decision', 'execution-arn', 'outcome', 'package-arn', 'reason-code', 'result'].sort(),
  );
  expect(outputs).toMatchObject({ decision: 'failed', 'reason-code': 'execution_failed', 'package-arn': '' });
  expect(JSON.parse(outputs.result ?? '')).toMatchObject({ verb: 'train', reason_code: 'execution_failed' });
});

test('the terminal gets no control characters', async () => {
  // The run of this commit and repository is there already.
  const said = await mlops(['train', '--commit', 'b'.repeat(40), '--repository', 'acme/late-lines'], { cwd: team.dir });
  expect(said.err).toContain('Picking up');
  expect(said.err).toContain('set-env name=EVIL');
  expect(said.all).not.toMatch(/[^\P{Cc}\n\t]/u);
  expect(said.all).not.toContain('hunter2hunter2');
});

test('the report brings no HTML, no link and no mention', async () => {
  const said = await mlops(['report', outputs['execution-arn'] ?? ''], { cwd: team.dir });
  expect(said.code).toBe(0);
  expect(said.out.length).toBeLessThan(65_536);
  expect(said.out).toContain('set-env name=EVIL');
  expect(said.all).not.toMatch(/[^\P{Cc}\n\t]/u);
  expect(said.all).not.toContain('hunter2hunter2');
  const html = await marked.parse(said.out);
  const running = html.replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, '');
  expect(html).not.toMatch(/<script|<img/);
  expect(running).not.toMatch(/@octocat|<a |href/);
  // What is folded away is closed again where it ends.
  expect(running.match(/<details>/g)?.length).toBe(running.match(/<\/details>/g)?.length);
});

/** The name of the command that a line is to the runner (its ActionCommand.cs: `::name …::` after blanks, `##[name …]` anywhere). */
function commandOf(line: string): string | undefined {
  return /^\s*::([^\s:]+)/.exec(line)?.[1] ?? /##\[([^\s\]]+)/.exec(line)?.[1];
}

/** Runs the committed bundle as a runner does. */
async function runAction({ dir: workspace }: TeamFolder): Promise<{ action: Said; outputs: Record<string, string> }> {
  const scratch = join(dir, 'step');
  mkdirSync(scratch);
  const file = (name: string, text = '') => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const output = file('output');
  const env = {
    INPUT_CONFIG: 'config.yml',
    INPUT_RETRY: 'false',
    'INPUT_TIMEOUT-MINUTES': '5',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/late-lines',
    GITHUB_SHA: 'b'.repeat(40),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: file('event.json', '{}'),
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: file('summary.md'),
    GITHUB_WORKSPACE: workspace,
  };
  const said = await start(process.execPath, [join(workspace, 'dist', 'train.js')], { cwd: workspace, env }).said;
  return { action: said, outputs: parseOutputs(readFileSync(output, 'utf8')) };
}
