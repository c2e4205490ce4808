import type { ActionContext } from '../../actions/action.ts';
import { report } from '../../actions/report/main.ts';
import type { Aws, Comment, GitHub } from '../../src/ports/index.ts';

const EXECUTION = 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/mlops/execution/abc123def456';
const RUN_URL = 'https://github.com/acme/late-lines/actions/runs/1';
/** More steps than a comment has room for. */
const STEPS = Array.from({ length: 1500 }, (_, index) => ({
  Name: `A-long-name-of-step-${index}`,
  Type: 'Processing',
}));

/** An execution that was stopped before its first step. */
const aws = {
  sagemaker: {
    execution: async () => ({ arn: EXECUTION, status: 'Stopped', pipelineArn: 'arn:pipeline', parameters: {} }),
    executionDefinition: async () => JSON.stringify({ Steps: STEPS }),
    steps: async () => [],
  },
} as unknown as Aws;

function contextWith(comments: Comment[]): ActionContext {
  const github = {
    viewer: async () => 'bot',
    comments: async () => comments,
    createComment: async (_issue: number, body: string) => {
      const comment = { id: 1, author: 'bot', body, url: 'https://github.com/acme/late-lines/pull/7#1' };
      comments.push(comment);
      return comment;
    },
  } as unknown as GitHub;
  const inputs: Record<string, string> = {
    execution: EXECUTION,
    number: '7',
    'approve-label': 'a',
    'reject-label': 'r',
  };
  return {
    ports: { clock: { now: () => Date.parse('2026-11-22T10:06:00Z') }, aws: () => aws },
    job: { runUrl: RUN_URL },
    input: (name: string) => inputs[name],
    github: async () => github,
  } as unknown as ActionContext;
}

test('the job summary has the whole report, also when the comment is too long for it', async () => {
  const comments: Comment[] = [];
  const { summary = '' } = await report.run(contextWith(comments));
  const body = comments[0]?.body ?? '';
  const lastStep = STEPS.at(-1)?.Name ?? '';
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toContain(`steps left out. The whole report is in the [job summary](${RUN_URL}).`);
  expect(body).not.toContain(lastStep);
  expect(summary.length).toBeGreaterThan(65_536);
  expect(summary).toContain(lastStep);
});
