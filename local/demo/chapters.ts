import type { Chapter } from './page.ts';
import { terminalMarkdown } from './terminal-markdown.ts';

/** Prints the chapters of the demonstration while they run, and keeps them for the page. */
export class ChapterLog {
  readonly chapters: Chapter[] = [];
  private readonly print: (line: string) => void;
  private readonly start = Date.now();

  constructor(print: (line: string) => void) {
    this.print = print;
  }

  /** Runs one chapter. Lines and comments belong to the chapter that runs. */
  async run<T>(title: string, work: () => Promise<T>): Promise<T> {
    const chapter = { title, endSeconds: 0, lines: [], comments: [] };
    this.chapters.push(chapter);
    this.print(`\n${this.chapters.length}. ${title}`);
    const result = await work();
    chapter.endSeconds = this.seconds();
    return result;
  }

  line(text: string): void {
    this.chapters.at(-1)?.lines.push(text);
    this.print(`  │ ${text}`);
  }

  /** A comment or a pull request. @param where for example `on #1` */
  comment(author: string, where: string, markdown: string): void {
    this.chapters.at(-1)?.comments.push({ author, where, markdown });
    this.print('');
    this.print(`  ┌─ ${author} ${where}`);
    for (const line of terminalMarkdown(markdown).split('\n')) this.print(`  │ ${line}`);
    this.print('  └─');
  }

  /** Seconds since the start of the demonstration. */
  seconds(): number {
    return (Date.now() - this.start) / 1000;
  }
}
