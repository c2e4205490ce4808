/**
 * Text for a job log or a terminal. Much of what is logged was written by others: an error of Presto can quote any column
 * name, and a value of a table may stand in a message. A workflow's runner obeys a line that begins with `::` (after
 * blanks) and `##[…]` anywhere in one, so a message with a line break could mask words, forge annotations or stop the
 * reading of commands; a terminal obeys escape sequences. Here both become plain text that still can be read.
 *
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands; the rules of what is a command are in
 * the runner's own ActionCommand.cs.
 */
export function logText(text: string): string {
  return (
    text
      // The runner ends a line at a carriage return too.
      .replaceAll(/\r\n?/g, '\n')
      // Control characters but tab and line feed, and those that turn the direction of writing.
      .replaceAll(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
      .replaceAll(/^([^\S\n]*):(?=:)/gmu, '$1: ')
      .replaceAll('##[', '# #[')
  );
}
