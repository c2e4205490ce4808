/**
 * The lexer of Presto 0.296 (`SqlBase.g4`), and the two placeholders of a batch query. White space and comments are
 * not tokens. The lexer reports no errors: a character that it does not know becomes a token of kind `unknown`, and
 * the parser says what is wrong with it.
 */
export type TokenKind =
  /** A keyword or an unquoted name; `word` is in capitals. */
  | 'word'
  | 'quoted'
  | 'backquoted'
  /** A name that begins with a digit. Presto's lexer knows it, and its parser refuses it. */
  | 'digit-word'
  /** TIME WITH TIME ZONE, TIMESTAMP WITH TIME ZONE, DOUBLE PRECISION. */
  | 'type'
  | 'string'
  | 'unicode'
  | 'binary'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'symbol'
  | 'placeholder'
  | 'unknown'
  | 'end';

export interface Token {
  kind: TokenKind;
  /** Offsets in the text, end exclusive. */
  start: number;
  end: number;
  /** The text for comparisons: words and types in capitals with single blanks, everything else as written. */
  word: string;
}

/** Whether a token is a quoted name, or a word that may be a name. */
export const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted';

/** A name without its quotes and in lower case, as Presto compares names. */
export function nameOf({ kind, word }: Token): string {
  return (kind === 'quoted' ? word.slice(1, -1).replaceAll('""', '"') : word).toLowerCase();
}

const DIGIT = 1;
const LETTER = 2;
/** A character that a name may contain, but not begin with. */
const INSIDE = 4;
const BLANK = 8;

const CLASS = new Uint8Array(128);
for (const char of '0123456789') CLASS[char.charCodeAt(0)] = DIGIT;
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') CLASS[char.charCodeAt(0)] = LETTER;
for (const char of '@:') CLASS[char.charCodeAt(0)] = INSIDE;
for (const char of ' \t\r\n') CLASS[char.charCodeAt(0)] = BLANK;

/** Presto's lexer compares in capitals. So two letters outside ASCII are letters too: ı becomes I, and ſ becomes S. */
function classOf(code: number): number {
  if (code < 128) return CLASS[code] ?? 0;
  return code === 0x131 || code === 0x17f ? LETTER : 0;
}

const TWO = new Set(['<>', '!=', '<=', '>=', '||', '->', '=>']);
const ONE = new Set('=<>+-*/%(),.[]?'.split(''));
const PLACEHOLDER = /\{(?:start|end)_time_utc\}/y;
const TYPE = /(?:TIMESTAMP|TIME)[ \t\r\n]+WITH[ \t\r\n]+TIME[ \t\r\n]+ZONE|DOUBLE[ \t\r\n]+PRECISION/iy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?/iy;

/** The tokens of a text. The last one is of kind `end`. Never throws. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const lastComment = text.lastIndexOf('*/');
  let at = 0;
  while (at < text.length) {
    const end = skipBlank(text, at, lastComment);
    if (end > at) at = end;
    else {
      const token = readToken(text, at);
      tokens.push(token);
      at = token.end;
    }
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length, word: '' });
  return tokens;
}

/**
 * End of the white space or comment that begins here. `lastComment` is the offset of the last comment end of the text.
 */
function skipBlank(text: string, at: number, lastComment: number): number {
  let end = at;
  while (classOf(text.charCodeAt(end)) === BLANK) end++;
  if (end > at) return end;
  if (text.startsWith('--', at)) {
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
    return end;
  }
  if (text.startsWith('/*', at) && at + 2 <= lastComment) return text.indexOf('*/', at + 2) + 2;
  return at;
}

function readToken(text: string, at: number): Token {
  const char = text.charAt(at);
  const kind = classOf(text.charCodeAt(at));
  const next = text.charAt(at + 1);
  if (kind === DIGIT || (char === '.' && classOf(text.charCodeAt(at + 1)) === DIGIT)) return readNumber(text, at);
  if (kind === LETTER) return readPrefixedLiteral(text, at) ?? readWord(text, at);
  if (char === "'" || char === '"' || char === '`') {
    const end = endOfQuoted(text, at, char);
    const quoted = char === "'" ? 'string' : char === '"' ? 'quoted' : 'backquoted';
    if (end !== undefined) return token(quoted, text, at, end);
  } else if (TWO.has(char + next)) return token('symbol', text, at, at + 2);
  else if (ONE.has(char)) return token('symbol', text, at, at + 1);
  else if (char === '{') {
    PLACEHOLDER.lastIndex = at;
    const placeholder = PLACEHOLDER.exec(text)?.[0];
    if (placeholder !== undefined) return token('placeholder', text, at, at + placeholder.length);
  }
  const point = text.codePointAt(at) ?? 0;
  return token('unknown', text, at, at + (point > 0xffff ? 2 : 1));
}

/** X'00ff' or U&'text'. */
function readPrefixedLiteral(text: string, at: number): Token | undefined {
  const prefix = text.slice(at, at + 2).toUpperCase();
  if (prefix === "X'") {
    const close = text.indexOf("'", at + 2);
    if (close !== -1) return token('binary', text, at, close + 1);
  }
  if (prefix === 'U&' && text[at + 2] === "'") {
    const end = endOfQuoted(text, at + 2, "'");
    if (end !== undefined) return token('unicode', text, at, end);
  }
  return undefined;
}

/** A word, or a type of several words. */
function readWord(text: string, at: number): Token {
  TYPE.lastIndex = at;
  const type = /[td]/i.test(text.charAt(at)) ? TYPE.exec(text)?.[0] : undefined;
  const end = endOfName(text, at);
  // The longest token wins: DOUBLE PRECISIONS is two names.
  if (type !== undefined && endOfName(text, at + type.length) === at + type.length) {
    const word = type.toUpperCase().replace(/\s+/g, ' ');
    return { kind: 'type', start: at, end: at + type.length, word };
  }
  return { kind: 'word', start: at, end, word: text.slice(at, end).toUpperCase() };
}

/** A number, or a name that begins with digits: the longer one of the two. */
function readNumber(text: string, at: number): Token {
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text)?.[0] ?? text.charAt(at);
  const end = at + number.length;
  const name = text[at] === '.' ? at : endOfName(text, at);
  if (name > end) return token('digit-word', text, at, name);
  if (/e/i.test(number)) return token('double', text, at, end);
  return token(number.includes('.') ? 'decimal' : 'integer', text, at, end);
}

function endOfName(text: string, at: number): number {
  let end = at;
  while ((classOf(text.charCodeAt(end)) & (DIGIT | LETTER | INSIDE)) !== 0) end++;
  return end;
}

/**
 * End of a text in quotes; undefined when it has none. A doubled quote does not end it. But when no single quote
 * follows, the first quote of the last pair ends it, because Presto's lexer takes the longest text that is a token.
 */
function endOfQuoted(text: string, at: number, quote: string): number | undefined {
  let close = text.indexOf(quote, at + 1);
  let longest: number | undefined;
  while (close !== -1 && text[close + 1] === quote) {
    longest = close + 1;
    close = text.indexOf(quote, close + 2);
  }
  return close === -1 ? longest : close + 1;
}

function token(kind: TokenKind, text: string, start: number, end: number): Token {
  return { kind, start, end, word: text.slice(start, end) };
}
