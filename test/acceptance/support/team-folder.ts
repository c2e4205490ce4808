import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';

/** What a team has in its checkout, with names of its own: many teams share one AWS in a test. */
export interface TeamFolder {
  dir: string;
  /** Names that no other team has. */
  pipeline: string;
  packageGroup: string;
  endpoint: string;
  /** Text of config.yml. */
  config: string;
}

export type Edits = ReadonlyArray<readonly [before: string, after: string]>;

export interface TeamOptions {
  /** Where teams live. */
  parent: string;
  name: string;
  /** What this team changed in config.yml; each must be there. */
  edits?: Edits;
  /** SQL of the training query instead of the shipped one. */
  query?: string;
}

/** Few rows and one trial: what a run does is the same, only quicker. */
const QUICK: Edits = [
  ['rows: 5000', 'rows: 800'],
  ['maximum_training_jobs: 4', 'maximum_training_jobs: 1'],
  ['maximum_parallel_training_jobs: 2', 'maximum_parallel_training_jobs: 1'],
  ['n_estimators: [10, 150]', 'n_estimators: [10, 20]'],
];

/** Makes the folder of a team that has just started from this repository. */
export function teamFolder({ parent, name, edits = [], query }: TeamOptions): TeamFolder {
  const own = `${name}-${randomBytes(3).toString('hex')}`;
  const dir = join(parent, own);
  mkdirSync(dir, { recursive: true });
  // What lies outside of the team's folder may not be packaged.
  for (const part of ['sql', 'environments', 'sagemaker-code'])
    cpSync(join(ROOT, part), join(dir, part), { recursive: true });
  for (const part of ['actions', 'dist']) symlinkSync(join(ROOT, part), join(dir, part));
  if (query !== undefined) writeFileSync(join(dir, 'sql/training.sql'), query);
  let config = readFileSync(join(ROOT, 'config.yml'), 'utf8');
  const names: Edits = [
    ['training_pipeline_name: mlops-pipeline-presto', `training_pipeline_name: ${own}`],
    ['transform_pipeline_name: mlops-batch-inference', `transform_pipeline_name: ${own}-batch`],
    ['model_group: mlops-presto', `model_group: ${own}`],
    ['endpoint_name: mlops-realtime-ep', `endpoint_name: ${own}`],
    ['s3_prefix: mlops-pipeline-model', `s3_prefix: ${own}`],
  ];
  for (const [before, after] of [...names, ...QUICK, ...edits]) config = replaced(config, before, after);
  writeFileSync(join(dir, 'config.yml'), config);
  return { dir, pipeline: own, packageGroup: own, endpoint: own, config };
}

function replaced(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`config.yml has no ${JSON.stringify(before)}`);
  return text.replace(before, () => after);
}

/** The shipped training query with one part exchanged. */
export function trainingQueryWith(before: string, after: string): string {
  return replaced(readFileSync(join(ROOT, 'sql/training.sql'), 'utf8'), before, after);
}
