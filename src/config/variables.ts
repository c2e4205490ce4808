import { give } from './config-tree.ts';
import { decode } from './decode.ts';
import type { Diagnostic } from './diagnostic.ts';
import { emptyMap, type MapNode } from './node.ts';
import { type Config, givenPrestoSchema } from './schema.ts';
import { givenValue } from './source-file.ts';

/** Environment variables: PRESTO_HOST and PRESTO_PORT win over presto.host and presto.port. Nothing else is read. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The values of the variables laid over those of the files. */
export function giveVariables(root: MapNode, env: Variables): MapNode {
  const host = give(root, ['presto', 'host'], 'environment variable PRESTO_HOST', env.PRESTO_HOST);
  return give(host, ['presto', 'port'], 'environment variable PRESTO_PORT', env.PRESTO_PORT, ['presto', 'parameter']);
}

/** A configuration that was read without the variables as it is with them, by the same rules. */
export function withVariables(
  config: Config,
  env: Variables,
): { ok: true; config: Config } | { ok: false; diagnostics: Diagnostic[] } {
  const nothing = givenValue('environment variables', '');
  const given = giveVariables(emptyMap({ source: nothing, start: 0, end: 0 }), env);
  if (given.entries.size === 0) return { ok: true, config };
  const { value, diagnostics } = decode(given, givenPrestoSchema);
  if (value === undefined) return { ok: false, diagnostics };
  return { ok: true, config: { ...config, presto: { ...config.presto, ...value.presto } } };
}
