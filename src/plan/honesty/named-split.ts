/** Words at the border of a name: `test:auc`, `auc_test`, `testAuc`, `hold-out`; not `latest` or `trainer`. */
const word = (lower: string, title: string, upper: string) =>
  new RegExp(
    `(?<![A-Za-z])(?:${lower}|${title})(?![a-z])|(?<=[a-z])${title}(?![a-z])|(?<![A-Za-z])${upper}(?![A-Za-z])`,
  );

const TEST = word('(?:test|testing|hold[-_ ]?out)', '(?:Test|Testing|Hold[-_ ]?[Oo]ut)', '(?:TEST|HOLD[-_ ]?OUT)');
const TRAIN = word('(?:train|training)', '(?:Train|Training)', '(?:TRAIN|TRAINING)');
const VALIDATION = word(
  '(?:validation|valid|val|oob|cv)',
  '(?:Validation|Valid|Val|Oob|Cv)',
  '(?:VALIDATION|VALID|VAL|OOB|CV)',
);

/**
 * The split that a metric's name, or the regular expression that finds it in a log, speaks of. Validation wins: a pattern
 * that names it reads it, whatever else stands on the line.
 */
export function namedSplit(text: string): 'validation' | 'test' | 'train' | null {
  // The letter of an escape (\b, \s) is not the beginning of a word.
  const words = text.replace(/\\[a-zA-Z]/g, ' ');
  if (VALIDATION.test(words)) return 'validation';
  if (TEST.test(words)) return 'test';
  return TRAIN.test(words) ? 'train' : null;
}
