import { existsSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { checkoutRoot } from '../config/index.ts';
import type { Finding } from '../finding.ts';
import { sortFindings, withoutRepeats } from '../plan/make-plan.ts';
import type { ProjectState } from '../plan/state.ts';
import type { Result } from '../result.ts';
import { judgeState } from './judge-state.ts';
import { countBySeverity, countText, reasonOf } from './plan.ts';
import type { ProjectInput } from './project.ts';
import { readState } from './read-state.ts';

export type CheckInput = Pick<ProjectInput, 'configFile' | 'packageRoot'>;

export interface CheckFacts {
  findings: Finding[];
  counts: Record<Finding['severity'], number>;
  /** Names of the environments that were looked at. */
  environments: string[];
  /** Folder that the places of the findings are relative to, absolute. */
  root: string;
}

/**
 * Everything that can be said about the files alone: no network, no credentials, no git.
 * @param now milliseconds since 1970: freeze windows are about it
 */
export async function check(input: CheckInput, now: number): Promise<Result<CheckFacts>> {
  const given = resolve(input.configFile);
  const configFile = existsSync(given) ? realpathSync(given) : given;
  const root = checkoutRoot(dirname(configFile));
  const read = readState({
    root,
    configPath: relative(root, configFile).replaceAll('\\', '/'),
    ...(input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot }),
  });
  const state = read.state;
  // There is no base to compare with, so all of it is told.
  const judged = (state?.environments ?? []).flatMap((environment) =>
    judgeState({ state: environment, all: state as ProjectState, base: null, now: new Date(now).toISOString() }).map(
      ({ finding }) => finding,
    ),
  );
  const findings = sortFindings(withoutRepeats([...read.findings, ...judged]));
  const counts = countBySeverity(findings);
  const environments = read.state?.environments.map(({ name }) => name) ?? [];
  return {
    schema_version: 1,
    verb: 'check',
    decision: counts.error > 0 ? 'refused' : 'unchanged',
    reason_code: reasonOf(findings),
    summary: `${environments.length === 0 ? 'Checked' : `Checked ${environments.join(', ')}`}: ${countText(counts)}`,
    facts: { findings, counts, environments, root },
  };
}
