import type { EnvironmentState } from '../../project/environment-state.ts';
import { pipelineRequests } from './pipeline-requests.ts';
import type { SentRequest } from './sent-request.ts';
import { servingRequests } from './serving-requests.ts';

export { type SentRequest, settingOf } from './sent-request.ts';

/** The requests that an environment will send to SageMaker, as far as its files tell. */
export function sentRequests(state: EnvironmentState): SentRequest[] {
  return [...pipelineRequests(state), ...servingRequests(state)];
}
