import { stickyComment } from '../apply/sticky-comment.ts';
import { Failure } from '../failure.ts';
import type { Plan } from '../plan/plan.ts';
import type { CheckAnnotation, CheckRun, CheckRunContent, Comment, GitHub, PullRequest } from '../ports/github.ts';
import { type Redactor, redactJson } from '../redact.ts';
import { LONGEST_COMMENT } from '../report/markdown.ts';
import { findOwn, type Marked, marker, withNote, withoutMarker, withoutNote } from '../report/marker.ts';
import { type Annotation, planAnnotations } from '../report/plan/annotations.ts';
import { planCheckRun } from '../report/plan/check-run.ts';
import { planComment } from '../report/plan/comment.ts';
import { planMarkdown } from '../report/plan/markdown.ts';

/** Facts in the marker of a plan's comment. `Receipt` is the type in src/plan/receipt.ts. */
export interface PlanFacts<Receipt = unknown> {
  /** Head of the pull request that was planned. */
  head: string;
  /** Newer head. Set when the plan is out of date. */
  stale?: string;
  /** Environments that the plan affects. */
  affected: string[];
  /** One for each affected environment. Empty when they would leave too little of the comment for the plan. */
  receipts: Record<string, Receipt>;
}

export interface PlanCommentTarget {
  pullRequest: number;
  /** Head commit of the pull request that this run is for. */
  head: string;
  /** Which plan of the pull request: an environment, or `all`. Each has a comment of its own. */
  key: string;
}

