import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Report } from './check.ts';
import { closest } from './closest.ts';
import { type MapNode, nodeAt } from './node.ts';
import { outsideRepository } from './repository.ts';
import type { ConfigFile } from './schema.ts';

type Scripts = ConfigFile['scripts'];

/** The scripts that a pipeline cannot do without; `query` is kept from the seed and read by nothing. */
const NEEDED = [
  'preprocess_data',
  'evaluation',
  'batch_transform_get_data',
  'batch_inference',
  'training_script',
] as const;

/** Names that mean the scripts which this package ships, where the team has no folder of that name. */
const SHIPPED = ['code', 'sagemaker-code'];

/**
 * Resolves `scripts`: `source_dir` relative to config.yml (absolute when it is the package's own folder), each script
 * relative to `source_dir`, whether or not it was written with the folder in front.
 */
export function resolveScripts(
  scripts: Scripts,
  root: MapNode,
  configFile: string,
  packageRoot: string | undefined,
  report: Report,
): Scripts {
  const written = scripts.source_dir.replace(/\/+$/, '');
  const node = nodeAt(root, ['scripts', 'source_dir']);
  const base = dirname(node && !node.place.source.given ? node.place.source.name : configFile);
  const own = isAbsolute(written) ? written : join(base, written);
  const result: Scripts = { ...scripts };
  for (const key of ['query', ...NEEDED] as const) {
    if (result[key].startsWith(`${written}/`)) result[key] = result[key].slice(written.length + 1);
    else if (node === undefined || SHIPPED.includes(written)) {
      const folder = SHIPPED.find((name) => result[key].startsWith(`${name}/`));
      if (folder) result[key] = result[key].slice(folder.length + 1);
    }
  }
  const shipped = packageRoot === undefined ? undefined : join(packageRoot, 'sagemaker-code');
  let directory = own;
  const outside = own === shipped ? undefined : outsideRepository(own, configFile);
  if (outside !== undefined) {
    report(['scripts', 'source_dir'], `${portable(own)} ${outside}`);
    return result;
  }
  if (!isFolder(own)) {
    if (!SHIPPED.includes(written) || shipped === undefined || !isFolder(shipped)) {
      const shippedIsUnknown = SHIPPED.includes(written) && shipped === undefined;
      // Without a package to fall back on, reading a configuration alone (to show or to check it) is no mistake.
      if (!shippedIsUnknown) report(['scripts', 'source_dir'], `there is no folder ${own.replaceAll('\\', '/')}`);
      return { ...result, source_dir: portable(isAbsolute(written) ? own : relative(dirname(configFile), own)) };
    }
    if (node) {
      const message = `there is no folder ${portable(own)}; the scripts of this package are used`;
      report(['scripts', 'source_dir'], message, { severity: 'warning' });
    }
    directory = shipped;
  }
  result.source_dir = portable(
    directory === own && !isAbsolute(written) ? relative(dirname(configFile), own) || '.' : directory,
  );
  for (const key of NEEDED) {
    const script = result[key];
    if (script.startsWith('/') || script.split('/').includes('..')) {
      report(['scripts', key], `must be inside source_dir (${written}): only that folder is packaged`);
    } else if (!existsSync(join(directory, script))) {
      const near = closest(
        script,
        Object.values(DEFAULT_NAMES).filter((name) => existsSync(join(directory, name))),
      );
      report(['scripts', key], `there is no ${script} in ${written}${near ? `; did you mean ${near}?` : ''}`);
    }
  }
  return result;
}

const DEFAULT_NAMES = {
  preprocess_data: 'presto_preprocess_for_training.py',
  evaluation: 'evaluate.py',
  batch_transform_get_data: 'presto_preprocess_for_batch_inference.py',
  batch_inference: 'inference.py',
  training_script: 'training.py',
};

const portable = (path: string) => path.replaceAll('\\', '/');

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
