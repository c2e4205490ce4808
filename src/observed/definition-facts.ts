import { Failure } from '../failure.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';

/** One step of a definition that is read back from the service, nested ones included. */
export interface DefinedStep {
  name: string;
  type: string;
  propertyFiles: Array<{ output: string; path: string }>;
}

/** What can be learned from the text of a definition, whoever wrote it. */
export interface DefinitionFacts {
  /** SHA-256 of its canonical JSON. */
  hash: string;
  steps: DefinedStep[];
  defaults: Record<string, string>;
  /** Of its canonical SQL: how it is written does not count. */
  querySha256: string | null;
  sourceSha256: string | null;
  image: string | null;
}

/** Fails with `inconclusive` when the text is no JSON object. */
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
    // Both lie under the digest of their content, so their address says what they are.
    querySha256: /\/([0-9a-f]{64})\/query\.sql"/.exec(text)?.[1] ?? null,
    sourceSha256: /\/([0-9a-f]{64})\/sourcedir\.tar\.gz"/.exec(text)?.[1] ?? null,
    image: /"ImageUri"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? null,
  };
}

type Tree = Record<string, unknown>;

function parse(text: string): Tree {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Tree;
  } catch {
    // Said below, in our words.
  }
  throw new Failure('inconclusive', 'SageMaker returned a pipeline definition that is not a JSON object');
}

const list = (value: unknown): Tree[] => (Array.isArray(value) ? (value as Tree[]) : []);

function flatten(steps: unknown): DefinedStep[] {
  return list(steps).flatMap((step) => {
    const nested = (step.Arguments ?? {}) as Tree;
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
