import { RESERVED_WORDS } from './reserved-words.ts';

/** Puts canonical tokens into one line, with blanks where a reader expects them. */
export function joinWords(words: readonly string[]): string {
  let text = '';
  let before = '';
  let sign = false;
  for (const word of words) {
    if (before !== '' && !(sign && word !== '-' && word !== '+') && isApart(before, word)) text += ' ';
    sign = (word === '-' || word === '+') && beginsOperand(before);
    text += word;
    before = word;
  }
  return text;
}

/** Reserved words that arguments follow, and those that are values. */
const CALLED = new Set(['cast', 'extract', 'normalize', 'grouping', 'exists', 'unnest', 'rollup', 'cube']);
const VALUES = new Set(['end', 'null', 'true', 'false']);

function isApart(before: string, word: string): boolean {
  if (word === ',' || word === ')' || word === ']') return false;
  if (before === '(' || before === '[') return false;
  const operand = isOperand(before);
  if (word === '(') return !operand && !CALLED.has(before);
  if (word === '[') return !operand;
  if (word === '.') return !operand || isNumber(before);
  return before !== '.' || isNumber(word);
}

/** Whether an operator behind this is a sign. */
function beginsOperand(before: string): boolean {
  return before === '' || !(isOperand(before) || isNumber(before) || VALUES.has(before) || /['}]$/.test(before));
}

/** A name, or the end of something in brackets: what may be called, or have an element. */
function isOperand(word: string): boolean {
  if (word === ')' || word === ']') return true;
  if (word.startsWith('current_') || word.startsWith('localtime')) return true;
  return /^["_a-z]/i.test(word) && !word.endsWith("'") && !RESERVED_WORDS.has(word.toUpperCase());
}

function isNumber(word: string): boolean {
  return /^\.?[0-9]/.test(word);
}
