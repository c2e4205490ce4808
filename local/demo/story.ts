import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { DeployFacts } from '../../src/verbs/deploy.ts';
import type { TrainFacts } from '../../src/verbs/train.ts';
import { addToken, createTeamRepository, ForgeClient } from './forge-client.ts';
import type { Chapter } from './page.ts';
import { Runner, type StepResult } from './runner.ts';
import { terminalMarkdown } from './terminal-markdown.ts';

export interface StoryOptions {
  root: string;
  dir: string;
  env: Record<string, string>;
  node: string;
  print(line: string): void;
  signal: AbortSignal;
}

export interface Story {
  chapters: Chapter[];
  totals: Array<[string, string]>;
  endpoint: string;
  sample: string;
}

const OWNER = 'acme';
const NAME = 'late-lines';
/** What the third notebook sends to its endpoint. */
const SEED_REQUEST = 'total_extended_price,avg_discount,total_quantity\n1,2,3\n66.77,12,2';

/** A model's life, from a pull request to a served prediction. Every step is the committed bundle, run as GitHub runs it. */
export async function tellStory(options: StoryOptions): Promise<Story> {
  const { env, print } = options;
  const api = env.GITHUB_API_URL ?? '';
  const start = Date.now();
  const chapters: Chapter[] = [];
  let chapter: Chapter | undefined;
  const say = (line: string) => {
    chapter?.said.push(line);
    print(`  │ ${line}`);
  };
  const begin = (title: string) => {
    chapter = { title, at: 0, said: [], comments: [] };
    chapters.push(chapter);
    print(`\n${chapters.length}. ${title}`);
  };
  const end = () => {
    if (chapter) chapter.at = (Date.now() - start) / 1000;
  };
  const show = (author: string, where: string, markdown: string) => {
    chapter?.comments.push({ author, where, markdown });
    print('');
    print(`  ┌─ ${author} ${where}`);
    for (const line of terminalMarkdown(markdown).split('\n')) print(`  │ ${line}`);
    print('  └─');
  };

  begin('A team starts from this repository');
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
  const repository = `${OWNER}/${NAME}`;
  const [maria, otto] = ['maria', 'otto'].map((login) => new ForgeClient(api, repository, `${login}-token`)) as [
    ForgeClient,
    ForgeClient,
  ];
  const runner = new Runner({
    dir: join(options.dir, 'runner'),
    gitDir,
    repository,
    token: 'workflow-token',
    env,
    node: options.node,
    say,
    signal: options.signal,
  });
  say(`${repository}: maria may write, otto maintains`);
  end();

  begin('Maria proposes shallower trees');
  const change = await maria.propose({
    branch: 'shallower-trees',
    path: 'config.yml',
    change: (text) => text.replace(/(max_depth: )\[3, 20\]/, '$1[3, 16]'),
    title: 'Search shallower trees',
    body: 'Depths above 16 have not won a trial in weeks; leaving them out makes each search cheaper.',
  });
  for (const line of (await maria.patch(change.number)).split('\n')) say(line);
  end();

  begin('The plan comes before the merge');
  const proposed = await maria.call('GET', `/pulls/${change.number}`);
  mustPass(
    await runner.step('plan', {
      workspace: await runner.checkout(`refs/pull/${change.number}/merge`),
      sha: proposed.merge_commit_sha,
      event: 'pull_request',
      payload: { action: 'opened', number: change.number, pull_request: proposed },
      with: {},
    }),
  );
  const planned = (await maria.comments(change.number)).at(-1);
  if (planned) show(planned.author, `on #${change.number} Search shallower trees`, planned.body);
  end();

  begin('The merge trains');
  const trained = await maria.merge(change.number);
  const workspace = await runner.checkout(trained);
  const pushed = { ref: 'refs/heads/main', after: trained };
  const on = (verb: string, event: string, payload: unknown, inputs: Record<string, string>) =>
    runner.step(verb, { workspace, sha: trained, event, payload, with: inputs });
  const train = mustPass(await on('train', 'push', pushed, { environment: 'dev', plan: 'auto' }));
  const run = facts<TrainFacts>(train).run;
  end();

  begin('The metrics come back to the pull request');
  mustPass(await on('report', 'push', pushed, { execution: train.outputs['execution-arn'] ?? '' }));
  const reported = (await maria.comments(change.number)).at(-1);
  if (reported) show(reported.author, `on #${change.number} Search shallower trees`, reported.body);
  end();

  begin('Maria reads it and sets the label approve-model');
  await maria.label(change.number, 'approve-model');
  const labeled = { action: 'labeled', label: { name: 'approve-model' }, pull_request: { number: change.number } };
  mustPass(await on('approve', 'pull_request_target', labeled, { environment: 'dev' }));
  const approved = (await maria.comments(change.number)).at(-1);
  if (approved) show(approved.author, `on #${change.number}`, approved.body);
  const offer = mustPass(await on('promote', 'pull_request_target', labeled, { environment: 'dev' }));
  const offered = Number(offer.outputs['pull-request']);
  const pull = await maria.call('GET', `/pulls/${offered}`);
  show(pull.user.login, `opened #${offered} ${pull.title}`, pull.body);
  end();

  begin('The offer has its plan too');
  mustPass(
    await runner.step('plan', {
      workspace: await runner.checkout(pull.head.sha),
      sha: pull.head.sha,
      event: 'workflow_dispatch',
      payload: { ref: `refs/heads/${pull.head.ref}`, inputs: { 'pull-request': String(offered) } },
      with: { 'pull-request': String(offered) },
    }),
  );
  const pinPlan = (await maria.comments(offered)).at(-1);
  if (pinPlan) show(pinPlan.author, `on #${offered} ${pull.title}`, pinPlan.body);
  end();

  begin('Otto merges the pin, and the folder is deployed');
  const pinned = await otto.merge(offered);
  const deployWorkspace = await runner.checkout(pinned);
  const deploy = mustPass(
    await runner.step('deploy', {
      workspace: deployWorkspace,
      sha: pinned,
      event: 'push',
      payload: { ref: 'refs/heads/main', after: pinned },
      with: { environment: 'dev', 'run-batch': 'true', plan: 'auto' },
    }),
  );
  const deployed = facts<DeployFacts>(deploy);
  const batch = deployed.batch.run?.output;
  if (batch) {
    say(`batch transform: ${batch.rows} rows in, ${batch.rows} predictions out, ${batch.output_uri}`);
    for (const line of batch.sample) say(`  ${line}`);
  }
  end();

  begin('The endpoint answers');
  const held = await heldBackRows(env, run?.execution.id ?? '', 200);
  const answer = await invoke(deployed.endpoint.name, held.csv);
  const lines = answer.trim().split('\n');
  const right = lines.filter((line, i) => Number(line.split(',')[0]) === held.labels[i]).length;
  say(`${held.labels.length} held-back rows, CSV with a header: ${right} of ${lines.length} right`);
  for (let i = 0; i < 3; i += 1) say(`  ${held.csv.split('\n')[i + 1]}  →  ${lines[i]}  (was ${held.labels[i]})`);
  const seeds = await invoke(deployed.endpoint.name, SEED_REQUEST).catch(
    (error: { OriginalMessage?: string; message: string }) => error,
  );
  say('the request of the published notebooks, whose columns this model was not trained on:');
  say(
    `  ${JSON.stringify(SEED_REQUEST)}  →  ${typeof seeds === 'string' ? seeds.trim() : (seeds.OriginalMessage ?? seeds.message).split('\n')[0]}`,
  );
  end();

  const auc = (run?.evaluation?.report as { binary_classification_metrics?: { roc_auc?: { value?: number } } } | null)
    ?.binary_classification_metrics?.roc_auc?.value;
  return {
    chapters,
    endpoint: deployed.endpoint.name,
    sample: held.csv.split('\n').slice(0, 3).join('\n'),
    totals: [
      ['From the pull request to a served prediction', `${((Date.now() - start) / 1000).toFixed(0)} s`],
      [
        'Training pipeline',
        `${run?.execution.duration_seconds?.toFixed(0) ?? '?'} s, ${run?.tuning?.trials.length ?? 0} trials`,
      ],
      [
        'Model',
        `${deployed.endpoint.package?.group} version ${deployed.endpoint.package?.version}, ROC AUC ${auc?.toFixed(3) ?? 'unknown'} on rows that neither training nor tuning saw`,
      ],
      ['Batch transform', `${batch?.rows ?? 0} rows at ${batch?.output_uri ?? 'nowhere'}`],
      ['Endpoint', `${deployed.endpoint.name}: ${right} of ${lines.length} held-back rows right`],
    ],
  };
}

