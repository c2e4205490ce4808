/**
 * Removes what must never be printed or posted: registered secrets, and whatever looks like a credential. A log mask of
 * GitHub does not reach comments, so every text that leaves goes through here.
 */
export interface Redactor {
  /** Registers a value. Very short ones are ignored: hiding "a" hides everything. */
  add(value: string): void;
  redact(text: string): string;
}

const HIDDEN = '***';
const SHORTEST = 6;

const PATTERNS: ReadonlyArray<readonly [RegExp, string]> = [
  // AWS access key ids, long-term and temporary (IAM user guide, "Unique identifiers").
  [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, HIDDEN],
  // AWS secret keys and session tokens, where a name gives them away.
  [
    /\b(aws_?(?:secret_?access_?key|session_?token)|x-amz-security-token)(["']?\s*[:=]\s*["']?)[A-Za-z0-9/+=%_-]{16,}/gi,
    `$1$2${HIDDEN}`,
  ],
  [/\b(X-Amz-(?:Signature|Credential|Security-Token))=[^&\s"']+/gi, `$1=${HIDDEN}`],
  // GitHub tokens (classic, fine-grained, app, OAuth, refresh).
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})\b/g, HIDDEN],
  // JSON web tokens.
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, HIDDEN],
  [/\b(Authorization["']?\s*[:=]\s*["']?(?:Basic|Bearer|token)\s+)[A-Za-z0-9+/=._~-]+/gi, `$1${HIDDEN}`],
  // user:password@host in an address.
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]+):[^\s/@]+@/gi, `$1:${HIDDEN}@`],
  [/\b((?:password|passwd|pwd|secret|api_?key)["']?\s*[:=]\s*)(["'])(?:(?!\2).)*\2/gi, `$1$2${HIDDEN}$2`],
  [/\b((?:password|passwd|pwd|secret|api_?key)["']?\s*[:=]\s*)[^\s,;&}"']+/gi, `$1${HIDDEN}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
];

/** A redactor with its own registered values. */
export function createRedactor(): Redactor {
  const values = new Set<string>();
  return {
    add(value) {
      for (const form of [value, ...value.split(/\r?\n/)]) {
        if (form.trim().length >= SHORTEST) values.add(form.trim());
      }
    },
    redact(text) {
      let out = text;
      // Longest first: a value may contain another one.
      for (const value of [...values].sort((a, b) => b.length - a.length)) {
        for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])) {
          out = out.replaceAll(form, HIDDEN);
        }
      }
      for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
      return out;
    },
  };
}

/** The patterns alone, for texts that no secret was registered for. */
export const redact = (text: string): string => createRedactor().redact(text);

/** A JSON value with every text in it redacted: done before it is written, so that the JSON stays valid. */
export function redactJson(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactJson(item, redactor)]));
}
