import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { Failure } from '../../src/failure.ts';
import type { DeployFacts } from '../../src/verbs/deploy.ts';
import type { TrainFacts } from '../../src/verbs/train.ts';
import type { ChapterLog } from './chapters.ts';
import { GitHubClient } from './github-client.ts';
import { invokeEndpoint, readTestRows, type TestRows } from './predictions.ts';
import type { ActionInput, ActionRun, Runner } from './runner.ts';

/** The pull request that changes the configuration, and the run that its merge started. */
export interface Training {
  pullRequest: number;
  commit: string;
  workspace: string;
  executionArn: string;
  run: TrainFacts['run'];
}

export interface Deployment {
  facts: DeployFacts;
  /** Checkout of the commit that was deployed. */
  workspace: string;
}

export interface EndpointCheck {
  rows: TestRows;
  /** The number of predictions that equal the actual target. */
  correct: number;
}

const TITLE = 'Search shallower trees';
const ROW_LIMIT = 200;
/** The request that the third published notebook sends to its endpoint. */
const NOTEBOOK_REQUEST = 'total_extended_price,avg_discount,total_quantity\n1,2,3\n66.77,12,2';

/** The steps of the loop from a pull request to a prediction. Each method is one chapter, in this order. */
export class Loop {
  private readonly env: Record<string, string>;
  private readonly runner: Runner;
  private readonly log: ChapterLog;
  private readonly maria: GitHubClient;
  private readonly otto: GitHubClient;

  constructor(options: { env: Record<string, string>; repository: string; runner: Runner; log: ChapterLog }) {
    const { env, repository, runner, log } = options;
    this.env = env;
    this.runner = runner;
    this.log = log;
    const api = env.GITHUB_API_URL ?? '';
    this.maria = new GitHubClient(api, repository, 'maria-token');
    this.otto = new GitHubClient(api, repository, 'otto-token');
  }

  /** @returns the number of the pull request */
  async propose(): Promise<number> {
    const { number } = await this.maria.propose({
      branch: 'shallower-trees',
      path: 'config.yml',
      change: limitDepth,
      title: TITLE,
      body: 'No trial with a depth above 16 has won for weeks. Without those depths each search is cheaper.',
    });
    for (const line of (await this.maria.patch(number)).split('\n')) this.log.line(line);
    return number;
  }

  async plan(number: number): Promise<void> {
    const pullRequest = await this.maria.call('GET', `/pulls/${number}`);
    await this.run('plan', {
      workspace: await this.runner.checkout(`refs/pull/${number}/merge`),
      sha: pullRequest.merge_commit_sha,
      event: 'pull_request',
      payload: { action: 'opened', number, pull_request: pullRequest },
      with: {},
    });
    await this.showLastComment(number, `on #${number} ${TITLE}`);
  }

  async train(number: number): Promise<Training> {
    const commit = await this.maria.merge(number);
    const workspace = await this.runner.checkout(commit);
    const inputs = { environment: 'dev', plan: 'auto' };
    const { outputs } = await this.run('train', { ...pushOf(commit), workspace, with: inputs });
    const executionArn = outputs['execution-arn'] ?? '';
    return { pullRequest: number, commit, workspace, executionArn, run: factsOf<TrainFacts>(outputs).run };
  }

  async report({ pullRequest, commit, workspace, executionArn }: Training): Promise<void> {
    await this.run('report', { ...pushOf(commit), workspace, with: { execution: executionArn } });
    await this.showLastComment(pullRequest, `on #${pullRequest} ${TITLE}`);
  }

  /** Approves the model. @returns the number of the pull request that `promote` opens */
  async approve({ pullRequest, commit, workspace }: Training): Promise<number> {
    await this.maria.label(pullRequest, 'approve-model');
    const input = {
      workspace,
      sha: commit,
      event: 'pull_request_target',
      payload: { action: 'labeled', label: { name: 'approve-model' }, pull_request: { number: pullRequest } },
      with: { environment: 'dev' },
    };
    await this.run('approve', input);
    await this.showLastComment(pullRequest, `on #${pullRequest}`);
    const { outputs } = await this.run('promote', input);
    const offer = Number(outputs['pull-request']);
    const { user, title, body } = await this.maria.call('GET', `/pulls/${offer}`);
    this.log.comment(user.login, `opened #${offer} ${title}`, body);
    return offer;
  }

