import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';

/** The checkout of a team. Its names are unique, because many teams share one AWS in a test. */
export interface TeamFolder {
  dir: string;
  /** Unique names. */
  pipeline: string;
  packageGroup: string;
  endpoint: string;
  /** Text of config.yml. */
  config: string;
}

export type Edits = ReadonlyArray<readonly [before: string, after: string]>;

export interface TeamOptions {
  /** Folder for the folders of all teams. */
  parent: string;
  name: string;
  /** Texts of config.yml that this team has changed. Each old text must be there. */
  edits?: Edits;
  /** SQL of the training query. Default: the shipped query. */
  query?: string;
}

/** Fewer rows and one trial. A run does the same, but in less time. */
const QUICK: Edits = [
  ['rows: 5000', 'rows: 800'],
  ['maximum_training_jobs: 4', 'maximum_training_jobs: 1'],
  ['maximum_parallel_training_jobs: 2', 'maximum_parallel_training_jobs: 1'],
  ['n_estimators: [10, 150]', 'n_estimators: [10, 20]'],
];

/** Creates the folder of a team that has just started from this repository. */
export function teamFolder({ parent, name, edits = [], query }: TeamOptions): TeamFolder {
  const unique = `${name}-${randomBytes(3).toString('hex')}`;
  const dir = join(parent, unique);
  mkdirSync(dir, { recursive: true });
  // These are copied: a source package must not contain files from outside the folder of the team.
  for (const part of ['sql', 'environments', 'sagemaker-code'])
    cpSync(join(ROOT, part), join(dir, part), { recursive: true });
  for (const part of ['actions', 'dist']) symlinkSync(join(ROOT, part), join(dir, part));
  if (query !== undefined) writeFileSync(join(dir, 'sql/training.sql'), query);
  let config = readFileSync(join(ROOT, 'config.yml'), 'utf8');
  const names: Edits = [
    ['training_pipeline_name: mlops-pipeline-presto', `training_pipeline_name: ${unique}`],
    ['transform_pipeline_name: mlops-batch-inference', `transform_pipeline_name: ${unique}-batch`],
    ['model_group: mlops-presto', `model_group: ${unique}`],
    ['endpoint_name: mlops-realtime-ep', `endpoint_name: ${unique}`],
    ['s3_prefix: mlops-pipeline-model', `s3_prefix: ${unique}`],
  ];
  for (const [before, after] of [...names, ...QUICK, ...edits]) config = replaceText(config, before, after);
  writeFileSync(join(dir, 'config.yml'), config);
  return { dir, pipeline: unique, packageGroup: unique, endpoint: unique, config };
}

function replaceText(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`config.yml has no ${JSON.stringify(before)}`);
  return text.replace(before, () => after);
}

/** The shipped training query with one text replaced. */
export function trainingQueryWith(before: string, after: string): string {
  return replaceText(readFileSync(join(ROOT, 'sql/training.sql'), 'utf8'), before, after);
}
