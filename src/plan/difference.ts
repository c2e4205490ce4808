import { NO_ACCOUNT } from '../config/index.ts';
import type { ArchivedFile } from '../desired/ustar.ts';
import type { Finding, Place } from '../finding.ts';
import type { Json } from '../json.ts';
import { canonicalJson } from '../pipeline/canonical.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import type { Setting } from '../project/settings.ts';
import { SUBJECTS } from '../project/subjects.ts';
import { definitionDifferences } from './definition-difference.ts';
import { lineDifference } from './line-difference.ts';
import type { Difference, DiffLine } from './plan.ts';

/**
 * The differences between base and head by meaning, sorted by subject and path. Without a base the environment is new, without
 * a head it is removed: each is one difference, because everything else follows from it.
 */
export function differencesOf(base: EnvironmentState | null, head: EnvironmentState | null): Difference[] {
  if (base === null || head === null) return wholeEnvironment(base, head);
  const found = [...settingDifferences(base, head), ...codeDifferences(base, head)];
  // The same code makes both definitions, so a difference between them has a reason above. If it ever has none, it is still
  // shown.
  if (found.length === 0) {
    found.push(
      ...definitionDifferences(base.training, head.training),
      ...definitionDifferences(base.batch, head.batch),
    );
  }
  return sorted(found);
}

function sorted(differences: readonly Difference[]): Difference[] {
  const order = ({ subject }: Difference) => SUBJECTS.indexOf(subject);
  return [...differences].sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Without a folder of environments no file names the account. */
const accountText = (account: string): string =>
  account === NO_ACCOUNT ? 'the account of the credentials' : `account ${account}`;

function wholeEnvironment(base: EnvironmentState | null, head: EnvironmentState | null): Difference[] {
  const look = (state: EnvironmentState | null): Json =>
    state === null ? null : `${accountText(state.account)}, ${state.region}`;
  const state = head ?? base;
  if (state === null) return [];
  const differences: Difference[] = [
    {
      subject: 'environment',
      path: 'environment',
      from: look(base),
      to: look(head),
      place: state.place('environment.account'),
    },
  ];
  for (const path of ['environment.endpoint.model', 'environment.batch_transform.model']) {
    const pin = state.settings.get(path)?.shown ?? null;
    if (pin === null) continue;
    const [from, to] = head === null ? [pin, null] : [null, pin];
    differences.push({ subject: 'model', path, from, to, format: 'pin', place: state.place(path) });
  }
  return sorted(differences);
}

function settingDifferences(base: EnvironmentState, head: EnvironmentState): Difference[] {
  return pathsOf(base, head).flatMap((path) => {
    const [before, after] = [base.settings.get(path), head.settings.get(path)];
    if (meaningOf(before) === meaningOf(after)) return [];
    const setting = (after ?? before) as Setting;
    const difference: Difference = {
      subject: setting.subject,
      path,
      from: active(before)?.shown ?? null,
      to: active(after)?.shown ?? null,
      ...(setting.format === undefined ? {} : { format: setting.format }),
      place: placeOf(path, base, head),
    };
    if (before?.text === undefined || after?.text === undefined) return [difference];
    const lines = lineDifference(before.text, after.text);
    return [{ ...difference, place: firstChangeOfQuery(path, after.text, lines, head) ?? difference.place, lines }];
  });
}

/** The place of the first change of a query. */
function firstChangeOfQuery(
  path: string,
  text: string,
  lines: readonly DiffLine[],
  head: EnvironmentState,
): Place | null {
  const at = lines.findIndex(({ mark }) => mark !== ' ');
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  const offset = starts[Math.min(at, starts.length - 1)] ?? 0;
  const indent = /^[^\S\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const place = head.sqlPlace(path.startsWith('training_step.') ? 'training' : 'batch', {
    offset: offset + indent,
    length: 1,
  });
  return place === null ? null : { file: place.file, line: place.line, column: place.column };
}

const active = (setting: Setting | undefined): Setting | undefined =>
  setting?.idle === undefined ? setting : undefined;

/** A setting without effect has no meaning. */
const meaningOf = (setting: Setting | undefined): string | undefined => {
  const counts = active(setting);
  return counts === undefined ? undefined : canonicalJson(counts.meaning);
};

function pathsOf(base: EnvironmentState, head: EnvironmentState): string[] {
  return [...new Set([...base.settings.keys(), ...head.settings.keys()])].sort();
}

/** The place in the head, or in the base when the head has the default. */
function placeOf(path: string, base: EnvironmentState, head: EnvironmentState): Place | null {
  const at = (state: EnvironmentState) => state.place(state.settings.get(path)?.origin ?? path);
  return at(head) ?? at(base);
}

/** Characters of the longest text that is shown. */
const MAX_SHOWN = 400_000;

/** The differences of the files that are packed for the containers. The name of the folder does not count. */
function codeDifferences(base: EnvironmentState, head: EnvironmentState): Difference[] {
  if (base.source === null || head.source === null || base.source.sha256 === head.source.sha256) return [];
  const [before, after] = [byPath(base.source.files), byPath(head.source.files)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)];
    if (from !== undefined && to !== undefined && equal(from.bytes, to.bytes)) return [];
    const folder = to === undefined ? base.source_folder : head.source_folder;
    const path = folder === null ? name : `${folder}/${name}`;
    const texts = [textOf(from), textOf(to)];
    const difference: Difference = {
      subject: 'code',
      path,
      from: from === undefined ? null : sizeOf(from),
      to: to === undefined ? null : sizeOf(to),
      place: folder === null ? null : { file: path, line: 1, column: 1 },
    };
    const [old = null, now = null] = texts;
    if (old === null || now === null) return [difference];
    const lines = lineDifference(old, now);
    const first = folder === null ? null : firstChange(lines, path);
    return [{ ...difference, place: first ?? difference.place, lines }];
  });
}

