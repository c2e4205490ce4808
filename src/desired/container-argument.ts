import type { Value } from '../pipeline/index.ts';

/** Shape ContainerArgument of the service model. */
export const ARGUMENT_CHARACTERS = 256;

/** Cuts a text into pieces that each fit one container argument. A short text is one piece. */
export function pieces(text: string): string[] {
  const all = [...text];
  const cut: string[] = [];
  for (let from = 0; from < all.length; ) {
    let piece = '';
    while (from < all.length && piece.length + (all[from] ?? '').length <= ARGUMENT_CHARACTERS) piece += all[from++];
    cut.push(piece);
  }
  return cut.length === 0 ? [''] : cut;
}

/** `--name value`, or `--name piece --name+ piece …`, which the launcher puts together. */
export function option(name: string, values: readonly Value<string>[]): Value<string>[] {
  return values.flatMap((value, index) => [index === 0 ? `--${name}` : `--${name}+`, value]);
}
