import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeBinary, pythonOf, ROOT, TEST_TOOLS } from '../../../scripts/lib/paths.mjs';
import { measure, output, SCRATCH, takeTurns } from './measure.mjs';
import { ratio, shown, spread, table } from './statistics.mjs';

const CONFIG = join(ROOT, 'test/golden/seed/config.yml');
const METRICS = { seconds: ['seconds', 2], cpu_seconds: ['CPU seconds', 2], peak_mebibytes: ['peak MiB', 0] };

/**
 * Both definitions of the published notebooks: two processes of ours, one of the SDK's, which imports itself only once.
 * @param {string} dist
 * @param {number} repetitions
 */
export async function definitions(dist, repetitions) {
  const [ours, sdk] = [join(SCRATCH, 'ours'), join(SCRATCH, 'sdk')];
  for (const folder of [ours, sdk]) mkdirSync(folder, { recursive: true });
  // The SDK packs whatever is in the folder; what tools leave in a working copy would count against it.
  const scripts = join(SCRATCH, 'scripts');
  rmSync(scripts, { recursive: true, force: true });
  cpSync(join(ROOT, 'sagemaker-code'), scripts, {
    recursive: true,
    filter: (file) => !/^(\..*|__pycache__)$/.test(basename(file)),
  });
  // Neither may find settings of this machine's user: the SDK reads defaults from both places.
  const env = { PATH: process.env.PATH, HOME: SCRATCH, XDG_CONFIG_DIRS: SCRATCH, AWS_EC2_METADATA_DISABLED: 'true' };
  const run = async (program, args) => {
    const done = await measure(program, args, { env, cwd: SCRATCH });
    if (done.exit !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${done.exit}:\n${done.stderr}`);
    return done;
  };
  let phases;
  const taken = await takeTurns(repetitions, {
    ours: async () => {
      const parts = [];
      for (const name of ['training', 'batch']) {
        const args = [join(dist, 'mlops.js'), 'render', name, '--config', CONFIG, '--account', '123456789012'];
        const done = await run(nodeBinary(), args);
        writeFileSync(join(ours, `${name}.json`), done.stdout);
        parts.push(done);
      }
      const sum = (metric) => parts.reduce((total, part) => total + part[metric], 0);
      return {
        seconds: sum('seconds'),
        cpu_seconds: sum('cpu_seconds'),
        peak_mebibytes: Math.max(...parts.map((part) => part.peak_mebibytes)),
      };
    },
    sdk: async () => {
      const script = join(ROOT, 'test/bench/python/sdk_definition.py');
      const done = await run(pythonOf(TEST_TOOLS), [script, CONFIG, scripts, sdk]);
      phases = JSON.parse(done.stdout.trim().split('\n').at(-1));
      const { seconds, cpu_seconds, peak_mebibytes } = done;
      const { import_seconds, build_seconds } = phases;
      return { seconds, cpu_seconds, peak_mebibytes, import_seconds, build_seconds };
    },
  });
  const same = JSON.parse(await output(nodeBinary(), [join(ROOT, 'test/bench/compare-definitions.ts'), ours, sdk]));
  const result = {
    repetitions,
    versions: { sdk: phases.sdk, python: phases.python },
    same_work: same,
    mlops_render: Object.fromEntries(Object.keys(METRICS).map((metric) => [metric, spread(taken.ours[metric])])),
    sagemaker_sdk: Object.fromEntries(Object.entries(taken.sdk).map(([metric, values]) => [metric, spread(values)])),
    sdk_over_ours: Object.fromEntries(
      Object.keys(METRICS).map((metric) => [metric, ratio(taken.sdk[metric], taken.ours[metric])]),
    ),
  };
  return { result, text: text(result) };
}

function text({ repetitions, versions, same_work, mlops_render, sagemaker_sdk, sdk_over_ours }) {
  const row = (title, of) => [
    title,
    ...Object.entries(METRICS).map(([metric, [, digits]]) => shown(of[metric], digits)),
  ];
  return [
    `Building both definitions of the seed, whole processes; turns: ${repetitions}`,
    '',
    table(
      ['', ...Object.values(METRICS).map(([title]) => title)],
      [
        row('`mlops render training` + `mlops render batch`', mlops_render),
        row(`SageMaker Python SDK ${versions.sdk}, one process for both`, sagemaker_sdk),
        ['SDK ÷ ours', ...Object.keys(METRICS).map((metric) => `× ${shown(sdk_over_ours[metric], 1)}`)],
      ],
    ),
    '',
    `Of the SDK’s time, its import took ${shown(sagemaker_sdk.import_seconds, 2)} s and building ${shown(sagemaker_sdk.build_seconds, 2)} s.`,
    `Same steps on both sides: ${same_work.training.steps.join(', ')}; ${same_work.batch.steps.join(', ')}.`,
  ].join('\n');
}
