import type { Context, Part } from '../context.ts';
import { Engine } from './engine.ts';
import { executionOperations } from './execution-operations.ts';
import { pipelineOperations } from './pipeline-operations.ts';

/** One engine for each running service. The service is identified by its store. */
const engines = new Map<Context['store'], Engine>();

function engineOf(context: Context): Engine {
  const known = engines.get(context.store) ?? new Engine(context);
  engines.set(context.store, known);
  return known;
}

/** SageMaker Pipelines: definitions, executions and the engine that runs them. */
export const pipelinesPart: Part = {
  operations: { ...pipelineOperations, ...executionOperations(engineOf) },
  async resume(context) {
    engineOf(context).resume();
  },
  async close() {
    // Tests run several servers in one process. This waits only for those that are shutting down.
    for (const [store, engine] of engines) {
      if (!engine.isShuttingDown) continue;
      engines.delete(store);
      await engine.settled();
    }
  },
};
