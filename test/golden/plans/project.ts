import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');

/** A change of a folder: of pieces of a file, or of a file as a whole. */
export type Edit =
  | { file: string; from: string; to: string }
  | { file: string; by: (text: string) => string }
  | { file: string; write: string | Uint8Array }
  | { file: string; remove: true }
  | { file: string; rename: string };

/** What of this repository a project reads. */
const PARTS = ['config.yml', 'environments', 'sql', 'sagemaker-code'];

/** A copy of the project that ships, in a folder of its own. */
export function shippedProject(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-corpus-')));
  for (const part of PARTS) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: (path) => !path.includes('__pycache__') });
  }
  return folder;
}

/** A copy of a project with changes; a piece that is not there is a mistake of the test. */
export function changed(project: string, edits: readonly Edit[]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-corpus-')));
  cpSync(project, folder, { recursive: true });
  for (const edit of edits) apply(folder, edit);
  return folder;
}

function apply(folder: string, edit: Edit): void {
  const path = join(folder, edit.file);
  if ('remove' in edit) rmSync(path, { recursive: true });
  else if ('rename' in edit) {
    mkdirSync(dirname(join(folder, edit.rename)), { recursive: true });
    renameSync(path, join(folder, edit.rename));
  } else if ('write' in edit) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, edit.write);
  } else {
    const text = readFileSync(path, 'utf8');
    const next = 'by' in edit ? edit.by(text) : text.replace(edit.from, () => edit.to);
    if (next === text) throw new Error(`nothing to change in ${edit.file}${'from' in edit ? `: ${edit.from}` : ''}`);
    writeFileSync(path, next);
  }
}

/** Pieces of config.yml. */
export const config = (from: string, to: string): Edit => ({ file: 'config.yml', from, to });
/** Pieces of the training query. */
export const training = (from: string, to: string): Edit => ({ file: 'sql/training.sql', from, to });
/** Pieces of the batch query. */
export const batch = (from: string, to: string): Edit => ({ file: 'sql/batch.sql', from, to });
/** Pieces of a file of an environment. */
export const environment = (
  name: string,
  file: 'environment' | 'endpoint' | 'batch-transform',
  from: string,
  to: string,
): Edit => ({
  file: `environments/${name}/${file}.yml`,
  from,
  to,
});

/**
 * One pair. `expect` has for each environment that changes its differences as `subject path`, sorted; `all` stands for dev,
 * staging and prod. An environment that is not named is unchanged.
 */
export interface PlanCase {
  name: string;
  /** From the shipped project to the base; nothing when that is the base. */
  base?: readonly Edit[];
  /** From the base to the head. */
  head: readonly Edit[];
  expect: Readonly<Record<string, readonly string[]>>;
  /** Rules of the findings that the pair brings about, beside the verdict. */
  findings?: readonly string[];
}

export const UNCHANGED = {};

const PIN_DIGEST = 'a'.repeat(64);
/** `model: …` of an environment's file. */
export const pin = (version: number, digest = PIN_DIGEST): string =>
  `model:\n  package_group: mlops-presto\n  version: ${version}\n  artifact_digest: sha256:${digest}`;
