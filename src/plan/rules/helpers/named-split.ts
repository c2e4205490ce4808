/**
 * A pattern for a whole word in a name: it finds `test:auc`, `auc_test`, `testAuc`, `hold-out`, but not `latest` or
 * `trainer`.
 */
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
 * Returns the split that a text names: the name of a metric, or the regular expression that reads it from a log.
 * Validation comes first: a pattern that names validation reads validation, even if the line names another split too.
 */
export function namedSplit(text: string): 'validation' | 'test' | 'train' | null {
  // The letter of an escape (\b, \s) is not the beginning of a word.
  const words = text.replace(/\\[a-zA-Z]/g, ' ');
  if (VALIDATION.test(words)) return 'validation';
  if (TEST.test(words)) return 'test';
  return TRAIN.test(words) ? 'train' : null;
}
