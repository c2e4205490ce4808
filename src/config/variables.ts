import { withOutsideValue } from './config-tree.ts';
import { decode } from './decode.ts';
import type { Diagnostic } from './diagnostic.ts';
import { emptyMap, type MapNode } from './node.ts';
import { type Config, variablesSchema } from './schema.ts';
import { startOf, valueSource } from './source-file.ts';

/** Environment variables. PRESTO_HOST and PRESTO_PORT win over presto.host and presto.port. No other variable is read. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A copy of the tree in which the values of the variables win over those of the files. */
export function applyVariables(root: MapNode, env: Variables): MapNode {
  const withHost = withOutsideValue(root, {
    path: ['presto', 'host'],
    value: env.PRESTO_HOST,
    from: 'environment variable PRESTO_HOST',
  });
  return withOutsideValue(withHost, {
    path: ['presto', 'port'],
    value: env.PRESTO_PORT,
    from: 'environment variable PRESTO_PORT',
    replaces: 'parameter',
  });
}

/** A configuration that was read without variables, with their values. The same rules apply to them. */
export function withVariables(
  config: Config,
  env: Variables,
): { ok: true; config: Config } | { ok: false; diagnostics: Diagnostic[] } {
  const variables = applyVariables(emptyMap(startOf(valueSource('environment variables', ''))), env);
  if (variables.entries.size === 0) return { ok: true, config };
  const { value, diagnostics } = decode(variables, variablesSchema);
  if (value === undefined) return { ok: false, diagnostics };
  return { ok: true, config: { ...config, presto: { ...config.presto, ...value.presto } } };
}
