import type { VerbCommand } from './command.ts';
import { configShowCommand } from './commands/config-show.ts';
import { deployCommand } from './commands/deploy.ts';
import { destroyCommand } from './commands/destroy.ts';
import { invokeCommand } from './commands/invoke.ts';
import { renderBatch, renderTraining } from './commands/render.ts';
import { trainCommand } from './commands/train.ts';

/** Every verb of the command line, in the order of the help. A new verb is one line here. */
export const VERBS: readonly VerbCommand[] = [
  configShowCommand,
  renderTraining,
  renderBatch,
  trainCommand,
  deployCommand,
  invokeCommand,
  destroyCommand,
];
