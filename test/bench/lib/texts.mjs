import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, ROOT } from '../../../scripts/lib/paths.mjs';
import { measure, output, SCRATCH, takeTurns } from './measure.mjs';
import { ratio, shown, spread, table } from './statistics.mjs';

const LINES = 2000;

/** The pairs of test/plan/line-difference.test.ts: what stands in each line of the second text. */
const PAIRS = {
  'one line in the middle': (line) => (line === 1000 ? 'changed' : `line ${line}`),
  'every second line': (line) => (line % 2 === 0 ? `changed ${line}` : `line ${line}`),
  'all lines': (line) => `changed ${line}`,
  'all lines moved by one': (line) => `line ${line + 1}`,
  'lines in the opposite order': (line) => `line ${LINES - 1 - line}`,
};

const MEBIBYTE = 1024 ** 2;
const SQL = ['tokenize', 'canonicalSql', 'analyseSql'];

/**
 * The difference of two texts against git's, which is a process, and reading a query against reading YAML of as many bytes.
 * @param {number} repetitions
 */
export async function texts(repetitions) {
  const folder = join(SCRATCH, 'texts');
  mkdirSync(folder, { recursive: true });
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const differences = await lineDifferences(repetitions, file);
  const queries = {};
  for (const [title, bytes] of [
    ['the shipped query', 0],
    ['as a union of 1 MiB', MEBIBYTE],
  ]) {
    queries[title] = await reading(repetitions, file, bytes);
  }
  const result = { repetitions, differences, queries };
  return { result, text: text(result) };
}

async function lineDifferences(repetitions, file) {
  const lines = (line) => `${Array.from({ length: LINES }, (_, at) => line(at)).join('\n')}\n`;
  const from = file(
    'from',
    lines((at) => `line ${at}`),
  );
  const subjects = {};
  for (const [index, [title, line]] of Object.entries(PAIRS).entries()) {
    const to = file(`to-${index}`, lines(line));
    let ours;
    subjects[`ours: ${title}`] = async () => {
      ours = await timed('difference', from, to);
      return { milliseconds: ours.milliseconds, first_milliseconds: ours.first_milliseconds };
    };
    subjects[`git: ${title}`] = async () => {
      const args = ['diff', '--no-index', '--minimal', '--numstat', from, to];
      const { seconds, cpu_seconds, stdout } = await git(args, 1);
      if (!stdout.startsWith(`${ours.added}\t${ours.removed}\t`)) {
        throw new Error(`${title}: ours has +${ours.added} -${ours.removed}, git says ${stdout}`);
      }
      return { milliseconds: seconds * 1000, cpu_milliseconds: cpu_seconds * 1000 };
    };
  }
  subjects.nothing = async () => ({ milliseconds: (await git(['--version'], 0)).seconds * 1000 });
  const taken = await takeTurns(repetitions, subjects);
  const pairs = Object.fromEntries(
    Object.keys(PAIRS).map((title) => {
      const [ours, theirs] = [taken[`ours: ${title}`], taken[`git: ${title}`]];
      return [
        title,
        {
          ours: spread(ours.milliseconds),
          ours_first: spread(ours.first_milliseconds),
          git: spread(theirs.milliseconds),
          git_over_ours: ratio(theirs.milliseconds, ours.milliseconds),
          git_over_first: ratio(theirs.milliseconds, ours.first_milliseconds),
        },
      ];
    }),
  );
  return { lines: LINES, git_doing_nothing: spread(taken.nothing.milliseconds), pairs };
}

async function reading(repetitions, file, bytes) {
  const repeated = (part, between) => {
    const times = Math.max(1, Math.ceil(bytes / (part.length + between.length)));
    return Array.from({ length: times }, () => part).join(between);
  };
  const query = repeated(readFileSync(join(ROOT, 'sql/training.sql'), 'utf8').trim(), '\nUNION ALL\n');
  // Documents of a list, of as many bytes.
  const config = readFileSync(join(ROOT, 'config.yml'), 'utf8');
  const item = `- ${config.replaceAll('\n', '\n  ').trim()}`;
  const yaml = bytes === 0 ? config : repeated(item, '\n');
  const files = [file('query.sql', query), file('config.yml', yaml)];
  const metrics = {};
  const taken = await takeTurns(repetitions, {
    reading: async () => {
      const done = await timed('sql', ...files);
      return Object.fromEntries(
        Object.entries(done).flatMap(([name, { milliseconds, first_milliseconds }]) => [
          [name, milliseconds],
          [`${name} first`, first_milliseconds],
        ]),
      );
    },
  });
  const perSecond = (name, size) => taken.reading[name].map((milliseconds) => size / MEBIBYTE / (milliseconds / 1000));
  const yamlSpeed = perSecond('yaml', Buffer.byteLength(yaml));
  for (const name of SQL) {
    const speed = perSecond(name, Buffer.byteLength(query));
    metrics[name] = {
      milliseconds: spread(taken.reading[name]),
      first_milliseconds: spread(taken.reading[`${name} first`]),
      mebibytes_per_second: spread(speed),
      over_yaml: ratio(speed, yamlSpeed),
    };
  }
  const yamlMetrics = {
    milliseconds: spread(taken.reading.yaml),
    first_milliseconds: spread(taken.reading['yaml first']),
    mebibytes_per_second: spread(yamlSpeed),
  };
  return { bytes: Buffer.byteLength(query), yaml_bytes: Buffer.byteLength(yaml), ...metrics, yaml: yamlMetrics };
}

async function timed(...args) {
  return JSON.parse(
    await output(nodeBinary(), [
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'test/bench/time-texts.ts'),
      ...args,
    ]),
  );
}

async function git(args, exit) {
  const done = await measure('git', args, { env: { PATH: process.env.PATH, HOME: SCRATCH }, cwd: SCRATCH });
  if (done.exit !== exit) throw new Error(`git ${args.join(' ')} ended with ${done.exit}: ${done.stderr}`);
  return done;
}

function text({ repetitions, differences, queries }) {
  const { lines, git_doing_nothing, pairs } = differences;
  return [
    `What changed between two texts of ${lines.toLocaleString('en-US')} lines; turns: ${repetitions}`,
    '',
    table(
      ['', 'our first call, ms', 'later ones, ms', '`git diff`, ms', 'git ÷ first', 'git ÷ later'],
      Object.entries(pairs).map(([title, each]) => [
        title,
        shown(each.ours_first, 1),
        shown(each.ours, 2),
        shown(each.git, 1),
        `× ${shown(each.git_over_first, 1)}`,
        `× ${shown(each.git_over_ours, 1)}`,
      ]),
    ),
    '',
    `A process of git that does nothing takes ${shown(git_doing_nothing, 1)} ms of that.`,
    '',
    'Reading a query, against js-yaml reading the configuration (repeated to as many bytes)',
    '',
    table(
      ['', 'first call, ms', 'later ones, ms', 'MiB/s', 'speed against js-yaml'],
      Object.entries(queries).flatMap(([title, each]) =>
        [...SQL, 'yaml'].map((name) => [
          `${title}: ${name === 'yaml' ? 'js-yaml' : `\`${name}\``}`,
          shown(each[name].first_milliseconds, 1),
          shown(each[name].milliseconds, 2),
          shown(each[name].mebibytes_per_second, 2),
          name === 'yaml' ? '' : `× ${shown(each[name].over_yaml, 2)}`,
        ]),
      ),
    ),
  ].join('\n');
}
