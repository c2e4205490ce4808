import type { getOctokit } from '@actions/github';
import { Failure } from '../../failure.ts';
import type { CheckAnnotation, CheckRun, CheckRunContent, GitHub } from '../../ports/github.ts';

type Octokit = ReturnType<typeof getOctokit>;
type Calls = Pick<GitHub, 'checkRuns' | 'createCheckRun' | 'updateCheckRun' | 'checkAnnotations'>;

/** https://docs.github.com/rest/checks/runs: 50 annotations a request; more are added by further updates. */
const ANNOTATIONS_AT_ONCE = 50;
const LONGEST_SUMMARY = 65_535;
const LONGEST_MESSAGE = 64 * 1024;
const LONGEST_TITLE = 255;
/** How often annotations are sent again after an answer was lost. */
const ATTEMPTS = 5;

export function checkRunCalls({ rest, paginate }: Octokit, here: { owner: string; repo: string }): Calls {
  const listed = async (ref: string): Promise<CheckRun[]> => {
    const runs = await paginate(rest.checks.listForRef, { ...here, ref, filter: 'all', per_page: 100 });
    return runs.map(checkRun).sort((a, b) => b.id - a.id);
  };
  const checkAnnotations = async (id: number): Promise<CheckAnnotation[]> =>
    (await paginate(rest.checks.listAnnotations, { ...here, check_run_id: id, per_page: 100 })).map(annotation);

  /** Adds what is missing. An answer that was lost may have taken effect, so what is there is read before anything is sent again. */
  async function annotate(run: CheckRun, check: CheckRunContent, wanted: CheckAnnotation[]): Promise<CheckRun> {
    let [latest, pending, lost] = [run, wanted, 0];
    while (pending.length > 0) {
      const batch = pending.slice(0, ANNOTATIONS_AT_ONCE);
      try {
        const { data } = await rest.checks.update({
          ...here,
          check_run_id: run.id,
          output: { ...heading(check), annotations: batch },
          request: { once: true },
        });
        latest = checkRun(data);
        pending = pending.slice(batch.length);
      } catch (error) {
        lost += 1;
        if (!(error instanceof Failure) || error.code !== 'unavailable' || lost === ATTEMPTS) throw error;
        pending = missing(wanted, await checkAnnotations(run.id));
      }
    }
    return latest;
  }

  return {
    checkRuns: listed,
    checkAnnotations,
    async createCheckRun(head, check) {
      const wanted = check.annotations.map(fitted);
      const first = wanted.slice(0, ANNOTATIONS_AT_ONCE);
      const output = { ...heading(check), annotations: first };
      const made = await rest.checks.create({ ...here, head_sha: head, ...content(check), output }).then(
        ({ data }) => checkRun(data),
        async (error: unknown) => {
          if (!(error instanceof Failure) || error.code !== 'unavailable') throw error;
          const same = (run: CheckRun) => run.externalId === check.externalId && run.name === check.name;
          const accepted = (await listed(head)).find(same);
          if (accepted === undefined) throw error;
          return accepted;
        },
      );
      return await annotate(made, check, wanted.slice(first.length));
    },
    async updateCheckRun(id, check) {
      const { data } = await rest.checks.update({
        ...here,
        check_run_id: id,
        ...content(check),
        output: heading(check),
      });
      const run = checkRun(data);
      const wanted = check.annotations.map(fitted);
      const there = run.annotations === 0 ? [] : await checkAnnotations(id);
      return await annotate(run, check, missing(wanted, there));
    },
  };
}

const content = ({ name, externalId, conclusion, detailsUrl }: CheckRunContent) => ({
  name,
  external_id: externalId,
  status: 'completed' as const,
  conclusion,
  ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
});

const heading = ({ title, summary, text }: CheckRunContent) => ({
  title: title.slice(0, LONGEST_TITLE),
  summary: cut(summary, LONGEST_SUMMARY),
  ...(text === undefined ? {} : { text: cut(text, LONGEST_SUMMARY) }),
});

/** GitHub does not say whether it counts characters or bytes; bytes are the safe reading. */
function cut(text: string, bytes: number): string {
  const buffer = Buffer.from(text);
  if (buffer.length <= bytes) return text;
  return `${buffer
    .subarray(0, bytes - 4)
    .toString('utf8')
    .replace(/\uFFFD$/, '')}…`;
}

function fitted(annotation: CheckAnnotation): CheckAnnotation {
  const { start_column, end_column, title, message, ...place } = annotation;
  const columns = place.start_line === place.end_line && start_column !== undefined;
  return {
    ...place,
    ...(columns ? { start_column, end_column: end_column ?? start_column } : {}),
    ...(title === undefined ? {} : { title: title.slice(0, LONGEST_TITLE) }),
    message: cut(message, LONGEST_MESSAGE),
  };
}

/** Those of `wanted` that are not in `there`, each as often as it is missing. */
function missing(wanted: CheckAnnotation[], there: CheckAnnotation[]): CheckAnnotation[] {
  const left = there.map(identity);
  return wanted.filter((candidate) => {
    const at = left.indexOf(identity(candidate));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
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

function checkRun(data: ApiCheckRun): CheckRun {
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

function annotation(data: ApiAnnotation): CheckAnnotation {
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
