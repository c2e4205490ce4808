import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDiagnostics, type LoadOptions, loadConfig, loadEnvironments } from '../../src/config/index.ts';

/** This repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The configuration of the published solution, its placeholders filled in and nothing else changed. */
export const SEED = readFileSync(join(ROOT, 'test/golden/seed/config.yml'), 'utf8');

/** A folder with a configuration in it; `files` are relative paths and their texts. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), 'config-'));

  constructor(files: Record<string, string | Uint8Array>) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string | Uint8Array): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), text);
  }

  load(options: Partial<LoadOptions> = {}) {
    return loadConfig({ file: join(this.directory, 'config.yml'), packageRoot: ROOT, ...options });
  }

  loadAll(options: Partial<LoadOptions> = {}) {
    return loadEnvironments({ file: join(this.directory, 'config.yml'), packageRoot: ROOT, ...options });
  }

  /** Errors (or, with `warnings`, warnings too) as a person sees them, without the path of the folder. */
  errors(options: Partial<LoadOptions> & { warnings?: boolean } = {}): string[] {
    const { warnings, ...rest } = options;
    return this.#texts(this.load(rest), warnings);
  }

  allErrors(): string[] {
    return this.#texts(this.loadAll(), false);
  }

  #texts(loaded: ReturnType<typeof loadConfig> | ReturnType<typeof loadEnvironments>, warnings = false): string[] {
    const diagnostics = loaded.ok ? loaded.warnings : loaded.diagnostics;
    return diagnostics
      .filter(({ severity }) => warnings || severity === 'error')
      .map(({ source: _, ...diagnostic }) => this.relative(formatDiagnostics([diagnostic])));
  }

  relative(text: string): string {
    return text.replaceAll(`${this.directory}/`, '');
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The published configuration, with unix newlines and pieces of text replaced; a piece that is not there is a mistake of the test. */
export function seedWith(...edits: [from: string, to: string][]): string {
  return edits.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`not in the configuration: ${from}`);
      return text.replace(from, () => to);
    },
    SEED.replaceAll('\r\n', '\n'),
  );
}