/** The place of the first change in the new file. */
function firstChange(lines: ReturnType<typeof lineDifference>, file: string): Place | null {
  let line = 1;
  for (const { mark } of lines) {
    if (mark !== ' ') return { file, line, column: 1 };
    line++;
  }
  return null;
}

const byPath = (files: readonly ArchivedFile[]) => new Map(files.map((file) => [file.path, file]));

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

const sizeOf = ({ bytes }: ArchivedFile): string => `${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`;

/** The text of a file: empty for a missing file, null for a binary one. */
function textOf(file: ArchivedFile | undefined): string | null {
  if (file === undefined) return '';
  if (file.bytes.length > MAX_SHOWN || file.bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file.bytes);
  } catch {
    return null;
  }
}

/** Findings about settings that the change edits although they have no effect. */
export function idleChanges(base: EnvironmentState, head: EnvironmentState): Finding[] {
  return pathsOf(base, head).flatMap((path) => {
    const [before, after] = [base.settings.get(path), head.settings.get(path)];
    if (after?.idle === undefined || before === undefined) return [];
    if (canonicalJson(before.meaning) === canonicalJson(after.meaning)) return [];
    // The effect shows at the setting that it fills in.
    const seen = after.becomes;
    if (seen !== undefined && meaningOf(base.settings.get(seen)) !== meaningOf(head.settings.get(seen))) return [];
    if (path === 'aws.sagemaker_execution_role_name') {
      const role = 'aws.sagemaker_execution_role_arn';
      if (meaningOf(base.settings.get(role)) !== meaningOf(head.settings.get(role))) return [];
    }
    // The files of the folder are compared themselves.
    if (path === 'scripts.source_dir') return [];
    const finding: Finding = {
      rule: 'config/no-effect',
      severity: 'notice',
      message: `${path} was changed and changes nothing: ${after.idle}`,
      way_out: 'Change what it says there, or leave this as it was.',
      place: placeOf(path, base, head),
    };
    return [finding];
  });
}