  async planOffer(offer: number): Promise<void> {
    const { head, title } = await this.maria.call('GET', `/pulls/${offer}`);
    const inputs = { 'pull-request': String(offer) };
    await this.run('plan', {
      workspace: await this.runner.checkout(head.sha),
      sha: head.sha,
      event: 'workflow_dispatch',
      payload: { ref: `refs/heads/${head.ref}`, inputs },
      with: inputs,
    });
    await this.showLastComment(offer, `on #${offer} ${title}`);
  }

  async deploy(offer: number): Promise<Deployment> {
    const commit = await this.otto.merge(offer);
    const workspace = await this.runner.checkout(commit);
    const inputs = { environment: 'dev', 'run-batch': 'true', plan: 'auto' };
    const { outputs } = await this.run('deploy', { ...pushOf(commit), workspace, with: inputs });
    const facts = factsOf<DeployFacts>(outputs);
    const batch = facts.batch.run?.output;
    if (batch) {
      this.log.line(`batch transform: ${batch.rows} rows in, ${batch.rows} predictions out, ${batch.output_uri}`);
      this.log.line('  the first rows, as key, prediction and probability of 1:');
      for (const line of batch.sample) this.log.line(`  ${line}`);
    }
    return { facts, workspace };
  }

  /** Compares predictions of the endpoint with the actual targets of test rows. */
  async checkEndpoint({ run }: Training, { facts, workspace }: Deployment): Promise<EndpointCheck> {
    const rows = await readTestRows({
      bucket: `sagemaker-${this.env.AWS_REGION}-123456789012`,
      folder: `mlops-pipeline-model/${run?.execution.id}`,
      target: targetOf(workspace),
      limit: ROW_LIMIT,
    });
    const endpoint = facts.endpoint.name;
    const predictions = (await invokeEndpoint(endpoint, rows.csv)).map((line) => line.split(','));
    const correct = predictions.filter(([label], i) => Number(label) === rows.actual[i]).length;
    this.log.line(`${rows.actual.length} test rows as CSV with a header: ${correct} predictions are correct`);
    for (const [i, [label, probability]] of predictions.slice(0, 3).entries()) {
      const features = rows.csv.split('\n')[i + 1];
      this.log.line(
        `  ${features}  →  predicted ${label} (probability of 1: ${probability}), actual ${rows.actual[i]}`,
      );
    }
    this.log.line('the request of the published notebooks; this model was trained on other columns:');
    this.log.line(`  ${JSON.stringify(NOTEBOOK_REQUEST)}  →  ${await responseTo(endpoint, NOTEBOOK_REQUEST)}`);
    return { rows, correct };
  }

  /** Runs an action. @throws Error with the last line of the job log when the action fails */
  private async run(verb: string, input: ActionInput): Promise<ActionRun> {
    const result = await this.runner.runAction(verb, input);
    if (!result.ok) throw new Error(`${verb} failed: ${result.lines.at(-1) ?? 'its log is empty'}`);
    return result;
  }

  private async showLastComment(number: number, where: string): Promise<void> {
    const comment = (await this.maria.comments(number)).at(-1);
    if (comment) this.log.comment(comment.author, where, comment.body);
  }
}

/** Changes the range of `max_depth` in config.yml. */
function limitDepth(config: string): string {
  const range = /(max_depth: )\[3, 20\]/;
  if (!range.test(config)) {
    throw new Failure('conflict', 'config.yml has no "max_depth: [3, 20]", the line that this demonstration changes', {
      way_out: 'npm start shows the model of this repository. Run it with the config.yml that the repository has.',
    });
  }
  return config.replace(range, '$1[3, 16]');
}

/** The target column of the model, as config.yml of a checkout names it. */
function targetOf(workspace: string): string {
  const config = load(readFileSync(join(workspace, 'config.yml'), 'utf8')) as {
    training_step: { training_target: string };
  };
  return config.training_step.training_target;
}

/** The event of a push to main. */
function pushOf(commit: string): Pick<ActionInput, 'sha' | 'event' | 'payload'> {
  return { sha: commit, event: 'push', payload: { ref: 'refs/heads/main', after: commit } };
}

function factsOf<T>(outputs: Record<string, string>): T {
  return (JSON.parse(outputs.result ?? '{}') as { facts: T }).facts;
}

/** The response of an endpoint, or the first line of its error message. */
async function responseTo(endpoint: string, csv: string): Promise<string> {
  try {
    return (await invokeEndpoint(endpoint, csv)).join('\n');
  } catch (error) {
    const { OriginalMessage, message } = error as Error & { OriginalMessage?: string };
    return (OriginalMessage ?? message).split('\n')[0] ?? '';
  }
}
