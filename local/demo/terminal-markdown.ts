/** Formats Markdown for a terminal: tables become columns, folded parts are open, charts are left out (their tables stay). */
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
  const output: string[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const block: string[] = [];
    while (lines[i]?.startsWith('|')) block.push(lines[i++] ?? '');
    if (block.length > 0) {
      output.push(...formatTable(block));
      i -= 1;
    } else output.push(stripMarks(lines[i] ?? ''));
  }
  return output
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Removes the marks of headings, quotes, emphasis and code, and backslash escapes. */
function stripMarks(line: string): string {
  return line
    .replace(/^#+ /, '')
    .replace(/^> /, '')
    .replaceAll(/`+ ?([^`]*?) ?`+/g, '$1')
    .replaceAll('**', '')
    .replaceAll(/\\([\\`*_{}[\]()#+!|~])/g, '$1');
}

function formatTable(block: string[]): string[] {
  const cells = block.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => stripMarks(cell.trim())),
  );
  const alignsRight = (cells[1] ?? []).map((rule) => rule.endsWith(':') && !rule.startsWith(':'));
  const rows = cells.filter((_, i) => i !== 1);
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => width(row[c] ?? ''))));
  const line = (row: string[]) =>
    `  ${row.map((cell, c) => (alignsRight[c] ? padding(widths[c], cell) + cell : cell + padding(widths[c], cell))).join('  ')}`.trimEnd();
  const header = (rows[0] ?? []).some((cell) => cell !== '')
    ? [line(rows[0] ?? []), `  ${widths.map((w) => '─'.repeat(w)).join('  ')}`]
    : [];
  return [...header, ...rows.slice(1).map(line)];
}

const padding = (columns: number | undefined, cell: string): string =>
  ' '.repeat(Math.max(0, (columns ?? 0) - width(cell)));

/** The number of columns on a screen. Most pictographs take two. */
function width(text: string): number {
  return [...text.replaceAll('\uFE0F', '')].reduce(
    (sum, character) => sum + (/\p{Emoji_Presentation}/u.test(character) ? 2 : 1),
    0,
  );
}
