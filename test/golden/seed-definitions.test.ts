import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/index.ts';
import { batchPipeline, type DesiredContext, packageSource, trainingPipeline } from '../../src/desired/index.ts';
import { type Difference, structuralDiff } from './structural-diff.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..');

type Intended = Difference & { pipeline: 'training' | 'batch'; why: string };

const json = (path: string) => JSON.parse(readFileSync(join(HERE, 'seed', path), 'utf8'));
const intended: Intended[] = json('intended-differences.json');

/** The published definitions have `<HASH>` in the addresses of uploaded code. Ours get the same text. */
function built(pipeline: 'training' | 'batch'): unknown {
  const loaded = loadConfig({
    file: join(HERE, 'seed', 'config.yml'),
    account: '123456789012',
    packageRoot: ROOT,
    env: {},
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const { config } = loaded;
  const context: DesiredContext = {
    account: '123456789012',
    region: config.aws.region,
    source: packageSource(join(ROOT, 'sagemaker-code')),
  };
  const desired =
    pipeline === 'training' ? trainingPipeline(config, context) : batchPipeline(config, undefined, context);
  return JSON.parse(JSON.stringify(desired.definition).replaceAll(/[0-9a-f]{64}/g, '<HASH>'));
}

describe.each(['training', 'batch'] as const)('the %s definition of the published configuration', (pipeline) => {
  test('differs from that of the published notebooks exactly as intended', () => {
    const differences = structuralDiff(json(`seed-${pipeline}.definition.json`), built(pipeline));
    const listed = intended
      .filter((each) => each.pipeline === pipeline)
      .map(({ pipeline: _, why: __, ...difference }) => difference);
    const byPath = (a: Difference, b: Difference) => (a.path < b.path ? -1 : 1);
    expect([...differences].sort(byPath)).toEqual([...listed].sort(byPath));
  });
});

test('the documentation lists these differences, each with its reason', () => {
  const doc = readFileSync(join(ROOT, 'docs', 'pipelines.md'), 'utf8');
  const rows = [...doc.matchAll(/^\| (training|batch) \| `([^`]+)` \| (added|removed|changed) \| (.+) \|$/gm)];
  expect(rows.map(([, pipeline, path, what, why]) => ({ pipeline, path, what, why }))).toEqual(
    intended.map((each) => ({
      pipeline: each.pipeline,
      path: each.path,
      what: !('reference' in each) ? 'added' : 'ours' in each ? 'changed' : 'removed',
      why: each.why,
    })),
  );
});

test('the comparison finds what is added, removed and changed, and ignores the order of named things', () => {
  const step = (name: string, value: number) => ({ Name: name, value });
  expect(structuralDiff({ Steps: [step('a', 1), step('b', 2)] }, { Steps: [step('b', 2), step('a', 1)] })).toEqual([]);
  expect(structuralDiff({ Steps: [step('a', 1), step('b', 2)] }, { Steps: [step('a', 3), step('c', 2)] })).toEqual([
    { path: 'Steps.a.value', reference: 1, ours: 3 },
    { path: 'Steps.b', reference: step('b', 2) },
    { path: 'Steps.c', ours: step('c', 2) },
  ]);
  expect(structuralDiff(['--x', '1', '--y', '2'], ['--y', '2', '--x', '3'])).toEqual([
    { path: '--x', reference: '1', ours: '3' },
  ]);
});
