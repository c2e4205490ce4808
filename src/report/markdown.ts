/**
 * Markdown for comments on GitHub. Text that we did not write (model output, SQL errors, names from AWS, anything a person
 * typed) goes through `code`, `fenced` or `inert`: it can then neither mention anybody, nor close a table cell, nor bring
 * HTML, links or images.
 */

/**
 * Inline code in a table's cell. Nothing inside is interpreted; a pipe is escaped because tables are split before code is
 * recognised. Parsers disagree on whether a backslash before it escapes the escape, so that one becomes its look-alike.
 */
export function code(text: string): string {
  return codeSpan(text.replaceAll(/\\+(?=\|)/g, (run) => '\u29f5'.repeat(run.length)).replaceAll('|', '\\|'));
}

/** Inline code outside of tables, where a backslash before a pipe would be shown. */
export function codeSpan(text: string): string {
  const line = visible(text).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '` `';
  const longest = [...line.matchAll(/`+/g)].reduce((most, run) => Math.max(most, run[0].length), 0);
  const fence = '`'.repeat(longest + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/**
 * Characters that are not seen but do something become a replacement character: controls (but tab and line feed), those that
 * turn the direction of writing or hide what stands between them, and halves of characters.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /\p{Cs}|[^\P{Cc}\t\n\r]|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu,
    '\ufffd',
  );
}

/** A code block. The fence is longer than any run of backticks in the text. */
export function fenced(text: string, language = ''): string {
  const shown = visible(text.replaceAll('\r', ''));
  const longest = [...shown.matchAll(/`+/g)].reduce((most, run) => Math.max(most, run[0].length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/**
 * Running text with every character that Markdown, HTML, mentions or references give a meaning taken out of service.
 * A mention or a number of an issue is looked for in the rendered text, where an escape is no longer seen: those are cut by a
 * blank of no width. So are formulas, but between any two dollar signs: a look-alike stands for them.
 */
export function inert(text: string): string {
  return unlinked(visible(text).replaceAll(/\s+/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~]/g, (character) => `\\${character}`)
    .replace(/^( ?)([-=])/, '$1\\$2')
    .replace(/^( ?\d+)\./, '$1\\.')
    .replaceAll(CUT, '&#8203;');
}

const CUT = '\u0000';

/** Marks where GitHub would begin a link; `visible` has left no character of that mark in the text. */
function unlinked(text: string): string {
  return text
    .replaceAll('@', `@${CUT}`)
    .replaceAll(/#(?=\d)/g, `#${CUT}`)
    .replaceAll(/\b(GH-)(?=\d)/gi, `$1${CUT}`)
    .replaceAll(/(https?|ftp|www)(:|\.)/gi, `$1${CUT}$2`)
    .replaceAll('$', '\uff04');
}

/** A table; the cells are Markdown already. `align` has one letter a column: l, r or c. */
export function table(header: string[], rows: string[][], align = ''): string {
  const rule = header.map((_, i) => ({ r: '---:', c: ':---:' })[align[i] ?? 'l'] ?? '---');
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text inside an HTML tag of ours, where Markdown is not read but HTML and mentions are. */
export function htmlText(text: string): string {
  return unlinked(visible(text).replaceAll(/\s+/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(CUT, '&#8203;');
}

/** A fold. The summary is plain text. */
export function details(summary: string, body: string): string {
  return fold(htmlText(summary), body);
}

/** A fold. The summary is HTML: what others wrote has gone through `htmlText`. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A number with at most `digits` decimals; what is not a finite number is an em dash. */
export function number(value: unknown, digits = 3): string {
  return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '—';
}

/** https://docs.github.com/rest/issues/comments: a body has at most 65,536 characters. */
export const LONGEST_COMMENT = 65_536;

/**
 * Joins sections to a comment that GitHub takes. The first section is the summary and always stays; the last ones go first,
 * and a line says which and where to find them.
 */
export function comment(sections: Array<{ title: string; body: string }>, whereTheRestIs: string): string {
  const kept = sections.map(({ body }) => body);
  const dropped: string[] = [];
  const render = () => {
    const note =
      dropped.length === 0 ? [] : [`> Too long for a comment: ${dropped.join(', ')} left out. ${whereTheRestIs}`];
    return `${[...kept, ...note].join('\n\n')}\n`;
  };
  let text = render();
  while (text.length > LONGEST_COMMENT && kept.length > 1) {
    kept.pop();
    dropped.unshift(sections[kept.length]?.title ?? '');
    text = render();
  }
  return text.length > LONGEST_COMMENT ? text.slice(0, LONGEST_COMMENT) : text;
}
