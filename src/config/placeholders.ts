import { didYouMean } from './closest.ts';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { dotted, type MapNode, type Node, type Path } from './node.ts';
import { partitionOf } from './partition.ts';
import type { Config } from './schema.ts';

const NAMES = ['region', 'account_id', 'role', 'partition'] as const;
type Name = (typeof NAMES)[number];

export type Placeholders = { [K in Name]?: string | undefined };

/** Replaces `{region}`, `{account_id}`, `{role}` and `{partition}` by their values. One without a value stays. */
export function fill(text: string, values: Placeholders): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as Name] ?? whole);
}

/** Returns what is wrong with the first placeholder of a text that is not known. */
export function placeholderProblem(text: string): string | undefined {
  for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    if ((NAMES as readonly string[]).includes(name)) continue;
    const known = didYouMean(name, NAMES) || `; there are ${NAMES.map((each) => `{${each}}`).join(', ')}`;
    return `{${name}} is not a placeholder${known}`;
  }
  return undefined;
}

/** Stands for the account where it is not known: to render and to compare, no account is needed. */
export const NO_ACCOUNT = '000000000000';

/** Values that can have placeholders. */
export const WITH_PLACEHOLDERS = [
  ['aws', 'sagemaker_execution_role_arn'],
  ['aws', 's3_bucket'],
  ['aws', 'kms_key_id'],
  ['presto', 'host'],
  ['presto', 'presto_credentials'],
] as const;

/** The configuration with its placeholders replaced. `{account_id}` stays when the account is not known. */
export function resolveAccount(config: Config, account: string | undefined): Config {
  const values: Placeholders = {
    region: config.aws.region,
    partition: partitionOf(config.aws.region),
    role: config.aws.sagemaker_execution_role_name,
    account_id: account,
  };
  const resolve = (text: string) => fill(text, values);
  const { kms_key_id } = config.aws;
  return {
    ...config,
    aws: {
      ...config.aws,
      sagemaker_execution_role_arn: resolve(config.aws.sagemaker_execution_role_arn),
      s3_bucket: resolve(config.aws.s3_bucket),
      ...(kms_key_id === undefined ? {} : { kms_key_id: resolve(kms_key_id) }),
    },
    presto: {
      ...config.presto,
      host: resolve(config.presto.host),
      presto_credentials: resolve(config.presto.presto_credentials),
    },
  };
}

/** True for a text of a template that still is to be filled in: `<your-role>`, also when its last bracket is lost. */
function isUnfilled(text: string): boolean {
  return /^<[\w .-]+>?$/.test(text.trim()) || /<[a-z][a-z0-9]*([-_ ][a-z0-9]+)+>/i.test(text);
}

/** Keys whose texts can have any content, `<` too. */
const FREE_TEXT = new Set(['query', 'Regex', 'reason']);

/** A diagnostic for each value of a template that still is to be filled in. */
export function findUnfilled(root: MapNode): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const visit = (node: Node, path: Path) => {
    if (node.kind === 'map') for (const [key, { node: child }] of node.entries) visit(child, [...path, key]);
    else if (node.kind === 'list') for (const [index, child] of node.items.entries()) visit(child, [...path, index]);
    else if (typeof node.value === 'string' && !FREE_TEXT.has(String(path.at(-1))) && isUnfilled(node.value)) {
      diagnostics.push(diagnosticAt(node.span, dotted(path), `${node.value} is a placeholder; write your value here`));
    }
  };
  visit(root, []);
  return diagnostics;
}
