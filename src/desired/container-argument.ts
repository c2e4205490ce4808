import type { Value } from '../pipeline/index.ts';

/** The longest container argument (shape ContainerArgument of the service model). */
export const MAX_ARGUMENT_CHARACTERS = 256;

/** Splits a text into pieces that each fit into one container argument. A short text is one piece, also when it is empty. */
export function splitArgument(text: string): string[] {
  const characters = [...text];
  const pieces: string[] = [];
  for (let from = 0; from < characters.length; ) {
    let piece = '';
    while (from < characters.length && piece.length + (characters[from] ?? '').length <= MAX_ARGUMENT_CHARACTERS) {
      piece += characters[from++];
    }
    pieces.push(piece);
  }
  return pieces.length === 0 ? [''] : pieces;
}

/** Returns `--name value`, or `--name piece --name+ piece …`, which the launcher puts together. */
export function optionArguments(name: string, values: readonly Value<string>[]): Value<string>[] {
  return values.flatMap((value, index) => [index === 0 ? `--${name}` : `--${name}+`, value]);
}
