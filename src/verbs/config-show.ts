import { type Config, describeOrigin, type Environment, showConfig } from '../config/index.ts';
import type { Log } from '../ports/log.ts';
import { loadProject, type ProjectInput } from '../project/open-project.ts';
import type { Result } from '../result.ts';

export interface ConfigShowInput extends ProjectInput {
  /** Show where each value comes from. */
  origins?: boolean;
}

export interface ConfigShowFacts {
  config: Config;
  environment: Environment | null;
  /** Where each value comes from, by dotted path: `file:line` or `default`. */
  origins: Record<string, string>;
}

/** Returns the decoded configuration with every default filled in, as data and as YAML for a person. */
export function configShow(input: ConfigShowInput, log: Log): { result: Result<ConfigShowFacts>; text: string } {
  const loaded = loadProject(input, log);
  const { config, environment, origins } = loaded;
  return {
    text: showConfig(
      { config, origins, ...(environment === null ? {} : { environment }) },
      { origins: input.origins === true },
    ).trimEnd(),
    result: {
      schema_version: 1,
      verb: 'config show',
      decision: 'unchanged',
      reason_code: 'ok',
      summary: environment === null ? 'The configuration' : `The configuration of ${environment.name}`,
      facts: {
        config,
        environment: environment ?? null,
        origins: Object.fromEntries([...origins].map(([path, origin]) => [path, describeOrigin(origin)])),
      },
    },
  };
}
