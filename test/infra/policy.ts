import * as z from 'zod';
import type { Resolved } from './template.ts';

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal('Allow'),
  Action: list,
  Resource: list,
  Condition: z.record(z.string(), z.record(z.string(), list)).default({}),
});

const role = z.object({
  Type: z.literal('AWS::IAM::Role'),
  RoleName: z.string(),
  MaxSessionDuration: z.number().optional(),
  PermissionsBoundary: z.string().optional(),
  AssumeRolePolicyDocument: z.object({
    Statement: z
      .array(
        z.object({
          Action: z.string(),
          Principal: z.record(z.string(), z.string()),
          Condition: z.unknown().optional(),
        }),
      )
      .length(1),
  }),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.object({ Statement: z.array(statement) }) })),
});

export type Statement = z.infer<typeof statement>;
export type Role = z.infer<typeof role>;
/** What a request says besides action and resource: `aws:RequestTag/…`, `iam:PassedToService`, … */
export type RequestContext = Record<string, string>;

export const asRole = (resource: Resolved | undefined): Role => role.parse(resource);

export const statementsOf = ({ Policies }: Role): Statement[] =>
  Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

export const actionsOf = (from: Role): string[] =>
  [...new Set(statementsOf(from).flatMap(({ Action }) => Action))].sort();

/** IAM's answer to one action on one resource, for policies that only allow. */
export function allows(from: Role, action: string, resource: string, context: RequestContext = {}): boolean {
  return statementsOf(from).some(
    ({ Action, Resource, Condition }) =>
      Action.includes(action) &&
      Resource.some((pattern) => matches(pattern, resource)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) => holds(operator, values, context[key])),
      ),
  );
}

function holds(operator: string, wanted: string[], value: string | undefined): boolean {
  switch (operator) {
    case 'StringEquals':
      return value !== undefined && wanted.includes(value);
    case 'StringLike':
    case 'ArnEquals':
      return value !== undefined && wanted.some((pattern) => matches(pattern, value));
    case 'Null':
      return wanted.includes(String(value === undefined));
    default:
      throw new Error(`the operator ${operator} is not known to this test`);
  }
}

/** IAM's wildcards: any characters, one character. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(text);
}
