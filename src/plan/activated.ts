import { desiredDigests } from './digests.ts';
import { samePin } from './guardrails/pins.ts';
import type { EnvironmentState } from './state.ts';

/** What is about the predictions of a batch. */
const BATCH = /^(the batch query$|batch query: |transform_step\.|environment\.batch_transform\.)/;
const ENDPOINT = /^environment\.endpoint\./;
const ROLLOUT = /^environment\.endpoint\.rollout\b/;

/**
 * Whether a change makes a setting or a query matter that did not matter before, although it is as it was: what is said of an
 * endpoint or a batch when its first model is pinned, and of a rollout whenever something rolls out. Such findings are news.
 */
export function activated(base: EnvironmentState, head: EnvironmentState): (about: string) => boolean {
  const model = (state: EnvironmentState, section: 'endpoint' | 'batch_transform') =>
    state.environment?.[section].model ?? null;
  const first = (section: 'endpoint' | 'batch_transform') =>
    model(base, section) === null && model(head, section) !== null;
  const settings = (state: EnvironmentState) => desiredDigests(state)['endpoint settings'];
  const serves = model(head, 'endpoint');
  const rolls = serves !== null && (!samePin(model(base, 'endpoint'), serves) || settings(base) !== settings(head));
  const patterns = [
    ...(first('batch_transform') ? [BATCH] : []),
    ...(first('endpoint') ? [ENDPOINT] : []),
    ...(rolls ? [ROLLOUT] : []),
  ];
  // What stands in no file may be about any of them.
  return (about) => patterns.length > 0 && (about === '' || patterns.some((pattern) => pattern.test(about)));
}
