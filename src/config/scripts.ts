import { type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Report } from './check.ts';
import { didYouMean } from './closest.ts';
import { type MapNode, nodeAt } from './node.ts';
import { outsideRepository } from './repository.ts';
import type { ConfigFile } from './schema.ts';

type Scripts = ConfigFile['scripts'];

/** The scripts that a pipeline needs. `query` is a key of the published notebooks, and nothing reads it. */
const NEEDED = [
  'preprocess_data',
  'evaluation',
  'batch_transform_get_data',
  'batch_inference',
  'training_script',
] as const;

/** Names that stand for the scripts of this package, where the team has no folder of that name. */
const SHIPPED = ['code', 'sagemaker-code'];

interface ScriptContext {
  root: MapNode;
  configFile: string;
  packageRoot: string | undefined;
}

/**
 * Resolves `scripts`: `source_dir` becomes relative to config.yml (absolute when it is the folder of this package), and each
 * script becomes relative to `source_dir`, with or without the folder in front of it in the file.
 */
export function resolveScripts(scripts: Scripts, context: ScriptContext, report: Report): Scripts {
  const written = scripts.source_dir.replace(/\/+$/, '');
  const isWritten = nodeAt(context.root, ['scripts', 'source_dir']) !== undefined;
  const result = withoutFolder(scripts, written, !isWritten || SHIPPED.includes(written));
  const folder = resolveFolder(written, context, report);
  result.source_dir = folder.source_dir;
  if (folder.path !== undefined) checkScripts(result, { written, folder: folder.path }, report);
  return result;
}

/** The scripts without the name of their folder. `isShipped`: the folder can have one of the names of the package. */
function withoutFolder(scripts: Scripts, written: string, isShipped: boolean): Scripts {
  const result: Scripts = { ...scripts };
  const names = isShipped ? [written, ...SHIPPED] : [written];
  for (const key of ['query', ...NEEDED] as const) {
    const name = names.find((each) => result[key].startsWith(`${each}/`));
    if (name !== undefined) result[key] = result[key].slice(name.length + 1);
  }
  return result;
}

/**
 * The folder of the scripts: `source_dir` for the configuration, and the `path` of the folder. The path is absent when there is
 * no such folder: then the scripts cannot be checked.
 */
function resolveFolder(
  written: string,
  { root, configFile, packageRoot }: ScriptContext,
  report: Report,
): { source_dir: string; path?: string } {
  const path = ['scripts', 'source_dir'];
  const node = nodeAt(root, path);
  const base = dirname(node && !node.span.source.isNoFile ? node.span.source.name : configFile);
  const own = isAbsolute(written) ? written : join(base, written);
  const ownName = portable(isAbsolute(written) ? own : relative(dirname(configFile), own));
  const shipped = packageRoot === undefined ? undefined : join(packageRoot, 'sagemaker-code');
  const outside = own === shipped ? undefined : outsideRepository(own, configFile);
  if (outside !== undefined) {
    report(path, `${portable(own)} ${outside}`, { way_out: 'Copy the folder into the repository, and name the copy.' });
    return { source_dir: written };
  }
  if (isFolder(own)) return { source_dir: ownName === '' ? '.' : ownName, path: own };
  const isShippedName = SHIPPED.includes(written);
  if (isShippedName && shipped !== undefined && isFolder(shipped)) {
    if (node) {
      const message = `there is no folder ${portable(own)}; the scripts of this package are used`;
      report(path, message, { severity: 'warning' });
    }
    return { source_dir: portable(shipped), path: shipped };
  }
  // Without the folder of the package, the files can still be shown and checked, so this is not a mistake.
  if (!isShippedName || shipped !== undefined) report(path, `there is no folder ${portable(own)}`);
  return { source_dir: ownName };
}

function checkScripts(
  scripts: Scripts,
  { written, folder }: { written: string; folder: string },
  report: Report,
): void {
  for (const key of NEEDED) {
    const script = scripts[key];
    if (script.startsWith('/') || script.split('/').includes('..')) {
      report(['scripts', key], `must be inside source_dir (${written}): only that folder is packaged`, {
        way_out: `Copy the script into ${written}, and name the copy.`,
      });
      continue;
    }
    const problem = scriptProblem(join(folder, script));
    if (problem === undefined) continue;
    const existing = Object.values(DEFAULT_NAMES).filter((name) => scriptProblem(join(folder, name)) === undefined);
    const message =
      problem === MISSING
        ? `there is no ${script} in ${written}${didYouMean(script, existing)}`
        : `${written}/${script} ${problem}`;
    report(['scripts', key], message, { way_out: `Add the script to ${written}, or name one that is there.` });
  }
}

const MISSING = 'does not exist';

/** Why a path is no script; undefined for a regular file. */
function scriptProblem(path: string): string | undefined {
  const stats = statOf(path);
  if (stats === undefined) return MISSING;
  if (stats.isDirectory()) return 'is a folder, not a file';
  return stats.isFile() ? undefined : 'is not a regular file';
}

const DEFAULT_NAMES = {
  preprocess_data: 'presto_preprocess_for_training.py',
  evaluation: 'evaluate.py',
  batch_transform_get_data: 'presto_preprocess_for_batch_inference.py',
  batch_inference: 'inference.py',
  training_script: 'training.py',
};

const portable = (path: string) => path.replaceAll('\\', '/');

const isFolder = (path: string): boolean => statOf(path)?.isDirectory() === true;

/** Undefined for a path that leads to nothing that this user may see. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
