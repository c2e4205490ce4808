import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { nodeBinary, ROOT } from '../../../scripts/lib/paths.mjs';
import { measure, SCRATCH, takeTurns } from './measure.mjs';
import { ratio, shown, spread, table } from './statistics.mjs';

/**
 * Cold starts, and what is loaded: each action with no input at all, so that it says what it lacks, the command line,
 * an empty module, and the toolkit that actions speak to GitHub's runner with, by itself.
 * @param {string} dist
 * @param {number} repetitions
 */
export async function starts(dist, repetitions) {
  const empty = join(SCRATCH, 'empty.mjs');
  const toolkit = join(SCRATCH, 'toolkit.mjs');
  writeFileSync(empty, '');
  writeFileSync(
    toolkit,
    `import ${JSON.stringify(pathToFileURL(join(ROOT, 'node_modules/@actions/core/lib/core.js')))};\n`,
  );
  const mlops = join(dist, 'mlops.js');
  const verbs = readdirSync(dist).filter((name) =>
    existsSync(join(ROOT, 'actions', name.replace(/\.js$/, ''), 'main.ts')),
  );
  const config = join(ROOT, 'test/golden/seed/config.yml');
  const project = projectWithAChange(join(SCRATCH, 'project'));
  const programs = {
    'an empty module': [empty],
    '`@actions/core` alone': [toolkit],
    '`mlops --help`': [mlops, '--help'],
    '`mlops render training`': [mlops, 'render', 'training', '--config', config, '--account', '123456789012'],
    '`mlops check`, 3 environments': [mlops, 'check', '--config', project],
    '`mlops plan --offline`, 3 environments': [mlops, 'plan', '--offline', '--base', 'HEAD', '--config', project],
    ...Object.fromEntries(verbs.map((name) => [`action ${basename(name, '.js')}`, [join(dist, name)]])),
  };
  const cwd = join(SCRATCH, 'nothing');
  mkdirSync(cwd, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: SCRATCH };
  const run = async (title, args, more = {}) => {
    const done = await measure(nodeBinary(), args, { env: { ...env, ...more }, cwd });
    const lacks = title.startsWith('action ');
    if (done.exit !== (lacks ? 1 : 0) || (lacks && !done.stdout.includes('::error::'))) {
      throw new Error(`${title} ended with ${done.exit}:\n${done.stdout}${done.stderr}`);
    }
    const { cpu_seconds, seconds, peak_mebibytes } = done;
    return { cpu_milliseconds: cpu_seconds * 1000, milliseconds: seconds * 1000, peak_mebibytes };
  };
  const subjects = Object.entries(programs).map(([title, args]) => [title, () => run(title, args)]);
  const taken = await takeTurns(repetitions, Object.fromEntries(subjects));
  const nothing = taken['an empty module'].cpu_milliseconds;
  const programResults = {};
  for (const [title, args] of Object.entries(programs)) {
    const record = join(SCRATCH, 'loads');
    rmSync(record, { force: true });
    await run(title, ['--import', join(ROOT, 'test/bench/record-loads.mjs'), ...args], { BENCH_LOADS: record });
    programResults[title] = {
      ...Object.fromEntries(Object.entries(taken[title]).map(([metric, values]) => [metric, spread(values)])),
      cpu_over_empty: ratio(taken[title].cpu_milliseconds, nothing),
      loaded: sizes(readFileSync(record, 'utf8').trim().split('\n')),
    };
  }
  const all = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const result = { repetitions, programs: programResults, dist: sizes(all.map((name) => join(dist, name))) };
  return { result, text: text(result) };
}

/** The shipped project in a repository of its own, with a change of the query, a range, the code and an environment in its work tree. */
function projectWithAChange(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['config.yml', 'environments', 'sagemaker-code', 'sql']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const git = (...args) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args]);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'base');
  const edit = (name, from, to) => {
    const before = readFileSync(join(folder, name), 'utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`nothing to change in ${name}`);
    writeFileSync(join(folder, name), after);
  };
  edit('config.yml', 'max_depth: [3, 20]', 'max_depth: [3, 16]');
  edit('sql/training.sql', 'l.receiptdate > l.commitdate', 'l.receiptdate >= l.commitdate');
  edit('sagemaker-code/training.py', /$/, '\n# a change\n');
  edit('environments/prod/endpoint.yml', 'max_instance_count: 3', 'max_instance_count: 4');
  return join(folder, 'config.yml');
}

/** Bytes of files, as they are and each by gzip at its best. */
function sizes(files) {
  const each = files.map((file) => {
    const bytes = readFileSync(file);
    return { file: basename(file), bytes: bytes.length, gzip_bytes: gzipSync(bytes, { level: 9 }).length };
  });
  const sum = (key) => each.reduce((total, one) => total + one[key], 0);
  return {
    files: each.length,
    bytes: sum('bytes'),
    gzip_bytes: sum('gzip_bytes'),
    largest: each.sort((a, b) => b.bytes - a.bytes).slice(0, 5),
  };
}

function text({ repetitions, programs, dist }) {
  const kilobytes = (bytes) => (bytes / 1000).toLocaleString('en-US', { maximumFractionDigits: 0 });
  const loads = ({ files, bytes, gzip_bytes }) => [String(files), kilobytes(bytes), kilobytes(gzip_bytes)];
  return [
    `Cold start, Node’s own included, and what is loaded until then; turns: ${repetitions}`,
    '',
    table(
      ['', 'CPU ms', 'CPU against empty', 'ms', 'peak MiB', 'files', 'KB', 'KB gzip'],
      Object.entries(programs).map(([title, each]) => [
        title,
        shown(each.cpu_milliseconds, 0),
        `× ${shown(each.cpu_over_empty, 1)}`,
        shown(each.milliseconds, 0),
        shown(each.peak_mebibytes, 0),
        ...(title.includes('mlops') || title.startsWith('action') ? loads(each.loaded) : ['', '', '']),
      ]),
    ),
    '',
    `All of dist: ${dist.files} files, ${kilobytes(dist.bytes)} KB, ${kilobytes(dist.gzip_bytes)} KB gzip. The largest: ${dist.largest
      .map(({ file, bytes }) => `${file} ${kilobytes(bytes)} KB`)
      .join(', ')}.`,
  ].join('\n');
}