function mustPass(step: StepResult): StepResult {
  if (!step.ok) throw new Error(`${step.verb} failed: ${step.lines.at(-1) ?? 'without a word'}`);
  return step;
}

function facts<T>(step: StepResult): T {
  return (JSON.parse(step.outputs.result ?? '{}') as { facts: T }).facts;
}

/** Rows of the test split as the endpoint takes them (a header, features only), and what really happened. */
async function heldBackRows(
  env: Record<string, string>,
  execution: string,
  most: number,
): Promise<{ csv: string; labels: number[] }> {
  const s3 = new S3Client({ forcePathStyle: true });
  const Bucket = `sagemaker-${env.AWS_REGION}-123456789012`;
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `mlops-pipeline-model/${execution}/test/` }));
  const Key = listed.Contents?.[0]?.Key;
  if (Key === undefined) throw new Error('the test split of the run is not in S3');
  const text = (await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? '';
  const [header = '', ...rows] = text
    .trim()
    .split('\n')
    .slice(0, most + 1);
  const names = header.trim().split(',');
  // Key and target lead; the features follow.
  const target = names.indexOf('late');
  const cells = rows.map((row) => row.trim().split(','));
  const features = (row: string[]) => row.slice(target + 1).join(',');
  return { csv: [features(names), ...cells.map(features)].join('\n'), labels: cells.map((row) => Number(row[target])) };
}

async function invoke(endpoint: string, csv: string): Promise<string> {
  const client = new SageMakerRuntimeClient({});
  const answer = await client.send(
    new InvokeEndpointCommand({
      EndpointName: endpoint,
      ContentType: 'text/csv',
      Accept: 'text/csv',
      Body: Buffer.from(csv),
    }),
  );
  return Buffer.from(answer.Body).toString('utf8');
}
