/** A string, or a number; strings come first, so that digits inside one are never taken for a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON of Presto, where an integer that a JavaScript number cannot hold becomes its digits as text. Presto writes
 * BIGINT as a JSON number, and JSON.parse would round it.
 * @throws SyntaxError
 */
export function parsePage(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(
    text.replace(TOKEN, (token) =>
      /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    ),
  );
}
