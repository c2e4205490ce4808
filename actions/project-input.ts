import { isAbsolute, resolve } from 'node:path';
import type { ProjectInput } from '../src/verbs/project.ts';
import type { ActionContext } from './action.ts';

/** What every verb that reads the configuration is told, from the inputs that those actions share. */
export function projectInput(context: ActionContext): ProjectInput {
  const file = context.input('config') ?? 'config.yml';
  const environment = context.input('environment');
  return {
    configFile: isAbsolute(file) ? file : resolve(context.job.workspace, file),
    packageRoot: context.packageRoot,
    ...(environment === undefined ? {} : { environment }),
  };
}
