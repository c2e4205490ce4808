import { formatDuration } from '../../duration.ts';

/** One part of the report. The title names it in the note about parts that a comment left out. */
export interface Section {
  title: string;
  body: string;
}

/** A duration in a table cell; an em dash when it is not known. */
export function durationCell(seconds: number | null): string {
  return seconds === null ? '—' : formatDuration(seconds, 'tenth');
}
