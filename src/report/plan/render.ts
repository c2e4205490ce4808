import { plural } from '../../plural.ts';
import { code, codeSpan, fenced, fold, htmlText, inert, table, visible } from '../markdown.ts';
import { shownLines } from './diff.ts';
import { type Block, clip, type Mark, type SizeBudget, type Word } from './document.ts';
import { stepGraph } from './graph.ts';

const ICON: Record<Mark, string> = {
  error: '❌',
  warning: '⚠️',
  notice: 'ℹ️',
  ok: '✅',
  stable: '🟢',
  moderate: '🟡',
  shifted: '🔴',
  unknown: '⚪',
};

/** Blocks as Markdown that GitHub renders. Long things are cut to the size budget. */
export function renderBlocks(blocks: readonly Block[], room: SizeBudget): string {
  return blocks.map((block) => renderBlock(block, room)).join('\n\n');
}

function renderBlock(block: Block, room: SizeBudget): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${line(block.words, room)}`;
    case 'paragraph':
      return block.small ? `<sub>${line(block.words, room)}</sub>` : line(block.words, room);
    case 'list': {
      const left = block.items.length - room.rows;
      return [
        ...block.items.slice(0, room.rows).map((lines) => `- ${lines.map((words) => line(words, room)).join('<br>')}`),
        ...(left > 0 ? [`- … and ${more(left, block.noun)}`] : []),
      ].join('\n');
    }
    case 'table': {
      const left = block.rows.length - room.rows;
      const rows = block.rows.slice(0, room.rows).map((cells) => cells.map((words) => line(words, room, true)));
      const text = table(block.header, rows, block.align);
      return left > 0 ? `${text}\n\n<sub>… and ${more(left, block.noun)}</sub>` : text;
    }
    case 'diff':
      return fenced(
        shownLines(block.lines, room.lines)
          .map(({ mark, text }) => (mark === '@' ? `@@ ${text} @@` : `${mark}${text}`))
          .join('\n'),
        'diff',
      );
    case 'fold':
      return fold(html(block.title, room), renderBlocks(block.blocks, room));
    case 'graph':
      return fenced(stepGraph(block.steps), 'mermaid');
  }
}

const more = (left: number, noun: string) => plural(left, noun).replace(' ', ' more ');

function line(words: readonly Word[], room: SizeBudget, inTable = false): string {
  return words
    .map((word): string => {
      if (typeof word === 'string') return word;
      if ('code' in word) return (inTable ? code : codeSpan)(clip(word.code, room.text));
      if ('prose' in word) return inert(clip(word.prose, room.text)).trim();
      if ('mark' in word) return ICON[word.mark];
      const inner = line(word.strong, room, inTable).trim();
      return inner === '' ? '' : `**${inner}**`;
    })
    .join('');
}

/** Words as HTML, for the title of a fold: GitHub renders no Markdown there. */
function html(words: readonly Word[], room: SizeBudget): string {
  return words
    .map((word): string => {
      if (typeof word === 'string') return htmlText(word);
      if ('code' in word) return `<code>${htmlText(clip(word.code, room.text))}</code>`;
      if ('prose' in word) return htmlText(clip(word.prose, room.text));
      if ('mark' in word) return ICON[word.mark];
      return `<strong>${html(word.strong, room)}</strong>`;
    })
    .join('');
}

/** Words as plain text, for places that render neither Markdown nor HTML. */
function plain(words: readonly Word[], room: SizeBudget): string {
  return words
    .map((word): string => {
      if (typeof word === 'string') return word;
      if ('code' in word) return clip(word.code, room.text);
      if ('prose' in word) return clip(word.prose, room.text);
      if ('mark' in word) return ICON[word.mark];
      return plain(word.strong, room);
    })
    .join('');
}

/** Words as one line of plain text, for a title. */
export function plainLine(words: readonly Word[]): string {
  return visible(plain(words, { lines: 0, rows: 0, text: 500 }))
    .replaceAll(/\s+/g, ' ')
    .trim();
}
