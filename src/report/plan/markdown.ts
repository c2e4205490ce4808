import type { Plan } from '../../plan/plan.ts';
import { LONGEST_COMMENT } from '../markdown.ts';
import type { Section, SizeBudget } from './document.ts';
import { renderBlocks } from './render.ts';
import { planSections } from './sections.ts';

/**
 * Characters that stay free for the parts of a comment that a terminal does not have: the marker with its facts, the banner of
 * a stale plan, the links. A plan is cut in the same way with and without them.
 */
const KEPT_FREE = 10_000;

/** Size budgets, the largest first. Whole sections are dropped only when the smallest budget is still too large. */
const SIZE_BUDGETS: readonly SizeBudget[] = [
  { lines: 500, rows: 100, text: 1_000 },
  { lines: 250, rows: 60, text: 600 },
  { lines: 120, rows: 40, text: 400 },
  { lines: 60, rows: 25, text: 300 },
  { lines: 30, rows: 10, text: 200 },
  { lines: 10, rows: 5, text: 100 },
];
const ALL: SizeBudget = { lines: 100_000, rows: 10_000, text: 2_000 };
const WHERE = 'The job summary and the artifact of the run have all of it; `mlops plan --json` too.';

export interface Fitted {
  text: string;
  /** Titles of the sections that were dropped. */
  dropped: string[];
}

/** The plan as Markdown, cut to the size of a comment. `mlops plan --format markdown` prints the same text. */
export function planMarkdown(plan: Plan): string {
  return fitPlan(plan, LONGEST_COMMENT - KEPT_FREE).text;
}

/** @param limit characters of the longest text */
export function fitPlan(plan: Plan, limit: number = LONGEST_COMMENT - KEPT_FREE): Fitted {
  return fitSections(planSections(plan), limit);
}

/** As `fitPlan`, for some of the sections. */
export function fitSections(sections: readonly Section[], limit: number): Fitted {
  return cut(sections, SIZE_BUDGETS, (text) => text.length <= Math.min(limit, LONGEST_COMMENT - KEPT_FREE));
}

/** The whole plan, within the size of a job summary. @param limit bytes of UTF-8 */
export function fitWholePlan(plan: Plan, limit: number): Fitted {
  return cut(
    planSections(plan),
    [ALL, { ...ALL, lines: 5_000, rows: 2_000 }, ...SIZE_BUDGETS],
    (text) => Buffer.byteLength(text) <= limit,
  );
}

/** Cuts inside sections first. Then drops sections: the highest rank first, and within a rank the last section first. */
function cut(sections: readonly Section[], rooms: readonly SizeBudget[], fits: (text: string) => boolean): Fitted {
  for (const room of rooms) {
    const text = render(sections, [], room);
    if (fits(text)) return { text, dropped: [] };
  }
  const least = rooms.at(-1) ?? ALL;
  const order = sections
    .map((section, i) => ({ section, i }))
    .filter(({ section }) => section.rank > 0)
    .sort((a, b) => b.section.rank - a.section.rank || b.i - a.i);
  const without = (number: number): Fitted => {
    const gone = new Set(order.slice(0, number).map(({ section }) => section));
    const dropped = sections.filter((section) => gone.has(section)).map(({ title }) => title);
    return {
      text: render(
        sections.filter((section) => !gone.has(section)),
        dropped,
        least,
      ),
      dropped,
    };
  };
  // As few as possible. Without all of them only the summary is left, a few short rows, which always fit.
  let [tooFew, enough] = [0, order.length];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (fits(without(middle).text)) enough = middle;
    else tooFew = middle;
  }
  return without(enough);
}

function render(sections: readonly Section[], dropped: readonly string[], room: SizeBudget): string {
  const note =
    dropped.length === 0
      ? []
      : [
          {
            kind: 'paragraph' as const,
            words: ['Too long for one comment, left out: ', { prose: list(dropped) }, `. ${WHERE}`],
          },
        ];
  return `${[...sections.map(({ blocks }) => renderBlocks(blocks, room)), ...(note.length === 0 ? [] : [`> ${renderBlocks(note, room)}`])].join('\n\n')}\n`;
}

function list(titles: readonly string[]): string {
  return titles.length <= 12 ? titles.join('; ') : `${titles.slice(0, 12).join('; ')} and ${titles.length - 12} more`;
}
