interface Answer {
  id: string;
  nextUri?: string;
  columns?: { name: string; type: string }[];
  data?: unknown[][];
  error?: { message: string; errorLocation?: { lineNumber: number; columnNumber: number } };
}

export interface Outcome {
  columns: { name: string; type: string }[];
  rows: unknown[][];
  error: { message: string; line: number | undefined; column: number | undefined } | undefined;
  /** For PREPARE: the statement as Presto writes it from its syntax tree. */
  prepared: string | undefined;
}

/** Runs a statement on the Presto of the tests (PRESTO_HOST, PRESTO_PORT), on tpch.tiny. */
export async function runOnPresto(sql: string): Promise<Outcome> {
  const { PRESTO_HOST: host, PRESTO_PORT: port } = process.env;
  if (!host || !port) throw new Error('PRESTO_HOST and PRESTO_PORT are not set; npm test sets them');
  const headers: Record<string, string> = {
    'X-Presto-User': 'test',
    'X-Presto-Catalog': 'tpch',
    'X-Presto-Schema': 'tiny',
  };
  const outcome: Outcome = { columns: [], rows: [], error: undefined, prepared: undefined };
  let url: string | undefined = `http://${host}:${port}/v1/statement`;
  let init: RequestInit = { method: 'POST', body: sql, headers };
  while (url !== undefined) {
    const response: Response = await fetch(url, init);
    if (!response.ok) throw new Error(`Presto answered ${response.status} to ${sql}`);
    const added = response.headers.get('X-Presto-Added-Prepare');
    if (added !== null) outcome.prepared = decodeURIComponent(added.slice(added.indexOf('=') + 1).replaceAll('+', ' '));
    const answer = (await response.json()) as Answer;
    outcome.columns = answer.columns ?? outcome.columns;
    outcome.rows.push(...(answer.data ?? []));
    if (answer.error !== undefined) {
      const { message, errorLocation } = answer.error;
      outcome.error = { message, line: errorLocation?.lineNumber, column: errorLocation?.columnNumber };
    }
    url = answer.nextUri;
    init = {};
  }
  return outcome;
}

/** Runs `job` on every item, a few at a time. */
export async function forEachOf<T, R>(items: readonly T[], job: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await job(items[at] as T);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return results;
}
