import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AwsCall, adapterCalls } from './aws-calls.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Fields of `Aws` by the adapter that makes them. */
const PORT: Readonly<Record<string, string>> = {
  'identity.ts': 'identity',
  'job-logs.ts': 'jobLogs',
  'object-store.ts': 'objects',
  'sagemaker-jobs.ts': 'sagemaker',
  'sagemaker-pipelines.ts': 'sagemaker',
  'sagemaker-registry.ts': 'sagemaker',
  'sagemaker-serving.ts': 'sagemaker',
  'sagemaker.ts': 'sagemaker',
  'scaling.ts': 'scaling',
  'secrets.ts': 'secrets',
};
const PORT_CALL = new RegExp(`\\b(${[...new Set(Object.values(PORT))].join('|')})\\.(\\w+)\\(`, 'g');

/**
 * The AWS calls that are reachable from a function of the sources: through the functions that it names, and theirs, to the
 * methods of the ports, and from these to what the adapters call. By name: what is only mentioned counts as called.
 * @param from `src/verbs/plan.ts#plan`
 */
export function reachedCalls(...from: string[]): AwsCall[] {
  const methods = portMethods();
  const calls = adapterCalls();
  return [...portCalls(from)].sort().flatMap((name) => {
    const operations = methods.get(name);
    if (operations === undefined || operations.size === 0) throw new Error(`which calls does ${name} make?`);
    return calls.filter(({ operation }) => operations.has(operation));
  });
}

/** `sagemaker.pipeline`, … */
function portCalls(from: string[]): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const pending = from.map((name) => join(root, name));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const [file = '', name = ''] = next.split('#');
    const { declarations, imports } = moduleOf(file);
    const text = declarations.get(name);
    if (text === undefined) continue;
    for (const [, port, method] of text.matchAll(PORT_CALL)) found.add(`${port}.${method}`);
    for (const word of new Set(text.match(/\b[A-Za-z_]\w*\b/g) ?? [])) {
      if (word !== name && declarations.has(word)) pending.push(`${file}#${word}`);
      const imported = imports.get(word);
      if (imported !== undefined) pending.push(imported);
    }
  }
  if (seen.size < 10) throw new Error(`nothing is reached from ${from.join(', ')}`);
  return found;
}

interface Module {
  /** Text of each declaration at the top of the file. */
  declarations: Map<string, string>;
  /** `file#name` by the name here. */
  imports: Map<string, string>;
}

const modules = new Map<string, Module>();

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8');
  const imports = new Map<string, string>();
  const from = /(?:import|export|const) \{([^}]*)\} (?:from|= await import\() ?'(\.[^']+)'/g;
  for (const [, names = '', path = ''] of text.matchAll(from)) {
    const there = resolve(dirname(file), path);
    if (/^src\/(adapters|ports)\//.test(relative(root, there))) continue;
    for (const part of names.split(',')) {
      const [, exported, local] = /^\s*(\w+)(?:(?: as|:) (\w+))?\s*$/.exec(part) ?? [];
      if (exported !== undefined) imports.set(local ?? exported, `${there}#${exported}`);
    }
  }
  const declarations = new Map<string, string>();
  for (const part of text.split(/^(?=(?:export )?(?:async )?(?:function|const|class) )/m)) {
    const name = /^(?:export )?(?:async )?(?:function\*?|const|class) (\w+)/.exec(part)?.[1];
    if (name !== undefined) declarations.set(name, part);
  }
  // What a module only passes on is where it comes from.
  for (const [name, there] of imports) if (!declarations.has(name)) declarations.set(name, there.split('#')[1] ?? '');
  const read = { declarations, imports };
  modules.set(file, read);
  return read;
}

/** Operations by method of a port, as the adapters write them: methods of an object, and helpers beside it. */
function portMethods(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const name of readdirSync(join(root, 'src/adapters/aws'))) {
    const port = PORT[name];
    if (port === undefined) continue;
    const text = readFileSync(join(root, 'src/adapters/aws', name), 'utf8');
    const parts = new Map<string, string>();
    for (const part of text.split(/^(?= {4}(?:async )?\*?\w+(?:\(|: )| {2}const \w+ =|(?:async )?function )/m)) {
      const declared = /^\s*(?:async )?(?:const |function )?\*?(\w+)/.exec(part)?.[1];
      if (declared !== undefined) parts.set(declared, `${parts.get(declared) ?? ''}${part}`);
    }
    for (const method of parts.keys()) found.set(`${port}.${method}`, operationsOf(method, parts, new Set()));
  }
  return found;
}

function operationsOf(name: string, parts: ReadonlyMap<string, string>, seen: Set<string>): Set<string> {
  seen.add(name);
  const text = parts.get(name) ?? '';
  const own = [...text.matchAll(/\(await (?:client|runtime)\(\)\)\s*\.(\w)(\w*)\(/g)].map(
    ([, first = '', rest]) => `${first.toUpperCase()}${rest}`,
  );
  const others = [...parts.keys()].filter((other) => !seen.has(other) && new RegExp(`\\b${other}\\(`).test(text));
  return new Set([...own, ...others.flatMap((other) => [...operationsOf(other, parts, seen)])]);
}
