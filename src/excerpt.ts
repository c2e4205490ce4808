/** Maximum number of characters of a line that are shown. A file can be one line of a megabyte. */
export const MAX_EXCERPT = 160;

/** A piece of a line, and the line below it that marks a place in it. */
export interface Excerpt {
  text: string;
  /** Blanks up to the mark. */
  blank: string;
  /** `^` for each marked character. */
  mark: string;
}

/**
 * Shows the piece of a line around a place, and marks the place. Returns undefined for a blank line.
 * The text is as in the file: the caller makes control characters harmless.
 * @param line text of the line, without its line end
 * @param place column from 1 and number of marked characters, both in code points
 */
export function excerpt(line: string, { column, length }: { column: number; length: number }): Excerpt | undefined {
  const characters = [...line];
  if (line.trim() === '') return undefined;
  const from = Math.max(0, column - 1 - Math.floor(MAX_EXCERPT / 2));
  const before = characters.slice(from, column - 1);
  const piece = characters.slice(from, from + MAX_EXCERPT);
  const lead = from > 0 ? '… ' : '';
  return {
    text: lead + piece.join(''),
    // Tabs stay tabs: then the mark stands under its place, however wide a tab is.
    blank: lead.replace('…', ' ') + before.map((character) => (character === '\t' ? '\t' : ' ')).join(''),
    mark: '^'.repeat(Math.max(1, Math.min(length, piece.length - before.length))),
  };
}
