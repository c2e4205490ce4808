import { Failure } from '../../src/failure.ts';
import { deploySummary } from '../../src/report/deploy-summary.ts';
import { type Action, ADOPT_INPUT, PROJECT_INPUTS } from '../action.ts';
import { projectInput } from '../project-input.ts';

export const destroy: Action = {
  description: 'Removes what was deployed to an environment, and nothing else.',
  inputs: {
    config: PROJECT_INPUTS.config,
    environment: { ...PROJECT_INPUTS.environment, required: true },
    confirm: { description: 'The name of the environment again. Without it the resources are only listed.' },
    registry: {
      description: 'Also remove the model package group with all its versions. All environments share it.',
      default: 'false',
    },
    ...ADOPT_INPUT,
  },
  outputs: { removed: '`true` when the resources were removed, `false` when they were only listed.' },
  async run(context) {
    const { destroy: verb } = await import('../../src/verbs/destroy.ts');
    const environment = context.input('environment') ?? '';
    const confirm = context.input('confirm');
    if (confirm !== undefined && confirm !== environment) {
      throw new Failure(
        'usage',
        `The input confirm is ${JSON.stringify(confirm)}, the environment is ${JSON.stringify(environment)}`,
        {
          way_out: 'Write the name of the environment twice.',
        },
      );
    }
    const result = await verb(
      {
        ...projectInput(context),
        environment,
        repository: context.job.repository,
        adopt: context.flag('adopt'),
        yes: confirm === environment,
        registry: context.flag('registry'),
      },
      context.ports,
    );
    return {
      result,
      outputs: { removed: String(result.facts.removed) },
      summary: deploySummary(result.summary, result.facts.changes),
    };
  },
};
