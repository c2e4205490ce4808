import { Failure } from '../../src/failure.ts';
import { type Action, GITHUB_INPUTS, PROJECT_INPUTS } from '../action.ts';
import { projectInput } from '../project-input.ts';

export const promote: Action = {
  description: 'Offers a model to an environment: a pull request that moves the pin in its folder.',
  inputs: {
    config: PROJECT_INPUTS.config,
    environment: { ...PROJECT_INPUTS.environment, required: true },
    version: {
      description:
        'Version in the package group; default: what the environment before it pins, or the newest approved one.',
    },
    'plan-workflow': {
      description:
        'File name of the workflow that plans the pull request. It is started with the number, because GitHub starts no workflow for a pull request that the token of a workflow opens. Needs `actions: write`. Empty: none is started.',
      default: 'plan.yml',
    },
    ...GITHUB_INPUTS,
  },
  outputs: {
    'pull-request': 'Number of the pull request; empty when nothing had to move.',
    url: 'Its address.',
  },
  async run(context) {
    const { promote: verb } = await import('../../src/verbs/promote.ts');
    const version = context.input('version');
    const planWorkflow = context.input('plan-workflow');
    const result = await verb(
      {
        ...projectInput(context),
        environment: context.input('environment') ?? '',
        repositoryRoot: context.job.workspace,
        ...(version === undefined ? {} : { version: packageVersion(version) }),
        ...(planWorkflow === undefined ? {} : { planWorkflow }),
      },
      context.ports,
      await context.github(),
    );
    const pull = result.facts.pull_request;
    return { result, outputs: { 'pull-request': pull === null ? null : String(pull.number), url: pull?.url ?? null } };
  },
};

function packageVersion(text: string): number {
  const version = Number(text);
  if (!Number.isInteger(version) || version < 1) {
    throw new Failure('usage', `The input version is ${JSON.stringify(text)}`, {
      way_out: 'It takes the version of a model package: 1, 2, …',
    });
  }
  return version;
}
