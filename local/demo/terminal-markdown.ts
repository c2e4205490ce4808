/** A comment as a reader sees it, in a terminal: tables in columns, folds opened, charts left to their tables. */
export function terminalMarkdown(markdown: string): string {
  const text = markdown
    .replaceAll(/<!--[\s\S]*?-->\n*/g, '')
    .replaceAll(/```mermaid\n[\s\S]*?```\n*/g, '')
    .replaceAll(/<details><summary>(.*?)<\/summary>/g, '▾ $1')
    .replaceAll(/<\/?(details|summary|sub|strong|code|em|b)>/g, '')
    .replaceAll('&#8203;', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  const lines = text.split('\n');
  const out: string[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const block: string[] = [];
    while (lines[i]?.startsWith('|')) block.push(lines[i++] ?? '');
    if (block.length > 0) {
      out.push(...columns(block));
      i -= 1;
    } else out.push(plain(lines[i] ?? ''));
  }
  return out
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Emphasis and code marks go, backslash escapes too. */
function plain(line: string): string {
  return line
    .replace(/^#+ /, '')
    .replace(/^> /, '')
    .replaceAll(/`+ ?([^`]*?) ?`+/g, '$1')
    .replaceAll('**', '')
    .replaceAll(/\\([\\`*_{}[\]()#+!|~])/g, '$1');
}

function columns(block: string[]): string[] {
  const cells = block.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => plain(cell.trim())),
  );
  const right = (cells[1] ?? []).map((rule) => rule.endsWith(':') && !rule.startsWith(':'));
  const rows = cells.filter((_, i) => i !== 1);
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => width(row[c] ?? ''))));
  const line = (row: string[]) =>
    `  ${row.map((cell, c) => (right[c] ? pad(widths[c], cell) + cell : cell + pad(widths[c], cell))).join('  ')}`.trimEnd();
  const header = (rows[0] ?? []).some((cell) => cell !== '')
    ? [line(rows[0] ?? []), `  ${widths.map((w) => '─'.repeat(w)).join('  ')}`]
    : [];
  return [...header, ...rows.slice(1).map(line)];
}

const pad = (to: number | undefined, cell: string): string => ' '.repeat(Math.max(0, (to ?? 0) - width(cell)));

/** Columns on a screen: most pictographs take two. */
function width(text: string): number {
  return [...text.replaceAll('\uFE0F', '')].reduce(
    (sum, character) => sum + (/\p{Emoji_Presentation}/u.test(character) ? 2 : 1),
    0,
  );
}
