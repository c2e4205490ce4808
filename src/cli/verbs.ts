import type { VerbCommand } from './command.ts';
import { approveCommand } from './commands/approve.ts';
import { checkCommand } from './commands/check.ts';
import { configShowCommand } from './commands/config-show.ts';
import { deployCommand } from './commands/deploy.ts';
import { destroyCommand } from './commands/destroy.ts';
import { invokeCommand } from './commands/invoke.ts';
import { planCommand } from './commands/plan.ts';
import { promoteCommand } from './commands/promote.ts';
import { renderBatch, renderTraining } from './commands/render.ts';
import { reportCommand } from './commands/report.ts';
import { trainCommand } from './commands/train.ts';

/** Every verb of the command line, in the order of the help. A new verb is one line here. */
export const VERBS: readonly VerbCommand[] = [
  checkCommand,
  planCommand,
  configShowCommand,
  renderTraining,
  renderBatch,
  trainCommand,
  reportCommand,
  approveCommand,
  promoteCommand,
  deployCommand,
  invokeCommand,
  destroyCommand,
];
