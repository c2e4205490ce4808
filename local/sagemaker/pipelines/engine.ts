import { type Context, ServiceError, type Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { evaluateConditions } from './conditions.ts';
import {
  createRequest,
  createResource,
  creatingStepType,
  describeInput,
  evaluateArguments,
  readProperties,
} from './creating-step.ts';
import type { Definition, PipelineStep } from './definition-types.ts';
import { type ExpressionContext, ExpressionError, evaluate } from './evaluate.ts';
import { expressionContext } from './expression-context.ts';
import {
  type ExecutionRecord,
  findExecution,
  hasEnded,
  listExecutions,
  readDefinition,
  SKIPPED,
  type StepState,
  updateExecution,
} from './records.ts';
import { decideRetry, type ExceptionType, exceptionOfCall, exceptionOfJob, timeScale } from './retry-policy.ts';
import { cacheKey, readCachedRun, storeCachedRun } from './step-cache.ts';
import { ShuttingDown, sleepUntil, waitForJob } from './wait-for-job.ts';

/** The service's FailureReason of an execution that ends because of a step. The step has the reason. */
const STEP_FAILURE = 'Step failure: One or multiple steps failed.';
/** Quota of the service: steps of one execution at a time, when nothing else is configured. */
const MAX_PARALLEL_STEPS = 50;
const MAX_FAILURE_REASON = 1024;
const MAX_ERROR_MESSAGE = 3072;

const ENDED_STEP_STATUSES: readonly string[] = ['Stopped', 'Failed', 'Succeeded', 'Skipped'];

/** Whether a step is done, or has to be attempted again. */
type AttemptResult = 'done' | 'retry';

/**
 * Runs executions. All state is in the store: `wake` reads an execution and starts what is due. So it makes no
 * difference whether the earlier steps ran in this process or before a crash.
 */
export class Engine {
  readonly #context: Context;
  /** The steps that this process runs, by `<execution>/<step>`. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new Map<string, AbortController>();

  constructor(context: Context) {
    this.#context = context;
  }

  get isShuttingDown(): boolean {
    return this.#context.signal.aborted;
  }

  /** Continues every execution that has not ended. */
  resume(): void {
    for (const execution of listExecutions(this.#context)) this.wake(execution.id);
  }

  /** Stops the running steps of an execution whose status is Stopping. */
  stop(id: string): void {
    this.#stopControl(id).abort();
    this.wake(id);
  }

  /** Waits until no step runs in this process (after the context's signal aborted). */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  /** Does what is due in an execution: starts steps that are ready, or ends it. */
  wake(id: string): void {
    const context = this.#context;
    const execution = findExecution(context, id);
    if (!execution || hasEnded(execution) || context.signal.aborted) return;
    const definition = readDefinition(context, execution.definition);
    this.#skipSteps(definition, execution);
    const states = Object.values(execution.steps);
    const active = Object.keys(execution.steps).filter(
      (name) => !ENDED_STEP_STATUSES.includes(execution.steps[name]?.status ?? ''),
    );
    for (const name of active) this.#runInBackground(id, name);

    if (execution.status === 'Stopping') {
      if (active.length === 0) this.#endExecution(id, 'Stopped');
      return;
    }
    // After a failure no new step starts. The steps that run continue to their end.
    const hasFailed = states.some((state) => state.status === 'Failed' || state.status === 'Stopped');
    const started = hasFailed ? 0 : this.#startReadySteps(definition, execution, active.length);
    if (active.length + started === 0) this.#endExecution(id, hasFailed ? 'Failed' : 'Succeeded');
  }

  /** Starts the steps whose needs are met, as many as may run at once. @returns how many it started */
  #startReadySteps(definition: Definition, execution: ExecutionRecord, running: number): number {
    const max = execution.parallelism?.MaxParallelExecutionSteps ?? MAX_PARALLEL_STEPS;
    let started = 0;
    for (const step of definition.steps.values()) {
      if (running + started >= max) break;
      if (execution.steps[step.name] || !isReady(step, execution)) continue;
      this.#startStep(execution.id, step.name);
      started += 1;
    }
    return started;
  }

  /**
   * Marks steps that never run as Skipped: those of the branch that is not taken, and those that need a skipped step.
   * They do not make the execution fail.
   */
  #skipSteps(definition: Definition, execution: ExecutionRecord): void {
    const skipped: string[] = [];
    for (let hasChanged = true; hasChanged; ) {
      hasChanged = false;
      for (const step of definition.steps.values()) {
        if (execution.steps[step.name] || !isToBeSkipped(step, execution)) continue;
        execution.steps[step.name] = { ...SKIPPED };
        skipped.push(step.name);
        hasChanged = true;
      }
    }
    if (skipped.length === 0) return;
    updateExecution(this.#context, execution.id, (record) => {
      for (const name of skipped) record.steps[name] ??= { ...SKIPPED };
    });
  }

  #startStep(id: string, name: string): void {
    updateExecution(this.#context, id, (record) => {
      const order = Object.values(record.steps).filter((state) => state.order >= 0).length;
      record.steps[name] = { status: 'Starting', order, startedAt: this.#context.now(), attempt: 1 };
    });
    this.#runInBackground(id, name);
  }

  #endExecution(id: string, status: 'Stopped' | 'Failed' | 'Succeeded'): void {
    this.#stopping.delete(id);
    updateExecution(this.#context, id, (record) => {
      record.status = status;
      if (status === 'Failed') record.failureReason = STEP_FAILURE;
    });
  }

  /** Runs a step, then wakes the execution. Does nothing when this process already runs the step. */
  #runInBackground(id: string, name: string): void {
    const key = `${id}/${name}`;
    if (this.#running.has(key)) return;
    // At a later turn of the event loop: the caller of StartPipelineExecution gets its answer first.
    const work = new Promise((resolve) => setImmediate(resolve))
      .then(() => this.#runStep(id, name))
      .catch((error: unknown) => {
        if (error instanceof ShuttingDown || !findExecution(this.#context, id)) return;
        this.#finishStep(id, name, { status: 'Failed', failureReason: unexpectedReason(error) });
      })
      .then(() => {
        this.#running.delete(key);
        this.wake(id);
      })
      .catch((error: unknown) =>
        console.error(`Pipeline execution ${id} cannot continue: ${(error as Error).message}`),
      );
    this.#running.set(key, work);
  }

  async #runStep(id: string, name: string): Promise<void> {
    const context = this.#context;
    const execution = findExecution(context, id);
    if (!execution || context.signal.aborted) return;
    const definition = readDefinition(context, execution.definition);
    const step = definition.steps.get(name);
    if (!step) throw new Error(`The definition has no step ${name}`);
    if (execution.status === 'Stopping') this.#stopControl(id).abort();
    const expressions = expressionContext(context, definition, execution);
    if (step.type === 'Condition') {
      const outcome = await evaluateConditions(step.arguments.Conditions as unknown[], expressions);
      this.#finishStep(id, name, { status: 'Succeeded', outcome });
    } else if (step.type === 'Fail') {
      await this.#runFailStep(id, step, expressions);
    } else {
      while ((await this.#runAttempt(id, definition, step)) === 'retry');
    }
  }

  async #runFailStep(id: string, step: PipelineStep, expressions: ExpressionContext): Promise<void> {
    const value = await evaluate(step.arguments.ErrorMessage ?? '', expressions);
    const message = String(value ?? '').slice(0, MAX_ERROR_MESSAGE);
    this.#finishStep(id, step.name, {
      status: 'Failed',
      errorMessage: message,
      ...(message === '' ? {} : { failureReason: message }),
    });
  }

  /** Makes one attempt of a step that creates a resource. */
  async #runAttempt(id: string, definition: Definition, step: PipelineStep): Promise<AttemptResult> {
    const context = this.#context;
    const stopping = this.#stopControl(id).signal;
    let state = this.#readStep(id, step.name);
    if (state.retryAt !== undefined) await sleepUntil(context, state.retryAt, timeScale(), stopping);
    // A stored request may have been sent before a crash.
    const isRepeated = state.request !== undefined;
    if (stopping.aborted && !isRepeated) return this.#finishStep(id, step.name, { status: 'Stopped' });
    if (!isRepeated) {
      const prepared = await this.#prepareRequest(id, definition, step, state);
      if (prepared === undefined) return 'done';
      state = prepared;
    }
    if (state.arn === undefined) {
      try {
        const options = { isRepeated, isStopping: stopping.aborted };
        const arn = await createResource(context, step, state.request as Shape, options);
        if (arn === undefined) return this.#finishStep(id, step.name, { status: 'Stopped' });
        state = this.#updateStep(id, step.name, (change) => {
          change.status = 'Executing';
          change.arn = arn;
        });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const reason = `ClientError: Failed to invoke sagemaker:${creatingStepType(step).create}. Error Details: ${error.message}`;
        return this.#handleFailure(id, step, reason, exceptionOfCall(error.code));
      }
    }
    return this.#waitForResource(id, step, state);
  }

  /**
   * Makes the request of an attempt and stores it.
   * @returns the new state; undefined when the step ended with the result of an earlier run
   */
  async #prepareRequest(
    id: string,
    definition: Definition,
    step: PipelineStep,
    state: StepState,
  ): Promise<StepState | undefined> {
    const context = this.#context;
    const execution = findExecution(context, id) as ExecutionRecord;
    const args = await evaluateArguments(context, definition, execution, step);
    const key = cacheKey(step, args);
    const cached = key === undefined ? undefined : readCachedRun(context, execution.pipelineName, step, key);
    if (cached) {
      const { executionArn: cacheHit, arn, properties } = cached;
      this.#finishStep(id, step.name, { status: 'Succeeded', cacheHit, arn, properties });
      return undefined;
    }
    const { request, name } = createRequest(execution, step, state, args);
    return this.#updateStep(id, step.name, (change) => {
      change.request = request;
      if (name !== undefined) change.resourceName = name;
      if (key !== undefined) change.cacheKey = key;
    });
  }

  /** Waits until a job has ended; another resource is complete at once. */
  async #waitForResource(id: string, step: PipelineStep, state: StepState): Promise<AttemptResult> {
    const context = this.#context;
    const type = creatingStepType(step);
    if (type.job) {
      const { statusMember, stop } = type.job;
      const input = describeInput(step, state);
      const job = await waitForJob(context, {
        kind: type.kind,
        name: state.resourceName ?? '',
        statusMember,
        describe: () => context.call(type.describe, input),
        stop: async () => {
          this.#updateStep(id, step.name, (change) => {
            change.status = 'Stopping';
          });
          await context.call(stop, input);
        },
        stopping: this.#stopControl(id).signal,
      });
      if (job[statusMember] === 'Stopped') return this.#finishStep(id, step.name, { status: 'Stopped' });
      if (job[statusMember] === 'Failed') {
        const reason = String(job.FailureReason ?? 'The job failed and gave no reason');
        return this.#handleFailure(id, step, `ClientError: ${reason}`, exceptionOfJob(reason));
      }
    }
    const properties = await readProperties(context, step, state);
    this.#storeInCache(id, step, state, properties);
    return this.#finishStep(id, step.name, { status: 'Succeeded', properties });
  }

  #storeInCache(id: string, step: PipelineStep, state: StepState, properties: Shape): void {
    const endedAt = this.#context.now();
    const execution = findExecution(this.#context, id);
    if (!execution || state.cacheKey === undefined || state.arn === undefined) return;
    const { pipelineName, PipelineExecutionArn: executionArn } = execution;
    storeCachedRun(this.#context, {
      key: state.cacheKey,
      pipelineName,
      step: step.name,
      executionArn,
      endedAt,
      arn: state.arn,
      properties,
    });
  }

  /** Ends the step as Failed, or plans its next attempt. */
  #handleFailure(id: string, step: PipelineStep, reason: string, exception: ExceptionType | undefined): AttemptResult {
    if (exception === undefined || this.#stopControl(id).signal.aborted) {
      return this.#finishStep(id, step.name, { status: 'Failed', failureReason: reason });
    }
    const state = this.#readStep(id, step.name);
    const retried = state.retries?.[exception] ?? 0;
    const decision = decideRetry(step.retryPolicies, exception, retried, this.#context.now() - state.startedAt);
    if ('giveUp' in decision) {
      const arn = findExecution(this.#context, id)?.PipelineExecutionArn;
      const explanation = `Retry not appropriate on execution of step with PipelineExecutionArn ${arn} and StepId ${step.name}. ${decision.giveUp}`;
      const failureReason = `${reason.slice(0, MAX_FAILURE_REASON - explanation.length - 1)}\n${explanation}`;
      return this.#finishStep(id, step.name, { status: 'Failed', failureReason });
    }
    this.#updateStep(id, step.name, (change) => {
      change.status = 'Starting';
      change.attempt += 1;
      change.retries = { ...change.retries, [exception]: retried + 1 };
      change.retryAt = this.#context.now() + decision.retryInSeconds;
      delete change.request;
      delete change.resourceName;
      delete change.arn;
    });
    return 'retry';
  }

  /** Ends a step. @returns done, as the result of its last attempt */
  #finishStep(id: string, name: string, end: Partial<StepState> & Pick<StepState, 'status'>): AttemptResult {
    this.#updateStep(id, name, (state) => {
      Object.assign(state, end, { endedAt: this.#context.now() });
      if (state.failureReason !== undefined) state.failureReason = state.failureReason.slice(0, MAX_FAILURE_REASON);
      delete state.retryAt;
      delete state.request;
    });
    return 'done';
  }

  /** Changes a step's state. @throws ShuttingDown when the execution was deleted in the meantime */
  #updateStep(id: string, name: string, change: (state: StepState) => void): StepState {
    const record = updateExecution(this.#context, id, (execution) => {
      const state = execution.steps[name];
      if (state) change(state);
    });
    const state = record?.steps[name];
    if (!state) throw new ShuttingDown();
    return state;
  }

  /** Reads a step's state. @throws ShuttingDown when the execution was deleted in the meantime */
  #readStep(id: string, name: string): StepState {
    const state = findExecution(this.#context, id)?.steps[name];
    if (!state) throw new ShuttingDown();
    return state;
  }

  /** Gives the controller that stops the steps of an execution. */
  #stopControl(id: string): AbortController {
    const known = this.#stopping.get(id) ?? new AbortController();
    this.#stopping.set(id, known);
    return known;
  }
}

function isReady(step: PipelineStep, execution: ExecutionRecord): boolean {
  return step.needs.every((name) => execution.steps[name]?.status === 'Succeeded');
}

/** Tells whether a step never runs: its branch is not taken, or it needs a skipped step. */
function isToBeSkipped(step: PipelineStep, execution: ExecutionRecord): boolean {
  const condition = step.branchOf && execution.steps[step.branchOf.condition];
  const isOtherBranch = condition?.status === 'Succeeded' && condition.outcome !== step.branchOf?.outcome;
  return isOtherBranch || step.needs.some((name) => execution.steps[name]?.status === 'Skipped');
}

/** Makes the FailureReason of an error that a step's run threw. */
function unexpectedReason(error: unknown): string {
  return error instanceof ExpressionError || error instanceof ServiceError
    ? `ClientError: ${error.message}`
    : `InternalServerError: ${errorMessage(error)}`;
}
