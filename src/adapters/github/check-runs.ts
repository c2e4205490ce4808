import { Failure } from '../../failure.ts';
import type { CheckAnnotation, CheckRun, CheckRunContent, GitHub } from '../../ports/github.ts';
import type { Octokit, RepositoryName } from './octokit.ts';

type CheckRunCalls = Pick<GitHub, 'checkRuns' | 'createCheckRun' | 'updateCheckRun' | 'checkAnnotations'>;

/** https://docs.github.com/rest/checks/runs: 50 annotations a request; more are added by further updates. */
const ANNOTATIONS_PER_REQUEST = 50;
const MAX_SUMMARY_BYTES = 65_535;
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_TITLE_LENGTH = 255;
/** How often annotations are sent again after an answer was lost. */
const MAX_LOST_ANSWERS = 5;

/** The calls for check runs and their annotations. */
export function checkRunCalls(octokit: Octokit, repository: RepositoryName): CheckRunCalls {
  const { rest } = octokit;
  return {
    checkRuns: (ref) => listCheckRuns(octokit, repository, ref),
    checkAnnotations: (id) => listAnnotations(octokit, repository, id),
    async createCheckRun(head, check) {
      const wanted = check.annotations.map(withinLimits);
      const first = wanted.slice(0, ANNOTATIONS_PER_REQUEST);
      const output = { ...heading(check), annotations: first };
      const created = await rest.checks.create({ ...repository, head_sha: head, ...content(check), output }).then(
        ({ data }) => checkRunFrom(data),
        async (error: unknown) => {
          if (!isUnavailable(error)) throw error;
          const isSame = (run: CheckRun) => run.externalId === check.externalId && run.name === check.name;
          const accepted = (await listCheckRuns(octokit, repository, head)).find(isSame);
          if (accepted === undefined) throw error;
          return accepted;
        },
      );
      return await addAnnotations(octokit, repository, created, { check, annotations: wanted.slice(first.length) });
    },
    async updateCheckRun(id, check) {
      const { data } = await rest.checks.update({
        ...repository,
        check_run_id: id,
        ...content(check),
        output: heading(check),
      });
      const run = checkRunFrom(data);
      const existing = run.annotations === 0 ? [] : await listAnnotations(octokit, repository, id);
      const annotations = missingFrom(existing, check.annotations.map(withinLimits));
      return await addAnnotations(octokit, repository, run, { check, annotations });
    },
  };
}

async function listCheckRuns(
  { rest, paginate }: Octokit,
  repository: RepositoryName,
  ref: string,
): Promise<CheckRun[]> {
  const runs = await paginate(rest.checks.listForRef, { ...repository, ref, filter: 'all', per_page: 100 });
  return runs.map(checkRunFrom).sort((a, b) => b.id - a.id);
}

async function listAnnotations(
  { rest, paginate }: Octokit,
  repository: RepositoryName,
  id: number,
): Promise<CheckAnnotation[]> {
  const page = { ...repository, check_run_id: id, per_page: 100 };
  return (await paginate(rest.checks.listAnnotations, page)).map(annotationFrom);
}

/**
 * Adds annotations. An answer that was lost may have taken effect, so the annotations of the run are read before any is
 * sent again.
 */
async function addAnnotations(
  octokit: Octokit,
  repository: RepositoryName,
  run: CheckRun,
  { check, annotations }: { check: CheckRunContent; annotations: CheckAnnotation[] },
): Promise<CheckRun> {
  let [latest, pending, lost] = [run, annotations, 0];
  while (pending.length > 0) {
    const batch = pending.slice(0, ANNOTATIONS_PER_REQUEST);
    try {
      const { data } = await octokit.rest.checks.update({
        ...repository,
        check_run_id: run.id,
        output: { ...heading(check), annotations: batch },
        request: { once: true },
      });
      latest = checkRunFrom(data);
      pending = pending.slice(batch.length);
    } catch (error) {
      lost += 1;
      if (!isUnavailable(error) || lost === MAX_LOST_ANSWERS) throw error;
      pending = missingFrom(await listAnnotations(octokit, repository, run.id), annotations);
    }
  }
  return latest;
}

