import { pinName, samePin } from '../../../config/index.ts';
import type { Finding } from '../../../finding.ts';
import type { ChangeContext } from '../rule.ts';

/**
 * The features change while the batch predictions keep a model that was trained on the old ones. The rows of a batch
 * have no header (see batch-pipeline.ts), so they go by position. With another number of features the transform fails.
 * With the same number it takes one feature for another, and no message says so.
 */
export function pinnedModelFeatures({ config, environment, base, place }: ChangeContext): Finding[] {
  const pin = environment?.batch_transform.model ?? null;
  if (environment === null || base === null || pin === null) return [];
  // When the pin moves, its model was trained elsewhere: these files do not say on which features.
  if (!samePin(base.environment?.batch_transform.model ?? null, pin)) return [];
  const [before, after] = [base.config, config].map(({ training_step }) => training_step.training_features) as [
    string[],
    string[],
  ];
  if (before.length === after.length && before.every((name, index) => name === after[index])) return [];
  const sameLength = before.length === after.length;
  return [
    {
      rule: 'guardrail/pinned-model-features',
      severity: sameLength ? 'error' : 'warning',
      message: `The batch predictions of ${environment.name} keep ${pinName(pin)}, which was trained on ${before.join(', ')}. ${sameLength ? 'It would take the new features for these, by their position.' : `With ${after.length} features instead of ${before.length} the transform fails.`}`,
      why: 'A merge changes the rows of the batch transform at once. The pinned model stays until a new one is trained, approved and promoted.',
      way_out:
        environment.promotes_from === null
          ? `Set model: null in environments/${environment.name}/batch-transform.yml for now: the next offer pins the new model.`
          : `Keep the old list under config.training_step.training_features in environments/${environment.name}/environment.yml, and take it out when the new model is promoted. Or set model: null in environments/${environment.name}/batch-transform.yml until then.`,
      place: place('training_step.training_features'),
    },
  ];
}
