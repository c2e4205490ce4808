import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../actions/action.ts';
import { comparedByEvent } from '../../actions/plan/compared.ts';
import { localGit } from '../../src/adapters/git/index.ts';

/** Which commits the action `plan` compares, in the checkouts that GitHub makes. */

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'compared-'));
  git('init', '-q', '-b', 'main');
  commit('config.yml', 'base');
  git('checkout', '-q', '-b', 'change');
  commit('config.yml', 'change');
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

function git(...args: string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', workspace, ...who, ...args], { encoding: 'utf8' }).trim();
}

function commit(file: string, text: string): void {
  writeFileSync(join(workspace, file), `${text}\n`);
  git('add', '.');
  git('commit', '-q', '-m', text);
}

/** Checks out what merging the branch into main gives. */
function testMerge(): string {
  const head = git('rev-parse', 'change');
  git('checkout', '-q', '--detach', 'main');
  git('merge', '-q', '--no-ff', '-m', 'Merge', 'change');
  return head;
}

const job = (head: string, event = 'pull_request'): Job =>
  ({ workspace, event, payload: { pull_request: { head: { sha: head } } } }) as unknown as Job;

test('a head that holds all of the base is compared itself, as locally', () => {
  const head = testMerge();
  expect(comparedByEvent(job(head), localGit)).toEqual({ base: 'HEAD^1', head });
});

test('after the base has moved on it is the merge: what the base gained is no part of the change', () => {
  git('checkout', '-q', 'main');
  commit('other.yml', 'meanwhile');
  const head = testMerge();
  expect(comparedByEvent(job(head), localGit)).toEqual({ base: 'HEAD^1', head: 'HEAD' });
});

test('in any other checkout the verb decides: the head alone, a push, a merge of something else', () => {
  const head = git('rev-parse', 'HEAD');
  expect(comparedByEvent(job(head), localGit)).toEqual({});
  testMerge();
  expect(comparedByEvent(job(head, 'push'), localGit)).toEqual({});
  expect(comparedByEvent(job('0'.repeat(40)), localGit)).toEqual({});
});
