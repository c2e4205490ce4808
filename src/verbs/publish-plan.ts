import { Failure } from '../failure.ts';
import type { Plan } from '../plan/plan.ts';
import type { CheckAnnotation, CheckRun, CheckRunContent, Comment, GitHub, PullRequest } from '../ports/github.ts';
import { type Redactor, redactJson } from '../redact.ts';
import { LONGEST_COMMENT } from '../report/markdown.ts';
import { findOwn, type Marked, marker } from '../report/marker.ts';
import { type Annotation, planAnnotations } from '../report/plan-annotations.ts';
import { planCheckRun } from '../report/plan-check-run.ts';
import { planComment } from '../report/plan-comment.ts';
import { planMarkdown } from '../report/plan-markdown.ts';
import { stickyComment } from './sticky-comment.ts';

/** What the invisible first line of a plan's comment says. `Receipt` is src/plan/receipt.ts's, one for each affected environment. */
export interface PlanFacts<Receipt = unknown> {
  /** Head of the pull request that was planned. */
  head: string;
  /** Newer head, once the plan is out of date. */
  stale?: string;
  /** Environments that the plan affects. */
  affected: string[];
  /** One for each of them; none at all when they would leave no room in the comment for the plan itself. */
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
  /** By environment: what a later apply is held to (src/plan/receipt.ts). */
  receipts: Record<string, unknown>;
  /** Address of the job that made the plan. */
  runUrl?: string;
}

export interface PublishedPlan {
  /** Null when a newer commit was pushed while this one was planned: then nothing is written. */
  comment: Comment | null;
  checkRuns: CheckRun[];
  posted: 'written' | 'unchanged' | 'superseded';
  /** `denied`: the token may not write checks; a person's never may. */
  checks: 'written' | 'denied' | 'superseded';
  /** Head of the pull request now, when it is not ours any more. */
  newerHead: string | null;
}

/** Characters of JSON that the receipts may have: half of a comment is for reading. */
const LONGEST_RECEIPTS = 24_000;

/** Kind of the marker, as in src/report/plan-comment.ts. */
export const PLAN_COMMENT = 'plan';

/**
 * Before anything is planned: an existing plan of an older commit says from now on that it is one. If the new plan never
 * comes, that is what stays. A run that is itself for an older commit changes nothing.
 */
export async function markStale(place: PlanPlace, github: GitHub): Promise<{ newerHead: string | null }> {
  const pull = await pullRequest(place, github);
  if (pull.head.sha !== place.head) return { newerHead: pull.head.sha };
  const [plan, ...doubles] = await ours(place, github);
  // Two first plans at the same moment, the second of which ended in the middle, may have left one each.
  for (const { comment } of doubles) await github.deleteComment(comment.id);
  if (plan !== undefined && plan.facts.head !== place.head && plan.facts.stale !== place.head) {
    await stale(plan, place.head, github);
  }
  return { newerHead: null };
}

/**
 * Writes a plan where it is reviewed: one comment that is edited in place, and one check run for each affected environment on
 * the head commit. Running again changes what is there instead of adding. When a newer commit was pushed meanwhile, its plan
 * is left alone; if the push came in the very moment of writing, what was written is marked stale at once.
 */
