import type { Finding } from '../../finding.ts';
import type { ChangeContext } from '../rule.ts';
import { pinName, samePin } from './pins.ts';

/**
 * Other features while batch predictions stay with a model that learned the old ones. Its rows come without a header
 * (see batch-pipeline.ts), so they go by position: with another number of them the transform fails, with as many it takes
 * one for the other, and nobody sees it.
 */
export function pinnedModelFeatures({ config, environment, base, place }: ChangeContext): Finding[] {
  const pin = environment?.batch_transform.model ?? null;
  if (environment === null || base === null || pin === null) return [];
  // A pin that moves is of a model that was trained elsewhere: what it learned is not in these files.
  if (!samePin(base.environment?.batch_transform.model ?? null, pin)) return [];
  const [before, after] = [base.config, config].map(({ training_step }) => training_step.training_features) as [
    string[],
    string[],
  ];
  if (before.length === after.length && before.every((name, index) => name === after[index])) return [];
  const unseen = before.length === after.length;
  return [
    {
      rule: 'guardrail/pinned-model-features',
      severity: unseen ? 'error' : 'warning',
      message: `The batch predictions of ${environment.name} stay with ${pinName(pin)}, which was trained on ${before.join(', ')}; ${unseen ? 'it would take the new features for those, by their position.' : `with ${after.length} features instead of ${before.length} they fail.`}`,
      why: 'A merge changes the rows that the batch transform makes at once; the model that is pinned stays until a new one is trained, approved and promoted.',
      way_out:
        environment.promotes_from === null
          ? `Set model: null in environments/${environment.name}/batch-transform.yml for as long: the next offer pins the new model.`
          : `Keep the old list under config.training_step.training_features in environments/${environment.name}/environment.yml, and take it out when the new model is promoted; or set model: null in environments/${environment.name}/batch-transform.yml for as long.`,
      place: place('training_step.training_features'),
    },
  ];
}
