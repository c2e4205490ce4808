/**
 * Translates a Java regular expression of the service model into a JavaScript one that matches the whole value.
 * These differences occur in the model: escapes of characters that need none (an error under the `u` flag), POSIX
 * classes, a literal `-`, `[` or `{` that JavaScript's Unicode mode refuses, and line ends that `.` and `$` treat
 * differently.
 */
export function javaPattern(pattern: string): RegExp {
  return new RegExp(`^(?:${translate(pattern)})$`, 'u');
}

const POSIX: Record<string, string> = {
  Alnum: 'a-zA-Z0-9',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Graph: '\\x21-\\x7E',
  Print: '\\x20-\\x7E',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Space: ' \\t\\n\\x0B\\f\\r',
  XDigit: '0-9a-fA-F',
};
const ESCAPABLE_OUTSIDE = /[\^$\\.*+?()[\]{}|/\dbBdDsSwWnrtfvkux]/;
const ESCAPABLE_INSIDE = /[\^$\\.*+?()[\]{}|/\-\dbdDsSwWnrtfvux]/;

function translate(pattern: string): string {
  let out = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (char === '\\') {
      const property = /^\\([pP])(?:\{(\w+)\}|([A-Z]))/.exec(pattern.slice(at));
      if (property) {
        const name = property[2] ?? property[3] ?? '';
        const posix = POSIX[name];
        if (posix === undefined) out += `\\${property[1]}{${name}}`;
        else if (inClass) out += posix;
        else out += `[${property[1] === 'P' ? '^' : ''}${posix}]`;
        at += property[0].length - 1;
        continue;
      }
      at += 1;
      if (next === 'A') out += '(?<![^])';
      else if (next === 'z' || next === 'Z') out += '(?![^])';
      else if (next === 'w' || next === 'd') out += `\\${next}`;
      else out += (inClass ? ESCAPABLE_INSIDE : ESCAPABLE_OUTSIDE).test(next) ? `\\${next}` : next;
    } else if (inClass) {
      if (char === ']') inClass = false;
      // In "[\w-_]" Java reads a hyphen after a class escape literally; the u flag refuses it as a range.
      const afterEscape =
        char === '-' && (/\\[dwsDWS]$|\\[pP]\{\w+\}$/.test(out) || /^\\[dwsDWSpP]/.test(pattern.slice(at + 1)));
      out += afterEscape || char === '[' ? `\\${char}` : char;
    } else if (char === '[') {
      inClass = true;
      out += char;
      // In Java, "[]abc]" and "[^]abc]" contain a literal "]".
      const lead = /^\^?\]/.exec(pattern.slice(at + 1));
      if (lead) {
        out += lead[0].replace(']', '\\]');
        at += lead[0].length;
      }
    } else if (char === '$' && next === '{') {
      // Java can repeat an assertion; JavaScript can repeat only a group around it.
      out += '(?:$)';
    } else if (char === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(at))) {
      out += '\\{';
    } else if (char === '}' && !/\{\d+(,\d*)?$/.test(out)) {
      out += '\\}';
    } else {
      out += char;
    }
  }
  return out;
}
