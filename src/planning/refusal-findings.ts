import type { Finding, Place } from '../finding.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import { refusedMembers } from '../refusals/index.ts';
import { sentRequests, settingOf } from './requests/index.ts';

/** Refusals that a rule of the plan explains with more figures: guardrail/timeout-range. */
const EXPLAINED_ELSEWHERE: readonly string[] = ['deployment-timeout'];

/**
 * Finds what SageMaker will refuse about the requests of an environment, each at the setting that it comes from.
 * @param place place of a setting by its dotted path; null for a default
 */
export function refusalFindings(state: EnvironmentState, place: (path: string) => Place | null): Finding[] {
  const findings = new Map<string, Finding>();
  for (const sent of sentRequests(state)) {
    for (const { path, message, refusal } of refusedMembers(sent.operation, sent.request, state)) {
      const setting = settingOf(sent, path) ?? '';
      // One setting is often in several requests. Its first finding says enough.
      const key = `${refusal.name} ${setting}`;
      if (findings.has(key) || EXPLAINED_ELSEWHERE.includes(refusal.name)) continue;
      findings.set(key, {
        rule: `aws/${refusal.name}`,
        severity: 'error',
        message: `AWS refuses ${path.length === 0 ? sent.operation : path.join('.')} of ${sent.sender}: ${message}`,
        why: refusal.rule,
        way_out: refusal.way_out,
        place: setting === '' ? null : place(setting),
      });
    }
  }
  return [...findings.values()];
}
