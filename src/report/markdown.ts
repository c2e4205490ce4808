/**
 * Markdown for comments on GitHub. Text that we did not write (model output, SQL errors, names from AWS, anything a person
 * typed) goes through `code`, `fenced` or `inert`: it can then neither mention anybody, nor close a table cell, nor bring
 * HTML, links or images.
 */

/** Inline code. Nothing inside is interpreted; a pipe is escaped because tables are split before code is recognised. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '` `';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${line.replaceAll('|', '\\|')}${padding}${fence}`;
}

/** A code block. The fence is longer than any run of backticks in the text. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replaceAll('\r', '')}\n${fence}`;
}

/** Running text with every character that Markdown, HTML, mentions or references give a meaning taken out of service. */
export function inert(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~]/g, (character) => `\\${character}`)
    .replaceAll('@', '@&#8203;')
    .replaceAll(/(https?|ftp|www)(:|\.)/gi, '$1&#8203;$2');
}

/** A table; the cells are Markdown already. `align` has one letter a column: l, r or c. */
export function table(header: string[], rows: string[][], align = ''): string {
  const rule = header.map((_, i) => ({ r: '---:', c: ':---:' })[align[i] ?? 'l'] ?? '---');
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text inside an HTML tag of ours, where Markdown is not read but HTML and mentions are. */
export function htmlText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@&#8203;');
}

/** A fold. The summary is plain text. */
export function details(summary: string, body: string): string {
  return `<details><summary>${htmlText(summary)}</summary>\n\n${body}\n\n</details>`;
}

/** A number with at most `digits` decimals; what is not a finite number is an em dash. */
export function number(value: unknown, digits = 3): string {
  return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '—';
}

/** 3,724 s → `1 h 2 min`; below a minute in seconds. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '—';
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
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
