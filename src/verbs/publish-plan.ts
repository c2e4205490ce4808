import { Failure } from '../failure.ts';
import type { CheckRun, CheckRunContent, Comment, GitHub, PullRequest } from '../ports/github.ts';
import { type Redactor, redactJson } from '../redact.ts';
import { LONGEST_COMMENT } from '../report/markdown.ts';
import { findOwn, type Marked, marker } from '../report/marker.ts';
import { stickyComment } from './sticky-comment.ts';

/** What the invisible first line of a plan's comment says. `Receipt` is src/plan/receipt.ts's, one for each affected environment. */
export interface PlanFacts<Receipt = unknown> {
  /** Head of the pull request that was planned. */
  head: string;
  /** Newer head, once the plan is out of date. */
  stale?: string;
  receipts: Record<string, Receipt>;
}

export interface PlanPlace {
  pullRequest: number;
  /** Head commit of the pull request that this run is for. */
  head: string;
  /** Which plan of the pull request: an environment, or `all`. Each has a comment of its own. */
  key: string;
}

export interface PlanPublication extends PlanPlace {
  receipts: Record<string, unknown>;
  /** Markdown of the comment in at most `room` characters. */
  comment(room: number): string;
  /** One for each affected environment, or one for all; `id` tells them apart. */
  checks: Array<Omit<CheckRunContent, 'externalId'> & { id: string }>;
}

export interface PublishedPlan {
  /** Null when a newer commit was pushed while this one was planned: then nothing is written. */
  comment: Comment | null;
  checkRuns: CheckRun[];
  /** `denied`: the token may not write checks; a person's never may. */
  posted: 'created' | 'edited' | 'unchanged' | 'superseded';
  checks: 'written' | 'denied' | 'superseded';
  /** Head of the pull request now, when it is not ours any more. */
  newerHead: string | null;
}

const KIND = 'plan';
/** Redaction may make a text a little longer, and the note that a plan is stale has to fit too. */
const RESERVE = 1_500;

/**
 * Before anything is planned: an existing plan of an older commit says from now on that it is one. If the new plan never
 * comes, that is what stays. A run that is itself for an older commit changes nothing.
 */
export async function markStale(place: PlanPlace, github: GitHub): Promise<{ newerHead: string | null }> {
  const pull = await pullRequest(place, github);
  if (pull.head.sha !== place.head) return { newerHead: pull.head.sha };
  for (const plan of await ours(place, github)) {
    if (plan.facts.head !== place.head && plan.facts.stale !== place.head) await stale(plan, place.head, github);
  }
  return { newerHead: null };
}

/**
 * Writes a plan where it is reviewed: one comment that is edited in place, and one check run for each affected environment on
 * the head commit. Running again changes what is there instead of adding. When a newer commit was pushed meanwhile, its plan
 * is left alone; if the push came in the very moment of writing, what was written is marked stale at once.
 */
export async function publishPlan(
  publication: PlanPublication,
  github: GitHub,
  redactor: Redactor,
): Promise<PublishedPlan> {
  const pull = await pullRequest(publication, github);
  if (pull.head.sha !== publication.head) return superseded(pull.head.sha);
  const facts: PlanFacts = { head: publication.head, receipts: publication.receipts };
  const first = marker(KIND, publication.key, redactJson(facts, redactor) as object);
  const room = LONGEST_COMMENT - first.length - RESERVE;
  const body = `${first}\n\n${redactor.redact(publication.comment(room))}`.slice(0, LONGEST_COMMENT - RESERVE / 2);
  const before = await ours(publication, github);
  const { comment, changed } = await stickyComment(github, publication.pullRequest, KIND, publication.key, body);
  const [checkRuns, checks] = await writeChecks(publication, github, redactor);
  const after = await pullRequest(publication, github);
  if (after.head.sha !== publication.head) {
    for (const plan of await ours(publication, github)) {
      if (plan.facts.head === publication.head) await stale(plan, after.head.sha, github);
    }
  }
  return {
    comment,
    checkRuns,
    posted: changed ? (before.length === 0 ? 'created' : 'edited') : 'unchanged',
    checks,
    newerHead: after.head.sha === publication.head ? null : after.head.sha,
  };
}

const superseded = (newerHead: string): PublishedPlan => ({
  comment: null,
  checkRuns: [],
  posted: 'superseded',
  checks: 'superseded',
  newerHead,
});

async function pullRequest({ pullRequest: number }: PlanPlace, github: GitHub): Promise<PullRequest> {
  const pull = await github.pullRequest(number);
  if (pull !== undefined) return pull;
  throw new Failure('not_found', `There is no pull request #${number}`, {
    wayOut: 'A plan is posted to a pull request: run this on the event pull_request.',
  });
}

async function ours({ pullRequest: number, key }: PlanPlace, github: GitHub): Promise<Array<Marked<PlanFacts>>> {
  const marked = findOwn<PlanFacts>(await github.comments(number), await github.viewer(), KIND);
  return marked.filter((plan) => plan.key === key);
}

