import { Failure } from '../failure.ts';
import type { SourcePackage } from './source-package.ts';

/**
 * Returns the path of a script in the package. Configurations name scripts relative to the folder (`training.py`) or with
 * the folder (`sagemaker-code/training.py`). The result is the longest ending of the path that is in the package.
 * @param key key of the configuration, for the message
 * @throws Failure `config_invalid` when the package has no such script
 */
export function scriptPath(source: SourcePackage, key: string, path: string): string {
  const files = source.files.map((file) => file.path);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  for (let from = 0; from < parts.length; from++) {
    const candidate = parts.slice(from).join('/');
    if (files.includes(candidate)) return candidate;
  }
  const scripts = files.filter((file) => file.endsWith('.py'));
  throw new Failure('config_invalid', `${key}: ${path} is not among the packed files of scripts.source_dir`, {
    way_out: `Name one of the scripts there: ${scripts.join(', ')}. Hidden files and folders of tests are not packed.`,
  });
}
