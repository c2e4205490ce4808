import type * as z from 'zod';
import { type Issue, issueText } from './issue-text.ts';
import type { Node } from './node.ts';

/** A value longer than this is not repeated in a way out. */
const MAX_REPEATED = 60;

/** What to write instead of a value of the wrong kind; undefined when the value does not show what was meant. */
export function wayOutOfKind(
  issue: Issue,
  { value, node, schema }: { value: unknown; node: Node | undefined; schema: z.ZodType | undefined },
): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'string') return schema === undefined ? undefined : asText(node, schema);
  if (issue.expected === 'number' || issue.expected === 'int') return asNumber(value);
  return undefined;
}

/**
 * YAML read a number or a boolean where a text is expected. `account: 012345678901` is a number for YAML, and the number has no
 * leading 0. The file still has the characters, so the way out shows them in quotes, if the schema takes them as a text.
 */
function asText(node: Node | undefined, schema: z.ZodType): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null || typeof node.value === 'string') return undefined;
  const { source, start, end } = node.span;
  const written = source.text.slice(start, end);
  if (written.length > MAX_REPEATED) return undefined;
  const result = schema.safeParse(written);
  if (result.success) {
    const lost = /^0\d/.test(written) ? ' Without quotes YAML reads a number, and the first 0 is lost.' : '';
    return `Write it in quotes: "${written}".${lost}`;
  }
  const [issue] = result.error.issues;
  if (issue?.code === 'invalid_format') return `It ${issue.message}.`;
  return issue?.code === 'too_small' || issue?.code === 'too_big' ? `It ${issueText(issue, written)}.` : undefined;
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };

/** A number in quotes, with separators, or with a unit: `"2"`, `5_000`, `5,000`, `5k`, `2M`. */
function asNumber(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^-?\d{1,15}(\.\d+)?$/.test(value)) return `Write it without quotes: ${value}.`;
  const match = /^(\d{1,9}|\d{1,3}(?:[_, ']\d{3}){1,3})(\.\d{1,6})?\s?([kKmM]?)$/.exec(value);
  if (!match) return undefined;
  const [, whole = '', fraction = '', unit = ''] = match;
  const number = Number(whole.replace(/\D/g, '') + fraction) * (FACTORS[unit.toLowerCase()] ?? 1);
  return `Write all digits and nothing else: ${number}.`;
}

/** What to write instead of a range as a text, such as `10-150`, where a list is expected. */
export function wayOutOfRange(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{1,15}(?:\.\d{1,15})?)\s*(?:-|–|\.\.\.?|to)\s*(\d{1,15}(?:\.\d{1,15})?)$/.exec(value.trim());
  return match ? `Write a range as a list: [${match[1]}, ${match[2]}].` : undefined;
}