/** Keeps the plan readable and its receipts where they are: both are for the commit that they name. */
async function stale({ comment, key, facts }: Marked<PlanFacts>, newer: string, github: GitHub): Promise<void> {
  const [, ...lines] = comment.body.replaceAll('\r\n', '\n').split('\n');
  const text = lines
    .join('\n')
    .replace(/^\n*> \[!WARNING\]\n> \*\*Out of date\.\*\*.*\n/, '')
    .replace(/^\n+/, '');
  const note = `> [!WARNING]\n> **Out of date.** This plan is for ${facts.head.slice(0, 12)}; ${newer.slice(0, 12)} was pushed since, and its plan takes this place when it is ready.`;
  const body = `${marker(KIND, key, { ...facts, stale: newer })}\n\n${note}\n\n${text}`;
  await github.updateComment(comment.id, body.slice(0, LONGEST_COMMENT));
}

async function writeChecks(
  publication: PlanPublication,
  github: GitHub,
  redactor: Redactor,
): Promise<[CheckRun[], 'written' | 'denied']> {
  const { head, key } = publication;
  const viewer = await github.viewer();
  const prefix = `${KIND}/${key}/`;
  const wanted = publication.checks.map(({ id, ...check }) => ({
    ...(redactJson(check, redactor) as typeof check),
    externalId: `${prefix}${id}`,
  }));
  const written: CheckRun[] = [];
  try {
    const there = (await github.checkRuns(head)).filter(
      (run) => run.author === viewer && run.externalId.startsWith(prefix),
    );
    for (const check of wanted) {
      const existing = there.find((run) => run.externalId === check.externalId);
      const reusable = existing !== undefined && (await holdsOnly(existing, check, github));
      written.push(
        reusable ? await github.updateCheckRun(existing.id, check) : await github.createCheckRun(head, check),
      );
    }
    for (const run of there) {
      if (wanted.some(({ externalId }) => externalId === run.externalId)) continue;
      const title = 'Not affected any more';
      const summary = 'This pull request changes nothing here: its base has moved since the earlier plan.';
      const { name, externalId } = run;
      const gone: CheckRunContent = { name, externalId, conclusion: 'neutral', title, summary, annotations: [] };
      if (run.annotations === 0) await github.updateCheckRun(run.id, gone);
      else await github.createCheckRun(head, gone);
    }
  } catch (error) {
    if (error instanceof Failure && error.code === 'access_denied') return [written, 'denied'];
    throw error;
  }
  return [written, 'written'];
}

/**
 * Whether every annotation of a run is still wanted. GitHub cannot remove one, so otherwise a new run of the same name takes
 * its place.
 */
async function holdsOnly(run: CheckRun, check: CheckRunContent, github: GitHub): Promise<boolean> {
  if (run.annotations === 0) return true;
  const wanted = check.annotations.map(({ path, start_line, message }) => JSON.stringify([path, start_line, message]));
  const there = await github.checkAnnotations(run.id);
  return there.every(({ path, start_line, message }) => wanted.includes(JSON.stringify([path, start_line, message])));
}

export interface FoundPlan<Receipt> {
  pullRequest: number;
  /** Address of the comment. */
  url: string;
  /** Undefined: the plan says that this environment is not affected. */
  receipt: Receipt | undefined;
}

/**
 * From a commit on the default branch back to what was reviewed: the pull request that was merged as it, the plan in our own
 * comment there, and the receipt of one environment for exactly the head that was merged.
 * @returns undefined with the reason when there is no such plan
 */
export async function findReceipt<Receipt>(
  github: GitHub,
  commit: string,
  environment: string,
): Promise<{ found: FoundPlan<Receipt> } | { found: undefined; why: string }> {
  const none = (why: string) => ({ found: undefined, why });
  const pulls = await github.pullRequestsForCommit(commit);
  const pull = pulls.find((candidate) => candidate.merged && candidate.mergeCommit === commit);
  if (pull === undefined) return none(`no pull request was merged as ${commit.slice(0, 12)}`);
  const plans = findOwn<PlanFacts<Receipt>>(await github.comments(pull.number), await github.viewer(), KIND).filter(
    ({ key }) => key === environment || key === 'all',
  );
  if (plans.length === 0) return none(`#${pull.number} has no plan`);
  const current = plans.filter(({ facts }) => facts.head === pull.head.sha && facts.stale === undefined);
  if (current.length === 0) {
    return none(`the plan on #${pull.number} is not for ${pull.head.sha.slice(0, 12)}, which was merged`);
  }
  const own = current.find(({ key }) => key === environment) ?? current[0];
  const receipt = current.map(({ facts }) => facts.receipts[environment]).find((known) => known !== undefined);
  return { found: { pullRequest: pull.number, url: own?.comment.url ?? '', receipt } };
}