export async function publishPlan(
  plan: Plan,
  publication: PlanPublication,
  github: GitHub,
  redactor: Redactor,
): Promise<PublishedPlan> {
  const pull = await pullRequest(publication, github);
  if (pull.head.sha !== publication.head) return superseded(pull.head.sha);
  const { head, receipts, key, runUrl } = publication;
  // Before it is rendered: Markdown would take a secret apart, and what is left still fits the limits. After it, for good measure.
  const clean = redactJson(plan, redactor) as Plan;
  const fits = JSON.stringify(receipts).length <= LONGEST_RECEIPTS;
  const affected = plan.environments.map(({ environment }) => environment);
  const facts = redactJson(
    { head, affected, receipts: fits ? receipts : {} } satisfies PlanFacts,
    redactor,
  ) as PlanFacts;
  const rendered = planComment(clean, { key, facts, ...(runUrl === undefined ? {} : { runUrl }) }).body;
  const body = redactor.redact(rendered).slice(0, LONGEST_COMMENT);
  const { comment, changed } = await stickyComment(github, publication.pullRequest, PLAN_COMMENT, key, body);
  const [checkRuns, checks] = await writeChecks(planChecks(clean, publication), publication, github);
  const after = await pullRequest(publication, github);
  if (after.head.sha !== publication.head) {
    for (const plan of await ours(publication, github)) {
      if (plan.facts.head === publication.head) await stale(plan, after.head.sha, github);
    }
  }
  return {
    comment,
    checkRuns,
    posted: changed ? 'written' : 'unchanged',
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
  const marked = findOwn<PlanFacts>(await github.comments(number), await github.viewer(), PLAN_COMMENT);
  return marked.filter((plan) => plan.key === key).sort((a, b) => a.comment.id - b.comment.id);
}

/** Keeps the plan readable and its receipts where they are: both are for the commit that they name. */
async function stale({ comment, key, facts }: Marked<PlanFacts>, newer: string, github: GitHub): Promise<void> {
  const [, ...lines] = comment.body.replaceAll('\r\n', '\n').split('\n');
  const text = lines
    .join('\n')
    .replace(/^\n*> \[!WARNING\]\n> \*\*Out of date\.\*\*.*\n/, '')
    .replace(/^\n+/, '');
  const note = `> [!WARNING]\n> **Out of date.** This plan is for ${facts.head.slice(0, 12)}; ${newer.slice(0, 12)} was pushed since, and its plan takes this place when it is ready.`;
  const body = `${marker(PLAN_COMMENT, key, { ...facts, stale: newer })}\n\n${note}\n\n${text}`;
  await github.updateComment(comment.id, body.slice(0, LONGEST_COMMENT));
}

/** A check for each affected environment, or a single one when there is none. */
function planChecks(plan: Plan, { key, runUrl, ...place }: PlanPublication): CheckRunContent[] {
  const affected = plan.environments.map(({ environment }) => environment);
  const merged = new Map(planAnnotations(plan).map((annotation) => [annotationKey(annotation), annotation]));
  const more = runUrl === undefined ? {} : { detailsUrl: runUrl };
  const checks = affected.map((environment): CheckRunContent => {
    const { annotations, conclusion, ...check } = planCheckRun(plan, environment);
    // A remark on a line that several environments share stands there once, in the check of the first of them.
    const own = annotations.map(annotationKey).flatMap((id) => {
      const annotation = merged.get(id);
      merged.delete(id);
      return annotation === undefined ? [] : [checkAnnotation(annotation)];
    });
    const externalId = `${checkPrefix({ ...place, key })}${environment}`;
    return {
      ...check,
      ...more,
      externalId,
      conclusion: conclusion === 'action_required' ? 'neutral' : conclusion,
      annotations: own,
    };
  });
  if (checks.length > 0) return checks;
  const failed = plan.findings.some(({ severity }) => severity === 'error');
  return [
    {
      ...more,
      name: key === 'all' ? 'mlops plan' : `mlops plan (${key})`,
      externalId: `${checkPrefix({ ...place, key })}${key === 'all' ? '' : key}`,
      conclusion: failed ? 'failure' : 'success',
      title: failed ? 'There is an error to correct' : 'No environment changes',
      summary: planMarkdown(plan),
      annotations: [...merged.values()].map(checkAnnotation),
    },
  ];
}

/** A commit can be the head of several pull requests, with other bases. */
const checkPrefix = ({ pullRequest: number, key }: PlanPlace): string => `${PLAN_COMMENT}/${number}/${key}/`;

const annotationKey = ({ raw: _, ...annotation }: Annotation): string => JSON.stringify(annotation);

function checkAnnotation({ level, raw, ...annotation }: Annotation): CheckAnnotation {
  return { ...annotation, annotation_level: level, raw_details: raw };
}

async function writeChecks(
  wanted: CheckRunContent[],
  place: PlanPlace,
  github: GitHub,
): Promise<[CheckRun[], 'written' | 'denied']> {
  const { head } = place;
  const viewer = await github.viewer();
  const prefix = checkPrefix(place);
  const written: CheckRun[] = [];
  try {
    const there = (await github.checkRuns(head))
      .filter((run) => run.author === viewer && run.externalId.startsWith(prefix))
      // The newest first: those that one has taken the place of stay as they are.
      .filter((run, i, all) => all.findIndex(({ externalId }) => externalId === run.externalId) === i);
    for (const check of wanted) {
      const existing = there.find((run) => run.externalId === check.externalId);
      const reusable = existing !== undefined && (await holdsOnly(existing, check, github));
      written.push(
        reusable ? await github.updateCheckRun(existing.id, check) : await github.createCheckRun(head, check),
      );
    }
    for (const run of there) {
      if (wanted.some(({ externalId }) => externalId === run.externalId)) continue;
      const title = 'Not part of the plan any more';
      const summary = 'An earlier plan of this commit wrote this check; the newer one has nothing to say here.';
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
  const wanted = check.annotations.map(annotationText);
  return (await github.checkAnnotations(run.id)).every((there) => wanted.includes(annotationText(there)));
}

/** The same for the same annotation, in whatever order its fields are. */
const annotationText = (annotation: CheckAnnotation): string =>
  JSON.stringify(Object.entries(annotation).sort(([a], [b]) => (a < b ? -1 : 1)));
