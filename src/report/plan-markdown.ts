import type { Plan } from '../plan/plan.ts';
import { LONGEST_COMMENT } from './markdown.ts';
import type { Room, Section } from './plan-document.ts';
import { renderBlocks } from './plan-render.ts';
import { planSections } from './plan-sections.ts';

/**
 * Characters of a comment that are kept free for what a comment has and a desk has not: the marker with its facts, the
 * banner of a stale plan, the links. A plan is cut the same way with and without them.
 */
const KEPT_FREE = 10_000;

/** From the most to the least that is shown of each thing; whole sections are dropped only when the last is still too much. */
const ROOMS: readonly Room[] = [
  { lines: 500, rows: 100, text: 1_000 },
  { lines: 250, rows: 60, text: 600 },
  { lines: 120, rows: 40, text: 400 },
  { lines: 60, rows: 25, text: 300 },
  { lines: 30, rows: 10, text: 200 },
  { lines: 10, rows: 5, text: 100 },
];
const ALL: Room = { lines: 100_000, rows: 10_000, text: 2_000 };
const WHERE = 'The job summary and the artifact of the run have all of it; `mlops plan --json` too.';

export interface Fitted {
  text: string;
  /** Titles of the sections that are not in it. */
  dropped: string[];
}

/** The plan as Markdown, cut so that a comment can hold it. What `mlops plan --format markdown` prints, and the body of the comment. */
export function planMarkdown(plan: Plan): string {
  return fitPlan(plan, LONGEST_COMMENT - KEPT_FREE).text;
}

/** @param limit characters, of which the text has at most so many */
export function fitPlan(plan: Plan, limit: number = LONGEST_COMMENT - KEPT_FREE): Fitted {
  return fitSections(planSections(plan), limit);
}

/** The same for a part of the sections. */
export function fitSections(sections: readonly Section[], limit: number): Fitted {
  return cut(sections, ROOMS, (text) => text.length <= Math.min(limit, LONGEST_COMMENT - KEPT_FREE));
}

/** Everything that is known, within what a job summary may hold. @param limit bytes of UTF-8 */
export function fitWholePlan(plan: Plan, limit: number): Fitted {
  return cut(
    planSections(plan),
    [ALL, { ...ALL, lines: 5_000, rows: 2_000 }, ...ROOMS],
    (text) => Buffer.byteLength(text) <= limit,
  );
}

/** Cuts inside sections first, then drops sections, of the greatest rank first and the last of a rank first. */
function cut(sections: readonly Section[], rooms: readonly Room[], fits: (text: string) => boolean): Fitted {
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
  // The fewest that have to go. With all of them gone only the summary is left, a few short rows: that always fits.
  let [tooFew, enough] = [0, order.length];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (fits(without(middle).text)) enough = middle;
    else tooFew = middle;
  }
  return without(enough);
}

function render(sections: readonly Section[], dropped: readonly string[], room: Room): string {
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
