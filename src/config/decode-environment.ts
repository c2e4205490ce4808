import type * as z from 'zod';
import { type Check, runChecks } from './check.ts';
import { batchChecks, endpointChecks, environmentChecks, environmentNameProblem } from './checks/environment.ts';
import type { ConfigFiles, YamlFile } from './config-files.ts';
import { type DecodeOptions, decode } from './decode.ts';
import { withDefaults } from './defaults.ts';
import { aboutPath, type Diagnostic, diagnosticAt } from './diagnostic.ts';
import {
  type BatchTransformFile,
  batchTransformFileSchema,
  type EndpointFile,
  type EnvironmentFile,
  endpointFileSchema,
  environmentFileSchema,
  REMOVED_BATCH_KEYS,
  REMOVED_ENDPOINT_KEYS,
} from './environment-schema.ts';
import type { MapNode } from './node.ts';
import { findUnfilled } from './placeholders.ts';
import { type ResolvedQuery, resolveQuery } from './query.ts';
import { sourceFile, startOf } from './source-file.ts';
import { unknownEnvironmentProblem } from './unknown-environment.ts';

/** The three files of one environment, checked as far as that is possible without config.yml. */
export interface DecodedEnvironment {
  name: string;
  /** The folder, with `/` between folders. */
  directory: string;
  roots: { environment: MapNode; endpoint: MapNode; batch: MapNode };
  /** Absent when one of the files has a mistake. */
  values?: { environment: EnvironmentFile; endpoint: EndpointFile; batch: BatchTransformFile; query?: ResolvedQuery };
  diagnostics: Diagnostic[];
}

type Partially<T> = { [K in keyof T]?: T[K] };

/** Reads and checks `environments/<name>/` beside config.yml. endpoint.yml and batch-transform.yml need not exist. */
export function decodeEnvironment(files: ConfigFiles, name: string): DecodedEnvironment {
  const directory = files.environmentFolder(name);
  const names = files.environmentNames();
  const [environmentFile, endpointFile, batchFile] = [
    files.environment(name),
    files.endpoint(name),
    files.batchTransform(name),
  ];
  const roots = { environment: environmentFile.root, endpoint: endpointFile.root, batch: batchFile.root };
  if (!names.includes(name)) {
    return { name, directory, roots, diagnostics: [aboutPath('environments', unknownEnvironmentProblem(name, names))] };
  }
  const nameProblem = environmentNameProblem(name);
  const diagnostics = [
    ...(nameProblem === undefined
      ? []
      : [diagnosticAt(startOf(sourceFile(`${directory}/environment.yml`, '')), '', nameProblem.message, nameProblem)]),
    ...[environmentFile, endpointFile, batchFile].flatMap((file) => file.diagnostics),
  ];
  // When the text of the file cannot be read, it is no news that its keys are missing.
  const environment = environmentFile.isRead
    ? decodeFile(environmentFile, environmentFileSchema, { checks: environmentChecks(name, names), diagnostics })
    : undefined;
  const endpoint = decodeFile(endpointFile, endpointFileSchema, {
    checks: endpointChecks,
    removedKeys: REMOVED_ENDPOINT_KEYS,
    diagnostics,
  });
  let query: ResolvedQuery | undefined;
  const batch = decodeFile(batchFile, batchTransformFileSchema, {
    checks: [
      ...batchChecks,
      (_, report) => {
        query = resolveQuery({ root: roots.batch, section: [], kind: 'batch', files, isOptional: true }, report);
      },
    ],
    removedKeys: REMOVED_BATCH_KEYS,
    diagnostics,
  });
  if (!environment || !endpoint || !batch) return { name, directory, roots, diagnostics };
  const values = { environment, endpoint, batch, ...(query ? { query } : {}) };
  return { name, directory, roots, values, diagnostics };
}

/** The values of a file, undefined when one has the wrong form. Adds every mistake to `diagnostics`. */
function decodeFile<T>(
  { root }: YamlFile,
  schema: z.ZodType<T>,
  options: DecodeOptions & { checks: readonly Check<Partially<T>>[]; diagnostics: Diagnostic[] },
): T | undefined {
  const unfilled = findUnfilled(root);
  const decoded = decode(root, schema, options);
  // A value that is still to be filled in breaks other rules too. One message about it is enough.
  const ofForm = decoded.diagnostics.filter(({ path }) => !unfilled.some((diagnostic) => diagnostic.path === path));
  const partial = withDefaults(decoded.valid, schema) as Partially<T>;
  options.diagnostics.push(...unfilled, ...ofForm, ...runChecks(options.checks, partial, root));
  return decoded.value;
}
