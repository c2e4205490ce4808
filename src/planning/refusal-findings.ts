import type { Finding, Place } from '../finding.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import { refusedMembers } from '../refusals/index.ts';
import { sentRequests, settingOf } from './requests/index.ts';

/**
 * Finds what SageMaker will refuse about the requests of an environment, each at the setting that it comes from.
 * @param place place of a setting by its dotted path; null for a default
 */
export function refusalFindings(state: EnvironmentState, place: (path: string) => Place | null): Finding[] {
  return sentRequests(state).flatMap((sent) =>
    refusedMembers(sent.operation, sent.request, state).map(({ path, message, refusal }): Finding => {
      const setting = settingOf(sent, path);
      return {
        rule: `aws/${refusal.name}`,
        severity: 'error',
        message: `AWS refuses ${path.length === 0 ? sent.operation : path.join('.')} of ${sent.sender}: ${message}`,
        why: refusal.rule,
        way_out: refusal.wayOut,
        place: setting === undefined ? null : place(setting),
      };
    }),
  );
}