export interface PlanPublication extends PlanCommentTarget {
  /** By environment: what a later apply is verified against (src/plan/receipt.ts). */
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

/** Maximum number of characters of JSON that the receipts have. More than half of a comment stays for the plan. */
const MAX_RECEIPTS = 24_000;

/** Kind of the marker, as in src/report/plan/comment.ts. */
export const PLAN_COMMENT = 'plan';

/** Name of the note that marks a plan as out of date. */
const STALE_NOTE = 'stale';

/**
 * Marks the posted plan of an older commit as out of date. This happens before anything is planned, so the mark stays when the
 * new plan fails. A run that is itself for an older commit changes nothing.
 */
export async function markStale(place: PlanCommentTarget, github: GitHub): Promise<{ newerHead: string | null }> {
  const pull = await pullRequest(place, github);
  if (pull.head.sha !== place.head) return { newerHead: pull.head.sha };
  const [plan, ...duplicates] = await ownPlans(place, github);
  // Two runs at the same moment can each leave a comment, when the second one is stopped before it ends.
  for (const { comment } of duplicates) await github.deleteComment(comment.id);
  if (plan !== undefined && plan.facts.head !== place.head && plan.facts.stale !== place.head) {
    await markAsStale(plan, place.head, github);
  }
  return { newerHead: null };
}

/**
 * Posts a plan where it is reviewed: one comment that is edited in place, and one check run for each affected environment on
 * the head commit. Running again edits them. When a newer commit was pushed before, nothing is written. When it is pushed while
 * the plan is written, the plan is marked as out of date at once.
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
  // Redacted before it is rendered, because Markdown can split a secret, and again after it.
  const clean = redactJson(plan, redactor) as Plan;
  const fits = JSON.stringify(receipts).length <= MAX_RECEIPTS;
  const affected = plan.environments.map(({ environment }) => environment);
  const facts = redactJson(
    { head, affected, receipts: fits ? receipts : {} } satisfies PlanFacts,
    redactor,
  ) as PlanFacts;
  const rendered = planComment(clean, { key, facts, ...(runUrl === undefined ? {} : { runUrl }) }).body;
  const body = redactor.redact(rendered).slice(0, LONGEST_COMMENT);
  const { comment, changed } = await stickyComment(github, {
    issue: publication.pullRequest,
    kind: PLAN_COMMENT,
    key,
    body,
  });
  const [checkRuns, checks] = await writeChecks(planChecks(clean, publication), publication, github);
  const after = await pullRequest(publication, github);
  if (after.head.sha !== publication.head) {
    for (const own of await ownPlans(publication, github)) {
      if (own.facts.head === publication.head) await markAsStale(own, after.head.sha, github);
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

async function pullRequest({ pullRequest: number }: PlanCommentTarget, github: GitHub): Promise<PullRequest> {
  const pull = await github.pullRequest(number);
  if (pull !== undefined) return pull;
  throw new Failure('not_found', `There is no pull request #${number}`, {
    way_out: 'A plan is posted to a pull request: run this on the event pull_request.',
  });
}

/** Our own comments with a plan of that key, oldest first. */
async function ownPlans(
  { pullRequest: number, key }: PlanCommentTarget,
  github: GitHub,
): Promise<Array<Marked<PlanFacts>>> {
  const marked = findOwn<PlanFacts>(await github.comments(number), await github.viewer(), PLAN_COMMENT);
  return marked.filter((plan) => plan.key === key).sort((a, b) => a.comment.id - b.comment.id);
}

/** Puts a note before a plan. The plan and its receipts stay: both are for the commit that they name. */
async function markAsStale({ comment, key, facts }: Marked<PlanFacts>, newer: string, github: GitHub): Promise<void> {
  // GitHub keeps line ends as they came.
  const text = withoutNote(STALE_NOTE, withoutMarker(comment.body.replaceAll('\r\n', '\n')));
  const note = `> [!WARNING]\n> **Out of date.** This plan is for ${facts.head.slice(0, 12)}; ${newer.slice(0, 12)} was pushed since, and its plan takes this place when it is ready.`;
  const body = `${marker(PLAN_COMMENT, key, { ...facts, stale: newer })}\n\n${withNote(STALE_NOTE, note, text)}`;
  await github.updateComment(comment.id, body.slice(0, LONGEST_COMMENT));
}

/** Makes one check for each affected environment, or a single check when no environment is affected. */
function planChecks(plan: Plan, { key, runUrl, ...place }: PlanPublication): CheckRunContent[] {
  const affected = plan.environments.map(({ environment }) => environment);
  const merged = new Map(planAnnotations(plan).map((annotation) => [annotationKey(annotation), annotation]));
  const more = runUrl === undefined ? {} : { detailsUrl: runUrl };
  const checks = affected.map((environment): CheckRunContent => {
    const { annotations, conclusion, ...check } = planCheckRun(plan, environment);
    // Several environments can share a line. Its annotation is in the check of the first of them only.
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

/** The number is part of it, because a commit can be the head of several pull requests with other bases. */
const checkPrefix = ({ pullRequest: number, key }: PlanCommentTarget): string => `${PLAN_COMMENT}/${number}/${key}/`;

const annotationKey = ({ raw: _, ...annotation }: Annotation): string => JSON.stringify(annotation);

function checkAnnotation({ level, raw, ...annotation }: Annotation): CheckAnnotation {
  return { ...annotation, annotation_level: level, raw_details: raw };
}

async function writeChecks(
  wanted: CheckRunContent[],
  place: PlanCommentTarget,
  github: GitHub,
): Promise<[CheckRun[], 'written' | 'denied']> {
  const { head } = place;
  const viewer = await github.viewer();
  const prefix = checkPrefix(place);
  const written: CheckRun[] = [];
  try {
    const existing = (await github.checkRuns(head))
      .filter((run) => run.author === viewer && run.externalId.startsWith(prefix))
      // The newest run of each id comes first. Older runs of the same id are replaced already.
      .filter((run, i, all) => all.findIndex(({ externalId }) => externalId === run.externalId) === i);
    for (const check of wanted) {
      const run = existing.find(({ externalId }) => externalId === check.externalId);
      const reusable = run !== undefined && (await hasOnlyWantedAnnotations(run, check, github));
      written.push(reusable ? await github.updateCheckRun(run.id, check) : await github.createCheckRun(head, check));
    }
    for (const run of existing) {
      if (wanted.some(({ externalId }) => externalId === run.externalId)) continue;
      const title = 'Not part of the plan any more';
      const summary =
        'An earlier plan of this commit wrote this check. The newer plan does not affect this environment.';
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
 * Tells whether every annotation of a run is still wanted. GitHub cannot remove an annotation, so otherwise a new run of the same
 * name replaces the run.
 */
async function hasOnlyWantedAnnotations(run: CheckRun, check: CheckRunContent, github: GitHub): Promise<boolean> {
  if (run.annotations === 0) return true;
  const wanted = check.annotations.map(annotationText);
  return (await github.checkAnnotations(run.id)).every((annotation) => wanted.includes(annotationText(annotation)));
}

/** Equal for equal annotations, whatever the order of their fields. */
const annotationText = (annotation: CheckAnnotation): string =>
  JSON.stringify(Object.entries(annotation).sort(([a], [b]) => (a < b ? -1 : 1)));
