import { RESERVED_WORDS } from './reserved-words.ts';

/** A name, or a closing bracket: `(` and `[` behind it are a call and an element. */
const OPERAND = 1;
/** A literal, or another end of a value: an operator behind it is not a sign. */
const VALUE = 2;
const NUMBER = 4;
/** A reserved word with arguments behind it. */
const CALLED = 8;

const CALLED_WORDS = new Set(['cast', 'extract', 'normalize', 'grouping', 'exists', 'unnest', 'rollup', 'cube']);
const VALUE_WORDS = new Set(['end', 'null', 'true', 'false']);

/**
 * Joins tokens into one line, with blanks where a reader expects them. The tokens have the spelling of `spellingOf`.
 */
export function joinWords(words: readonly string[]): string {
  const kinds = new Map<string, number>();
  const kindOf = (word: string) => {
    const kind = kinds.get(word) ?? classify(word);
    kinds.set(word, kind);
    return kind;
  };
  const parts: string[] = [];
  let before = '';
  let beforeKind = 0;
  let isBehindSign = false;
  for (const word of words) {
    const kind = kindOf(word);
    const isOperator = word === '-' || word === '+';
    const isSigned = isBehindSign && !isOperator;
    if (before !== '' && !isSigned && isApart(before, beforeKind, word, kind)) parts.push(' ');
    isBehindSign = isOperator && (beforeKind & (OPERAND | VALUE | NUMBER)) === 0;
    parts.push(word);
    before = word;
    beforeKind = kind;
  }
  return parts.join('');
}

function isApart(before: string, beforeKind: number, word: string, kind: number): boolean {
  if (word === ',' || word === ')' || word === ']') return false;
  if (before === '(' || before === '[') return false;
  if (word === '(') return (beforeKind & (OPERAND | CALLED)) === 0;
  if (word === '[' || word === '.') return (beforeKind & OPERAND) === 0;
  return before !== '.' || (kind & NUMBER) !== 0;
}

function classify(word: string): number {
  if (word === ')' || word === ']') return OPERAND;
  if (/^\.?[0-9]/.test(word)) return NUMBER;
  if (word.endsWith("'") || word.endsWith('}') || VALUE_WORDS.has(word)) return VALUE;
  if (CALLED_WORDS.has(word)) return CALLED;
  if (!/^["_a-z]/i.test(word)) return 0;
  if (word.startsWith('current_') || word.startsWith('localtime')) return OPERAND;
  return RESERVED_WORDS.has(word.toUpperCase()) ? 0 : OPERAND;
}
