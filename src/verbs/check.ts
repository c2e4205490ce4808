import { dirname, join } from 'node:path';
import { checkoutRoot } from '../config/index.ts';
import type { Finding } from '../finding.ts';
import { countBySeverity, countText, reasonOf } from '../plan/finding-counts.ts';
import { sortFindings, withoutRepeats } from '../plan/make-plan.ts';
import { environmentFindings } from '../planning/environment-findings.ts';
import type { ProjectState } from '../project/environment-state.ts';
import { configPathIn, type ProjectInput } from '../project/open-project.ts';
import { readProject } from '../project/read-project.ts';
import { realConfigFile } from '../project/real-config-file.ts';
import { refuseOtherEnvironment, refuseWrongTarget } from '../project/run-target.ts';
import { folderNames, unknownEnvironment } from '../project/unknown-environment.ts';
import type { Result } from '../result.ts';

export type CheckInput = ProjectInput;

export interface CheckFacts {
  findings: Finding[];
  counts: Record<Finding['severity'], number>;
  /** Names of the environments that were checked. */
  environments: string[];
  /** Folder that the places of the findings are relative to, absolute. */
  root: string;
}

/**
 * Finds what is wrong with the files: no network, no credentials, no git. With an environment, it leaves out what concerns only
 * the other environments.
 * @param now milliseconds since 1970, for freeze windows
 * @throws Failure `usage` for an environment that the project does not have, and for an account or a region that cannot be one;
 * `not_allowed` when an environment names another account; `config_invalid` for a link that leads out of the repository
 */
export async function check(input: CheckInput, now: number): Promise<Result<CheckFacts>> {
  refuseWrongTarget(input);
  const configFile = realConfigFile(input.configFile);
  const root = checkoutRoot(dirname(configFile));
  const configPath = configPathIn(root, configFile);
  const { state, findings: fileFindings } = readProject({
    root,
    configPath,
    ...(input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot }),
    ...(input.region === undefined ? {} : { region: input.region }),
  });
  if (state !== null) {
    const checked = checkedEnvironments(state, input.environment);
    refuseOtherEnvironment(
      input.account,
      checked.map(({ environment }) => environment),
    );
  }
  // A mistake in any file leaves no environment to check: then all mistakes are shown.
  const found =
    state === null
      ? fileFindings
      : [
          ...findingsOf(fileFindings, environmentsFolder(configPath), input.environment),
          ...findingsByRules(state, input.environment, new Date(now).toISOString()),
        ];
  const findings = sortFindings(withoutRepeats(found));
  const counts = countBySeverity(findings);
  const environments = state === null ? [] : checkedEnvironments(state, input.environment).map(({ name }) => name);
  return {
    schema_version: 1,
    verb: 'check',
    decision: counts.error > 0 ? 'refused' : 'unchanged',
    reason_code: reasonOf(findings),
    summary: `${environments.length === 0 ? 'Checked' : `Checked ${environments.join(', ')}`}: ${countText(counts)}`,
    facts: { findings, counts, environments, root },
  };
}

function checkedEnvironments({ environments }: ProjectState, only: string | undefined): ProjectState['environments'] {
  if (only === undefined) return environments;
  const checked = environments.filter(({ name }) => name === only);
  if (checked.length > 0) return checked;
  throw unknownEnvironment(only, folderNames(environments));
}

/** The rules see all environments, and no base: nothing counts as pre-existing. */
function findingsByRules(all: ProjectState, only: string | undefined, now: string): Finding[] {
  return checkedEnvironments(all, only).flatMap((state) =>
    environmentFindings({ state, all, base: null, now }).map(({ finding }) => finding),
  );
}

/** Folder of the environments, relative to the root of the repository. */
const environmentsFolder = (configPath: string): string => `${join(dirname(configPath), 'environments')}/`;

/** Leaves out the findings in the folders of other environments. */
function findingsOf(findings: readonly Finding[], folder: string, only: string | undefined): Finding[] {
  return findings.filter(
    ({ place }) =>
      only === undefined ||
      place === null ||
      !place.file.startsWith(folder) ||
      place.file.startsWith(`${folder}${only}/`),
  );
}
