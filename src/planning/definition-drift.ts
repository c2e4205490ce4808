import type { Finding } from '../finding.ts';
import type { PipelineDefinition, StepDefinition } from '../pipeline/definition.ts';
import { definitionDifferences } from '../plan/definition-difference.ts';
import { NONE, shortDigest } from '../plan/digests.ts';
import type { ObservedValues } from '../plan/fields.ts';
import type { Aws } from '../ports/index.ts';
import type { EnvironmentState } from '../project/environment-state.ts';

/** Paths that a message names; the rest is counted. */
const MAX_NAMED_PATHS = 5;

/**
 * Finds definition drift: the training pipeline in the account is neither what the base makes nor what the head makes. Somebody
 * changed it by hand, a merge was not applied, or another version of this tool wrote it. An apply replaces it, and no line of
 * the repository says so.
 */
export async function definitionDrift(
  { base, head }: { base: EnvironmentState | null; head: EnvironmentState },
  aws: Aws,
  observed: ObservedValues,
): Promise<Finding[]> {
  const current = observed['training pipeline'];
  const [before, after] = [base?.training, head.training];
  if (current === undefined || current === NONE || !before || !after || before.name !== after.name) return [];
  if ([before.hash, after.hash].map(shortDigest).includes(current)) return [];
  const text = (await aws.sagemaker.pipeline(after.name))?.definition;
  const definition = text === undefined ? undefined : comparableDefinition(text);
  const paths =
    definition && definitionDifferences({ name: after.name, definition }, before).map((difference) => difference.path);
  return [
    {
      rule: 'plan/pipeline-not-as-base',
      severity: 'warning',
      message: `The pipeline ${after.name} in account ${head.account} is not what the base makes: ${pathsText(paths)}`,
      why: 'Somebody changed it by hand, a merge was not applied, or another version of this tool wrote it. An apply replaces it.',
      way_out: 'Merge if it may be replaced. Otherwise find out who changed it.',
      place: null,
    },
  ];
}

function pathsText(paths: readonly string[] | undefined): string {
  if (paths === undefined) return 'its definition cannot be read';
  const more = paths.length - MAX_NAMED_PATHS;
  return `${paths.slice(0, MAX_NAMED_PATHS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A definition of any author, completed with what it may leave out; undefined when its steps have no names. */
function comparableDefinition(text: string): PipelineDefinition | undefined {
  try {
    const { Steps, Parameters = [], ...others } = JSON.parse(text) as PipelineDefinition;
    const hasName = (each: unknown): boolean => typeof (each as { Name?: unknown } | null)?.Name === 'string';
    return [...Steps, ...Parameters].every(hasName)
      ? { ...others, Steps: Steps.map(withArguments), Parameters }
      : undefined;
  } catch {
    return undefined;
  }
}

const withArguments = (step: StepDefinition): StepDefinition => ({ ...step, Arguments: step.Arguments ?? {} });
