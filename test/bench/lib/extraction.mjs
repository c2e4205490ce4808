import { join } from 'node:path';
import { containerPython } from '../../../scripts/lib/container-images.mjs';
import { nodeBinary, ROOT } from '../../../scripts/lib/paths.mjs';
import { output, SCRATCH, takeTurns } from './measure.mjs';
import { ratio, shown, spread, table } from './statistics.mjs';

const ROWS = 1_500_000;
const WAYS = {
  streaming: 'our reader → CSV',
  prepared: 'our whole preprocessing: checks, split, digest, profile → CSV',
  fetchall: '`cursor.fetchall()` → pandas → CSV',
};
const METRICS = {
  rows_per_second: ['rows/s', 0],
  seconds: ['seconds', 1],
  cpu_seconds: ['CPU seconds of the client', 1],
  peak_mebibytes: ['peak MiB of the client', 0],
};

/**
 * Reads the query of the published notebooks without its LIMIT from a real PrestoDB (tpch.sf1), which this starts and ends.
 * @param {number} repetitions
 */
export async function extraction(repetitions) {
  const platform = join(ROOT, 'local/platform/main.ts');
  const env = { ...process.env, MLOPS_LOCAL_DIR: join(SCRATCH, 'platform') };
  const local = (args, options) => output(nodeBinary(), [platform, ...args], { env, ...options });
  try {
    await local(['up', '--no-sagemaker', '--no-github']);
    const exported = await local(['env']);
    const variable = (name) => exported.match(new RegExp(`^export ${name}=(.*)$`, 'm'))?.[1];
    const client = {
      PATH: process.env.PATH,
      HOME: SCRATCH,
      TMPDIR: SCRATCH,
      PYTHONPATH: join(ROOT, 'sagemaker-code'),
      PRESTO_HOST: variable('PRESTO_HOST'),
      PRESTO_PORT: variable('PRESTO_PORT'),
    };
    const { python } = containerPython('1.2-1');
    const read = (way) => async () => {
      const args = [join(ROOT, 'test/bench/python/extract.py'), '--way', way];
      const { rows, ...metrics } = JSON.parse(await output(python, args, { env: client }));
      if (rows !== ROWS) throw new Error(`${way} read ${rows} rows of ${ROWS}`);
      return metrics;
    };
    // Not counted: the server compiles what the query needs.
    await read('streaming')();
    const subjects = Object.fromEntries(Object.keys(WAYS).map((way) => [way, read(way)]));
    const taken = await takeTurns(repetitions, subjects, { warm: false });
    const ways = Object.fromEntries(
      Object.entries(taken).map(([way, metrics]) => [
        way,
        Object.fromEntries(Object.keys(METRICS).map((metric) => [metric, spread(metrics[metric])])),
      ]),
    );
    const against = (way) => ({
      rows_per_second: ratio(taken[way].rows_per_second, taken.fetchall.rows_per_second),
      cpu_seconds: ratio(taken.fetchall.cpu_seconds, taken[way].cpu_seconds),
      peak_memory: ratio(taken.fetchall.peak_mebibytes, taken[way].peak_mebibytes),
    });
    const result = {
      repetitions,
      rows: ROWS,
      ...ways,
      against_fetchall: { streaming: against('streaming'), prepared: against('prepared') },
    };
    return { result, text: text(result) };
  } finally {
    await local(['down'], { always: true });
  }
}

function text(result) {
  const { repetitions, rows, against_fetchall } = result;
  const times = (way) => {
    const { rows_per_second, cpu_seconds, peak_memory } = against_fetchall[way];
    return [`× ${shown(rows_per_second, 2)}`, '', `÷ ${shown(cpu_seconds, 2)}`, `÷ ${shown(peak_memory, 1)}`];
  };
  return [
    `Extraction of ${rows.toLocaleString('en-US')} rows × 9 columns from PrestoDB on the same machine; turns: ${repetitions}`,
    '',
    table(
      ['', ...Object.values(METRICS).map(([title]) => title)],
      [
        ...Object.entries(WAYS).map(([way, title]) => [
          title,
          ...Object.entries(METRICS).map(([metric, [, digits]]) => shown(result[way][metric], digits)),
        ]),
        ['our reader against fetchall', ...times('streaming')],
        ['our whole preprocessing against fetchall', ...times('prepared')],
      ],
    ),
  ].join('\n');
}
