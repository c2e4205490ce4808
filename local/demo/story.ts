import { join } from 'node:path';
import type { DeployFacts } from '../../src/verbs/deploy.ts';
import { ChapterLog } from './chapters.ts';
import { addToken, createTeamRepository } from './github-client.ts';
import { type EndpointCheck, Loop, type Training } from './loop.ts';
import type { Chapter } from './page.ts';
import { Runner } from './runner.ts';

export interface StoryOptions {
  /** Folder of this project. */
  root: string;
  /** Folder for the files of the demonstration. */
  dir: string;
  env: Record<string, string>;
  /** Path of Node 24. */
  node: string;
  print(line: string): void;
  signal: AbortSignal;
}

export interface Story {
  chapters: Chapter[];
  totals: Array<[string, string]>;
  /** Three lines of CSV that the endpoint takes. */
  sample: string;
}

const OWNER = 'acme';
const NAME = 'late-lines';
const REPOSITORY = `${OWNER}/${NAME}`;

/** Runs the whole loop, from a pull request to a prediction. Each step is the committed bundle, run as GitHub runs it. */
export async function tellStory(options: StoryOptions): Promise<Story> {
  const log = new ChapterLog(options.print);
  const gitDir = await log.run('A team starts from this repository', () => createRepository(options, log));
  const runner = new Runner({
    dir: join(options.dir, 'runner'),
    gitDir,
    repository: REPOSITORY,
    token: 'workflow-token',
    env: options.env,
    node: options.node,
    print: (line) => log.line(line),
    signal: options.signal,
  });
  const loop = new Loop({ env: options.env, repository: REPOSITORY, runner, log });
  const number = await log.run('Maria proposes shallower trees', () => loop.propose());
  await log.run('The plan comes before the merge', () => loop.plan(number));
  const training = await log.run('The merge starts a training', () => loop.train(number));
  await log.run('The metrics come back to the pull request', () => loop.report(training));
  const offer = await log.run('Maria reads the metrics and sets the label approve-model', () => loop.approve(training));
  await log.run('The pull request with the pin gets a plan too', () => loop.planOffer(offer));
  const deployment = await log.run('Otto merges the pin, and environments/dev is deployed', () => loop.deploy(offer));
  const check = await log.run('The endpoint predicts', () => loop.checkEndpoint(training, deployment));
  return {
    chapters: log.chapters,
    sample: check.rows.csv.split('\n').slice(0, 3).join('\n'),
    totals: totals(log.seconds(), training, deployment.facts, check),
  };
}

async function createRepository(options: StoryOptions, log: ChapterLog): Promise<string> {
  const api = options.env.GITHUB_API_URL ?? '';
  const gitDir = await createTeamRepository({
    api,
    owner: OWNER,
    name: NAME,
    permissions: { maria: 'write', otto: 'maintain' },
    from: options.root,
    scratch: join(options.dir, 'start'),
  });
  for (const login of ['maria', 'otto']) await addToken(api, `${login}-token`, login);
  await addToken(api, 'workflow-token', 'github-actions[bot]', true);
  log.line(`${REPOSITORY}: maria has the role write, otto has the role maintain`);
  return gitDir;
}

function totals(seconds: number, { run }: Training, deployed: DeployFacts, check: EndpointCheck): Story['totals'] {
  const report = run?.evaluation?.report as {
    binary_classification_metrics?: { roc_auc?: { value?: number } };
  } | null;
  const auc = report?.binary_classification_metrics?.roc_auc?.value;
  const { endpoint, batch } = deployed;
  const output = batch.run?.output;
  return [
    ['From the pull request to a served prediction', `${seconds.toFixed(0)} s`],
    [
      'Training pipeline',
      `${run?.execution.duration_seconds?.toFixed(0) ?? '?'} s, ${run?.tuning?.trials.length ?? 0} trials`,
    ],
    [
      'Model',
      `${endpoint.package?.group} version ${endpoint.package?.version}, ROC AUC ${auc?.toFixed(3) ?? 'unknown'} on the test rows`,
    ],
    ['Batch transform', `${output?.rows ?? 0} rows at ${output?.output_uri ?? 'an unknown address'}`],
    ['Endpoint', `${endpoint.name}: ${check.correct} of ${check.rows.actual.length} test rows predicted correctly`],
  ];
}