const isUnavailable = (error: unknown): boolean => error instanceof Failure && error.code === 'unavailable';

const content = ({ name, externalId, conclusion, detailsUrl }: CheckRunContent) => ({
  name,
  external_id: externalId,
  status: 'completed' as const,
  conclusion,
  ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
});

const heading = ({ title, summary, text }: CheckRunContent) => ({
  title: title.slice(0, MAX_TITLE_LENGTH),
  summary: cut(summary, MAX_SUMMARY_BYTES),
  ...(text === undefined ? {} : { text: cut(text, MAX_SUMMARY_BYTES) }),
});

/** GitHub does not document whether it counts characters or bytes; counting bytes is safe for both. */
function cut(text: string, bytes: number): string {
  const buffer = Buffer.from(text);
  if (buffer.length <= bytes) return text;
  return `${buffer
    .subarray(0, bytes - 4)
    .toString('utf8')
    .replace(/\uFFFD$/, '')}…`;
}

/** The annotation within GitHub's limits: texts are cut, and columns are left out where it has several lines. */
function withinLimits(annotation: CheckAnnotation): CheckAnnotation {
  const { start_column, end_column, title, message, ...rest } = annotation;
  const hasColumns = rest.start_line === rest.end_line && start_column !== undefined;
  return {
    ...rest,
    ...(hasColumns ? { start_column, end_column: end_column ?? start_column } : {}),
    ...(title === undefined ? {} : { title: title.slice(0, MAX_TITLE_LENGTH) }),
    message: cut(message, MAX_MESSAGE_BYTES),
  };
}

/** The wanted annotations that are not among the existing ones, each as often as it is missing. */
function missingFrom(existing: readonly CheckAnnotation[], wanted: readonly CheckAnnotation[]): CheckAnnotation[] {
  const unmatched = existing.map(identity);
  return wanted.filter((annotation) => {
    const index = unmatched.indexOf(identity(annotation));
    if (index >= 0) unmatched.splice(index, 1);
    return index < 0;
  });
}

const identity = (a: CheckAnnotation): string =>
  JSON.stringify([
    a.path,
    a.start_line,
    a.end_line,
    a.start_column ?? null,
    a.end_column ?? null,
    a.annotation_level,
    a.title ?? null,
    a.message,
    a.raw_details ?? null,
  ]);

interface ApiCheckRun {
  id: number;
  name: string;
  head_sha: string;
  external_id: string | null;
  conclusion: string | null;
  html_url: string | null;
  app: { slug?: string } | null;
  output: { annotations_count: number };
}

function checkRunFrom(data: ApiCheckRun): CheckRun {
  return {
    id: data.id,
    name: data.name,
    externalId: data.external_id ?? '',
    head: data.head_sha,
    author: data.app?.slug === undefined ? '' : `${data.app.slug}[bot]`,
    conclusion: data.conclusion,
    annotations: data.output.annotations_count,
    url: data.html_url ?? '',
  };
}

interface ApiAnnotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column: number | null;
  end_column: number | null;
  annotation_level: string | null;
  title: string | null;
  message: string | null;
  raw_details: string | null;
}

function annotationFrom(data: ApiAnnotation): CheckAnnotation {
  const level = data.annotation_level;
  return {
    path: data.path,
    start_line: data.start_line,
    end_line: data.end_line,
    ...(data.start_column === null ? {} : { start_column: data.start_column }),
    ...(data.end_column === null ? {} : { end_column: data.end_column }),
    annotation_level: level === 'failure' || level === 'warning' ? level : 'notice',
    ...(data.title === null ? {} : { title: data.title }),
    message: data.message ?? '',
    ...(data.raw_details === null ? {} : { raw_details: data.raw_details }),
  };
}
