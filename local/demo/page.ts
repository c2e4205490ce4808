import { Marked } from 'marked';

export interface Chapter {
  title: string;
  /** Seconds from the start of the demonstration to the end of the chapter. */
  endSeconds: number;
  /** Output of the commands. */
  lines: string[];
  /** Comments and pull requests, as Markdown. */
  comments: Array<{ author: string; where: string; markdown: string }>;
}

/** The whole demonstration as one HTML file, without scripts and without external files. */
export function runPage(input: {
  title: string;
  lead: string;
  chapters: Chapter[];
  totals: Array<[string, string]>;
}): string {
  const chapters = input.chapters.map(
    (chapter, i) => `<section>
<h2><span class="step">${i + 1}</span> ${escapeHtml(chapter.title)} <time>${chapter.endSeconds.toFixed(0)} s</time></h2>
${chapter.lines.length > 0 ? `<pre class="lines">${escapeHtml(chapter.lines.join('\n'))}</pre>` : ''}
${chapter.comments.map((comment) => `<article><header><b>${escapeHtml(comment.author)}</b> ${escapeHtml(comment.where)}</header><div class="body">${markdownHtml(comment.markdown)}</div></article>`).join('\n')}
</section>`,
  );
  const totals = input.totals.map(
    ([name, value]) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(input.title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escapeHtml(input.title)}</h1>
<p class="lead">${escapeHtml(input.lead)}</p>
${chapters.join('\n')}
<section><h2>In total</h2><table>${totals.join('')}</table></section>
</main>
</html>
`;
}

const SAFE_TAG = /^<\/?(details|summary|sub|sup|br|strong|em|code)>$/;

const marked = new Marked({
  gfm: true,
  renderer: {
    // Only the tags of our own reports are kept. All other tags are shown as text.
    html: ({ text }) =>
      text
        .replaceAll(/<!--[\s\S]*?-->/g, '')
        .replaceAll(/<[^>]*>?/g, (tag) => (SAFE_TAG.test(tag) ? tag : escapeHtml(tag))),
    code: ({ text, lang }) => codeBlock(text, lang),
    link: ({ href, text }) =>
      /^https?:\/\//.test(href) ? `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>` : escapeHtml(text),
    image: ({ text }) => escapeHtml(text),
  },
});

function markdownHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

/** Charts become drawings. A graph of steps is left out, because its table is always beside it. */
function codeBlock(text: string, language: string | undefined): string {
  if (language === 'mermaid') return text.startsWith('xychart') ? chartSvg(text) : '';
  if (language !== 'diff') return `<pre>${escapeHtml(text)}</pre>`;
  const marks: Record<string, string> = { '+': 'ins', '-': 'del' };
  const lines = text.split('\n').map((line) => {
    const tag = marks[line.charAt(0)];
    return tag === undefined ? escapeHtml(line) : `<${tag}>${escapeHtml(line)}</${tag}>`;
  });
  return `<pre>${lines.join('\n')}</pre>`;
}

/** Draws an `xychart-beta` of our reports: lines over [0, 1]. */
function chartSvg(text: string): string {
  const quoted = [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
  const [title = '', x = '', y = ''] = quoted;
  const lines = [...text.matchAll(/^\s*line \[([^\]]*)\]/gm)].map((match) => (match[1] ?? '').split(',').map(Number));
  const [size, left, top] = [240, 44, 24];
  const point = (value: number, i: number, all: number[]) =>
    `${(left + (size * i) / Math.max(1, all.length - 1)).toFixed(1)},${(top + size * (1 - Math.min(1, Math.max(0, value)))).toFixed(1)}`;
  const paths = lines.map((values, i) => `<polyline class="line${i}" points="${values.map(point).join(' ')}"/>`);
  const label = (position: string, anchor: string, content: string) =>
    `<text ${position} text-anchor="${anchor}">${escapeHtml(content)}</text>`;
  return `<svg viewBox="0 0 ${size + left + 16} ${size + top + 40}" role="img" aria-label="${escapeHtml(title)}">
<rect x="${left}" y="${top}" width="${size}" height="${size}"/>
${paths.join('\n')}
${label(`x="${left + size / 2}" y="14"`, 'middle', title)}
${label(`x="${left + size / 2}" y="${top + size + 32}"`, 'middle', x)}
${label(`transform="translate(12 ${top + size / 2}) rotate(-90)"`, 'middle', y)}
${label(`x="${left}" y="${top + size + 14}"`, 'middle', '0')}${label(`x="${left + size}" y="${top + size + 14}"`, 'middle', '1')}
${label(`x="${left - 6}" y="${top + size}"`, 'end', '0')}${label(`x="${left - 6}" y="${top + 8}"`, 'end', '1')}
</svg>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --paper: #fff; --shade: #f6f8fa; --blue: #0969da; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --paper: #0d1117; --shade: #151b23; --blue: #4493f8; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.8rem; margin: 0 0 .3rem; } .lead { color: var(--soft); margin-top: 0; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; } time { color: var(--soft); font-weight: 400; font-size: .85rem; float: right; }
.step { display: inline-block; min-width: 1.5rem; text-align: center; background: var(--blue); color: #fff; border-radius: 1rem; font-size: .85rem; }
article { border: 1px solid var(--line); border-radius: 6px; margin: .8rem 0; overflow: hidden; }
article header { background: var(--shade); border-bottom: 1px solid var(--line); padding: .45rem .9rem; color: var(--soft); }
article .body { padding: .2rem .9rem .6rem; overflow-x: auto; }
.lines { background: var(--shade); border-radius: 6px; padding: .7rem .9rem; font-size: 12.5px; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
pre { background: var(--shade); padding: .7rem .9rem; border-radius: 6px; overflow-x: auto; }
table { border-collapse: collapse; margin: .6rem 0; } td, th { border: 1px solid var(--line); padding: .25rem .7rem; } th:empty { padding: 0; }
code { background: var(--shade); border-radius: 4px; padding: .1em .35em; font-size: .9em; }
ins, del { text-decoration: none; } ins { color: #1a7f37; } del { color: #cf222e; }
details { margin: .5rem 0; } summary { cursor: pointer; font-weight: 600; }
svg { max-width: 320px; display: block; } svg rect { fill: none; stroke: var(--line); } svg text { font-size: 11px; fill: var(--soft); }
polyline { fill: none; stroke-width: 2; stroke: var(--blue); } polyline.line1 { stroke: var(--soft); stroke-dasharray: 4 4; stroke-width: 1.2; }
`;
