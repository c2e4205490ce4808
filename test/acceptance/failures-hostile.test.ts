import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import { parseOutputs } from '../../local/demo/runner.ts';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { type CommandResult, expectNoStackTrace, mlops, start } from './support/command-line.ts';
import { type TeamFolder, teamFolder } from './support/team-folder.ts';

/**
 * A query that fails with a message that its author has chosen. The output of the action contains no commands to the runner,
 * the terminal gets no control characters, and the report contains no HTML, no mentions and no links.
 */

const ESCAPE = '\u001b';
const TEXTS = [
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
let action: CommandResult;
let outputs: Record<string, string>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'failures-'));
  server = await createSageMakerServer({ dir: join(dir, 'sagemaker') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: server.url,
  });
  // A carriage return before one text, a line feed before each other, and more text than any message may have.
  const message = TEXTS.map(
    (text, i) =>
      `${i === 2 ? 'chr(13)' : 'chr(10)'}, '${text.replaceAll("'", "''").replaceAll(ESCAPE, `', chr(27), '`)}'`,
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

test('the action fails with the reason, and its log has only its own commands', () => {
  expect(action.code).toBe(1);
  expect(action.all).toContain('Presto rejects the query: failed: ');
  const lines = action.all.split(/\r\n|\r|\n/);
  const commands = lines.flatMap((line) => commandOf(line) ?? []);
  expect(commands).toEqual(['debug', 'error']);
  expect(action.all).not.toContain('hunter2hunter2');
  // The stack trace is in debug messages, which GitHub shows only with step debug logging.
  expectNoStackTrace(lines.filter((line) => commandOf(line) !== 'debug').join('\n'));
});

test('the message adds no outputs to the action', () => {
  expect(Object.keys(outputs).sort()).toEqual(
    ['decision', 'execution-arn', 'outcome', 'package-arn', 'reason-code', 'result'].sort(),
  );
  expect(outputs).toMatchObject({ decision: 'failed', 'reason-code': 'execution_failed', 'package-arn': '' });
  expect(JSON.parse(outputs.result ?? '')).toMatchObject({ verb: 'train', reason_code: 'execution_failed' });
});

test('the terminal gets no control characters', async () => {
  // The action has started the run of this commit and repository.
  const result = await mlops(['train', '--commit', 'b'.repeat(40), '--repository', 'acme/late-lines'], {
    cwd: team.dir,
  });
  expect(result.err).toContain('Picking up');
  expect(result.err).toContain('set-env name=EVIL');
  expect(result.all).not.toMatch(/[^\P{Cc}\n\t]/u);
  expect(result.all).not.toContain('hunter2hunter2');
});

test('the report has no HTML, no link and no mention', async () => {
  const result = await mlops(['report', outputs['execution-arn'] ?? ''], { cwd: team.dir });
  expect(result.code).toBe(0);
  expect(result.out.length).toBeLessThan(65_536);
  expect(result.out).toContain('set-env name=EVIL');
  expect(result.all).not.toMatch(/[^\P{Cc}\n\t]/u);
  expect(result.all).not.toContain('hunter2hunter2');
  const html = await marked.parse(result.out);
  const outsideCode = html.replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, '');
  expect(html).not.toMatch(/<script|<img/);
  expect(outsideCode).not.toMatch(/@octocat|<a |href/);
  // Each folded part is closed.
  expect(outsideCode.match(/<details>/g)?.length).toBe(outsideCode.match(/<\/details>/g)?.length);
});

/**
 * The name of the command that the runner reads in a line; undefined when there is none. Source: ActionCommand.cs of the
 * runner (`::name …::` after blanks, `##[name …]` anywhere).
 */
function commandOf(line: string): string | undefined {
  return /^\s*::([^\s:]+)/.exec(line)?.[1] ?? /##\[([^\s\]]+)/.exec(line)?.[1];
}

/** Runs the committed bundle in the way a runner does. */
async function runAction({
  dir: workspace,
}: TeamFolder): Promise<{ action: CommandResult; outputs: Record<string, string> }> {
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
  const result = await start(process.execPath, [join(workspace, 'dist', 'train.js')], { cwd: workspace, env }).result;
  return { action: result, outputs: parseOutputs(readFileSync(output, 'utf8')) };
}
