/**
 * Hides what must never be printed or posted: registered secrets, and text that looks like a credential. GitHub masks
 * secrets in logs but not in comments, so every text that is printed or posted goes through a redactor.
 */
export interface Redactor {
  /** Registers a value; one of less than six characters is ignored. */
  add(value: string): void;
  redact(text: string): string;
}

const HIDDEN = '***';
/** Shorter values are not hidden: hiding "a" would hide most of a text. */
const MIN_SECRET_LENGTH = 6;

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
        if (form.trim().length >= MIN_SECRET_LENGTH) values.add(form.trim());
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

/** Hides text that looks like a credential, without registered values. */
export const redact = (text: string): string => createRedactor().redact(text);

/**
 * A JSON value with each of its texts redacted. It is done before the value is written, so that the JSON stays valid.
 */
export function redactJson(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactJson(item, redactor)]));
}
