import { didYouMean } from './closest.ts';
import { partitionOf } from './partition.ts';
import type { Config } from './schema.ts';

const NAMES = ['region', 'account_id', 'role', 'partition'] as const;
type Name = (typeof NAMES)[number];

export type Placeholders = { [K in Name]?: string | undefined };

/** Replaces `{region}`, `{account_id}`, `{role}` and `{partition}` by what is known; what is not known stays. */
export function fill(text: string, values: Placeholders): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as Name] ?? whole);
}

/** What is wrong with the placeholders of a text: the first name that nothing replaces. */
export function placeholderProblem(text: string): string | undefined {
  for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    if ((NAMES as readonly string[]).includes(name)) continue;
    return `{${name}} is not a placeholder${didYouMean(name, NAMES) || `; there are ${NAMES.map((known) => `{${known}}`).join(', ')}`}`;
  }
  return undefined;
}

/** Stands in where no account is known: rendering and comparing need none. */
export const NO_ACCOUNT = '000000000000';

/** Values that may have placeholders. */
export const WITH_PLACEHOLDERS = [
  ['aws', 'sagemaker_execution_role_arn'],
  ['aws', 's3_bucket'],
  ['aws', 'kms_key_id'],
  ['presto', 'host'],
  ['presto', 'presto_credentials'],
] as const;

/** The configuration with the placeholders replaced, `{account_id}` only when the account is known. */
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

/** Looks like a place in a template that nobody filled in: `<your-role>`, also with its last bracket lost. */
export function isUnfilled(text: string): boolean {
  return /^<[\w .-]+>?$/.test(text.trim()) || /<[a-z][a-z0-9]*([-_ ][a-z0-9]+)+>/i.test(text);
}
