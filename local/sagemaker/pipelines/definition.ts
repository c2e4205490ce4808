import { ServiceError } from '../context.ts';
import type { Definition, PipelineStep } from './definition-types.ts';
import { isObject } from './is-object.ts';
import { readParameters } from './parameters.ts';
import { referenceProblems } from './reference-rules.ts';
import { addStep } from './step-reader.ts';

const DEFINITION_VERSION = '2020-12-01';
/** Quota of the service: bytes of a pipeline definition. */
const MAX_DEFINITION_BYTES = 1_048_576;
const MEMBERS = ['Version', 'Metadata', 'Parameters', 'PipelineExperimentConfig', 'Steps'];
/** How many problems one message lists. The others are counted. */
const MAX_LISTED_PROBLEMS = 12;

/**
 * Parses a definition and checks all of it: form, names, references, cycles.
 * @throws ServiceError ValidationException `Unable to parse pipeline definition. …` with every problem
 */
export function parseDefinition(text: string): Definition {
  const document = parseDocument(text);
  const problems: string[] = [];
  if (document.Version !== DEFINITION_VERSION) {
    problems.push(
      `Value '${document.Version}' for 'Version' failed to satisfy enum value set: [${DEFINITION_VERSION}]`,
    );
  }
  for (const key of Object.keys(document)) {
    if (!MEMBERS.includes(key)) problems.push(`Unknown member '${key}'`);
  }
  const parameters = readParameters(document.Parameters, problems);
  const steps = readSteps(document.Steps, problems);
  const experiment = document.PipelineExperimentConfig;
  if (experiment !== undefined && experiment !== null && !isObject(experiment))
    problems.push('PipelineExperimentConfig must be an object');
  const definition: Definition = { parameters, experiment: isObject(experiment) ? experiment : undefined, steps };
  problems.push(...referenceProblems(definition));
  if (problems.length > 0) throw definitionError(problems);
  return definition;
}

function parseDocument(text: string): Record<string, unknown> {
  const size = Buffer.byteLength(text);
  if (size > MAX_DEFINITION_BYTES)
    throw definitionError([`The definition has ${size} bytes, at most ${MAX_DEFINITION_BYTES} are allowed`]);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw definitionError([`It is not JSON: ${(error as Error).message}`]);
  }
  if (!isObject(document)) throw definitionError(['It must be a JSON object']);
  return document;
}

function readSteps(value: unknown, problems: string[]): Map<string, PipelineStep> {
  const steps = new Map<string, PipelineStep>();
  if (!Array.isArray(value) || value.length === 0) problems.push('Steps must be a list with at least one step');
  else for (const step of value) addStep(step, undefined, steps, problems);
  return steps;
}

/** Makes the error of a definition with problems, in the service's words. */
export function definitionError(problems: readonly string[]): ServiceError {
  const sentences = problems
    .slice(0, MAX_LISTED_PROBLEMS)
    .map((problem) => (problem.endsWith('.') ? problem : `${problem}.`));
  const rest = problems.length > MAX_LISTED_PROBLEMS ? [`And ${problems.length - MAX_LISTED_PROBLEMS} more.`] : [];
  return new ServiceError(
    'ValidationException',
    `Unable to parse pipeline definition. Model Validation failed: ${[...sentences, ...rest].join(' ')}`,
  );
}
