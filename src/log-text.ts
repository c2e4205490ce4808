/**
 * Makes a text harmless for a job log and a terminal. Others wrote much of what is logged: an error of Presto can quote
 * any column name, and a message may contain a value of a table. A workflow's runner obeys a line that begins with `::`
 * (after blanks) and `##[…]` anywhere in a line, so a message with a line break could mask words, forge annotations or
 * stop the reading of commands. A terminal obeys escape sequences. Here all of them become plain text that can still be
 * read; `::` within a line stays.
 *
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands; the runner's ActionCommand.cs
 * decides what a command is.
 */
export function logText(text: string): string {
  return (
    text
      // The runner ends a line at a carriage return too.
      .replaceAll(/\r\n?/g, '\n')
      // Control characters except tab and line feed, and those that turn the direction of writing.
      .replaceAll(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
      .replaceAll(/^([^\S\n]*):(?=:)/gmu, '$1: ')
      .replaceAll('##[', '# #[')
  );
}
