import { isAbsolute, resolve } from 'node:path';
import type { ProjectInput } from '../src/project/open-project.ts';
import type { ActionContext } from './action.ts';

/** Reads the part of the input that all verbs share from the inputs of an action. */
export function projectInput(context: ActionContext): ProjectInput {
  const file = context.input('config') ?? 'config.yml';
  const environment = context.input('environment');
  return {
    configFile: isAbsolute(file) ? file : resolve(context.job.workspace, file),
    packageRoot: context.packageRoot,
    ...(environment === undefined ? {} : { environment }),
  };
}
