import { Failure } from '../failure.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';

/** One step of a definition as SageMaker returns it. */
export interface DefinedStep {
  name: string;
  type: string;
  propertyFiles: Array<{ output: string; path: string }>;
}

/** Facts from the text of a definition. Another program may have written the definition. */
export interface DefinitionFacts {
  /** SHA-256 of the canonical JSON of the definition. */
  hash: string;
  /** All steps, with those in the branches of conditions. */
  steps: DefinedStep[];
  /** Default values of the parameters that have one. */
  defaults: Record<string, string>;
  /** SHA-256 of the canonical SQL: line breaks, comments and letter case do not change it. */
  querySha256: string | null;
  sourceSha256: string | null;
  image: string | null;
}

/**
 * Reads the facts of a definition from its text.
 * @throws Failure `inconclusive` when the text is not a JSON object
 */
export function definitionFacts(text: string): DefinitionFacts {
  const definition = parse(text);
  return {
    hash: sha256(canonicalJson(definition)),
    steps: flatten(definition.Steps),
    defaults: Object.fromEntries(
      list(definition.Parameters).flatMap((parameter) =>
        parameter.DefaultValue === undefined ? [] : [[String(parameter.Name), String(parameter.DefaultValue)]],
      ),
    ),
    // The keys of both objects in S3 contain the digest of their content.
    querySha256: /\/([0-9a-f]{64})\/query\.sql"/.exec(text)?.[1] ?? null,
    sourceSha256: /\/([0-9a-f]{64})\/sourcedir\.tar\.gz"/.exec(text)?.[1] ?? null,
    image: /"ImageUri"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? null,
  };
}

/** A JSON object from outside, of unknown shape. */
type JsonObject = Record<string, unknown>;

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // The failure below says it.
  }
  throw new Failure('inconclusive', 'SageMaker returned a pipeline definition that is not a JSON object');
}

const list = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

function flatten(steps: unknown): DefinedStep[] {
  return list(steps).flatMap((step) => {
    const nested = (step.Arguments ?? {}) as JsonObject;
    return [
      {
        name: String(step.Name),
        type: String(step.Type),
        propertyFiles: list(step.PropertyFiles).map((file) => ({
          output: String(file.OutputName),
          path: String(file.FilePath),
        })),
      },
      ...flatten(nested.IfSteps),
      ...flatten(nested.ElseSteps),
    ];
  });
}
