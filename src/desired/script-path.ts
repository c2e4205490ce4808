import { Failure } from '../failure.ts';
import type { SourcePackage } from './source-package.ts';

/**
 * Path of a script in the package. Configurations name scripts relative to the folder (`training.py`) or with it
 * (`sagemaker-code/training.py`); the longest ending that is in the package is what is meant.
 * @param key the key of the configuration, for the message.
 */
export function scriptPath(source: SourcePackage, key: string, path: string): string {
  const files = source.files.map((file) => file.path);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  for (let from = 0; from < parts.length; from++) {
    const candidate = parts.slice(from).join('/');
    if (files.includes(candidate)) return candidate;
  }
  const scripts = files.filter((file) => file.endsWith('.py'));
  throw new Failure('config_invalid', `${key}: ${path} is not in scripts.source_dir`, {
    wayOut: `Name one of the scripts there: ${scripts.join(', ')}.`,
  });
}
