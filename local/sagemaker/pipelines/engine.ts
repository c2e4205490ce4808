import { type Context, ServiceError, type Shape } from '../context.ts';
import { holds } from './conditions.ts';
import { create, creatingStep, describeInput, readProperties, requestOf, resolveArguments } from './creating-step.ts';
import type { Definition, Step } from './definition.ts';
import { ExpressionError, evaluate } from './evaluate.ts';
import {
  definitionOf,
  type ExecutionRecord,
  FINAL,
  getExecution,
  listExecutions,
  type StepState,
  updateExecution,
} from './records.ts';
import { decideRetry, type ExceptionType, exceptionOfCall, exceptionOfJob, timeScale } from './retry-policy.ts';
import { cacheKey, findCached, keepCached } from './step-cache.ts';
import { stepScope } from './step-scope.ts';
import { ShuttingDown, sleepUntil, waitForJob } from './wait-for-job.ts';

/** The service's words when an execution ends because of a step; the step itself says why. */
export const STEP_FAILURE = 'Step failure: One or multiple steps failed.';
/** Steps of one execution at a time when nothing else is configured (quota of the service). */
const MAX_PARALLEL_STEPS = 50;
const MAX_FAILURE_REASON = 1024;
const MAX_ERROR_MESSAGE = 3072;

const ENDED: readonly string[] = ['Stopped', 'Failed', 'Succeeded', 'Skipped'];

/**
 * Runs executions. All truth is in the store: `wake` looks at an execution and does what is due, so it makes no
 * difference whether the steps so far ran in this process or before a crash.
 */
export class Engine {
  readonly #context: Context;
  /** Steps that this process is busy with, by `<execution>/<step>`. */
  readonly #busy = new Map<string, Promise<void>>();
  readonly #stopping = new Map<string, AbortController>();

  constructor(context: Context) {
    this.#context = context;
  }

  get isShuttingDown(): boolean {
    return this.#context.signal.aborted;
  }

  /** Goes on with every execution that has not ended. */
  resume(): void {
    for (const execution of listExecutions(this.#context)) this.wake(execution.id);
  }

  /** Tells the running steps of an execution whose status is Stopping. */
  stop(id: string): void {
    this.#stopSignal(id).abort();
    this.wake(id);
  }

  /** Everything that was begun in this process has come to rest (after the context's signal aborted). */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#busy.values());
  }

  /** Does what is due in an execution: starts steps that are ready, or ends it. */
  wake(id: string): void {
    const context = this.#context;
    const execution = getExecution(context, id);
    if (!execution || FINAL.includes(execution.status) || context.signal.aborted) return;
    const definition = definitionOf(context, execution.definition);
    this.#skip(definition, execution);
    const states = Object.values(execution.steps);
    const active = Object.keys(execution.steps).filter((name) => !ENDED.includes(execution.steps[name]?.status ?? ''));
    for (const name of active) this.#work(id, name);

    if (execution.status === 'Stopping') {
      if (active.length === 0) this.#end(id, 'Stopped');
      return;
    }
    // After a failure nothing new begins; what runs is let finish.
    const failed = states.some((state) => state.status === 'Failed' || state.status === 'Stopped');
    let running = active.length;
    if (!failed) {
      const most = execution.parallelism?.MaxParallelExecutionSteps ?? MAX_PARALLEL_STEPS;
      for (const step of definition.steps.values()) {
        if (running >= most) break;
        if (execution.steps[step.name] || !this.#isReady(step, execution)) continue;
        this.#start(id, step.name);
        running += 1;
      }
    }
    if (running === 0) this.#end(id, failed ? 'Failed' : 'Succeeded');
  }

  #isReady(step: Step, execution: ExecutionRecord): boolean {
    return step.needs.every((name) => execution.steps[name]?.status === 'Succeeded');
  }

  /** Steps of the branch not taken, and what depends on them, never run; they do not make the execution fail. */
  #skip(definition: Definition, execution: ExecutionRecord): void {
    const skipped = (name: string) => execution.steps[name]?.status === 'Skipped';
    const due: string[] = [];
    for (let again = true; again; ) {
      again = false;
      for (const step of definition.steps.values()) {
        if (execution.steps[step.name]) continue;
        const condition = step.branchOf && execution.steps[step.branchOf.condition];
        const notTaken = condition?.status === 'Succeeded' && condition.outcome !== step.branchOf?.outcome;
        if (!notTaken && !step.needs.some(skipped)) continue;
        execution.steps[step.name] = { status: 'Skipped', order: -1, startedAt: 0, attempt: 0 };
        due.push(step.name);
        again = true;
      }
    }
    if (due.length === 0) return;
    updateExecution(this.#context, execution.id, (record) => {
      for (const name of due) record.steps[name] ??= { status: 'Skipped', order: -1, startedAt: 0, attempt: 0 };
    });
  }

  #start(id: string, name: string): void {
    updateExecution(this.#context, id, (record) => {
      const order = Object.values(record.steps).filter((state) => state.order >= 0).length;
      record.steps[name] = { status: 'Starting', order, startedAt: this.#context.now(), attempt: 1 };
    });
    this.#work(id, name);
  }

  #end(id: string, status: 'Stopped' | 'Failed' | 'Succeeded'): void {
    this.#stopping.delete(id);
    updateExecution(this.#context, id, (record) => {
      record.status = status;
      if (status === 'Failed') record.failureReason = STEP_FAILURE;
    });
  }

  #work(id: string, name: string): void {
    const key = `${id}/${name}`;
    if (this.#busy.has(key)) return;
    // Not in this turn: the caller of StartPipelineExecution has its answer first.
    const work = new Promise((begin) => setImmediate(begin))
      .then(() => this.#run(id, name))
      .catch((error: unknown) => {
        if (error instanceof ShuttingDown) return;
        const reason =
          error instanceof ExpressionError || error instanceof ServiceError
            ? `ClientError: ${error.message}`
            : `InternalServerError: ${(error as Error).message}`;
        if (getExecution(this.#context, id)) this.#finish(id, name, { status: 'Failed', failureReason: reason });
      })
      .then(() => {
        this.#busy.delete(key);
        this.wake(id);
      })
      .catch((error: unknown) => console.error(`Pipeline execution ${id} cannot go on: ${(error as Error).message}`));
    this.#busy.set(key, work);
  }

  async #run(id: string, name: string): Promise<void> {
    const context = this.#context;
    const execution = getExecution(context, id);
    if (!execution || context.signal.aborted) return;
    const definition = definitionOf(context, execution.definition);
    const step = definition.steps.get(name);
    if (!step) throw new Error(`The definition has no step ${name}`);
    if (execution.status === 'Stopping') this.#stopSignal(id).abort();
    const scope = stepScope(context, definition, execution);
    if (step.type === 'Condition') {
      const outcome = await holds(step.arguments.Conditions as unknown[], scope);
      this.#finish(id, name, { status: 'Succeeded', outcome });
    } else if (step.type === 'Fail') {
      const message = String((await evaluate(step.arguments.ErrorMessage ?? '', scope)) ?? '').slice(
        0,
        MAX_ERROR_MESSAGE,
      );
      this.#finish(id, name, {
        status: 'Failed',
        errorMessage: message,
        ...(message === '' ? {} : { failureReason: message }),
      });
    } else {
      while (await this.#attempt(id, definition, step));
    }
  }

  /** One attempt of a step that creates something. @returns whether there is to be another one */
  async #attempt(id: string, definition: Definition, step: Step): Promise<boolean> {
    const context = this.#context;
    const stopping = this.#stopSignal(id).signal;
    let state = this.#state(id, step.name);
    if (state.retryAt !== undefined) await sleepUntil(context, state.retryAt, timeScale(), stopping);
    const again = state.request !== undefined;
    if (stopping.aborted && !again) {
      this.#finish(id, step.name, { status: 'Stopped' });
      return false;
    }
    if (!again) {
      const execution = getExecution(context, id) as ExecutionRecord;
      const args = await resolveArguments(context, definition, execution, step);
      const key = cacheKey(step, args);
      const cached = key === undefined ? undefined : findCached(context, execution.pipelineName, step, key);
      if (cached) {
        this.#finish(id, step.name, {
          status: 'Succeeded',
          cacheHit: cached.executionArn,
          arn: cached.arn,
          properties: cached.properties,
        });
        return false;
      }
      const { request, name } = requestOf(execution, step, state, args);
      state = this.#change(id, step.name, (change) => {
        change.request = request;
        if (name !== undefined) change.resourceName = name;
        if (key !== undefined) change.cacheKey = key;
      });
    }
    if (state.arn === undefined) {
      try {
        const arn = await create(context, step, state.request as Shape, { again, stopping: stopping.aborted });
        if (arn === undefined) {
          this.#finish(id, step.name, { status: 'Stopped' });
          return false;
        }
        state = this.#change(id, step.name, (change) => {
          change.status = 'Executing';
          change.arn = arn;
        });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const reason = `ClientError: Failed to invoke sagemaker:${creatingStep(step).create}. Error Details: ${error.message}`;
        return this.#failed(id, step, reason, exceptionOfCall(error.code));
      }
    }
    return this.#follow(id, step, state);
  }

  /** Waits for a job's end, or takes what is there at once. */
  async #follow(id: string, step: Step, state: StepState): Promise<boolean> {
    const context = this.#context;
    const type = creatingStep(step);
    if (type.job) {
      const { statusMember, stop } = type.job;
      const input = describeInput(step, state);
      const answer = await waitForJob(context, {
        kind: type.kind,
        name: state.resourceName ?? '',
        statusMember,
        describe: () => context.call(type.describe, input),
        stop: async () => {
          this.#change(id, step.name, (change) => {
            change.status = 'Stopping';
          });
          await context.call(stop, input);
        },
        stopping: this.#stopSignal(id).signal,
      });
      if (answer[statusMember] === 'Stopped') {
        this.#finish(id, step.name, { status: 'Stopped' });
        return false;
      }
      if (answer[statusMember] === 'Failed') {
        const reason = String(answer.FailureReason ?? 'The job failed and gave no reason');
        return this.#failed(id, step, `ClientError: ${reason}`, exceptionOfJob(reason));
      }
    }
    const properties = await readProperties(context, step, state);
    const endedAt = context.now();
    const execution = getExecution(context, id);
    if (execution && state.cacheKey !== undefined && state.arn !== undefined) {
      const { pipelineName, PipelineExecutionArn: executionArn } = execution;
      keepCached(context, {
        key: state.cacheKey,
        pipelineName,
        step: step.name,
        executionArn,
        endedAt,
        arn: state.arn,
        properties,
      });
    }
    this.#finish(id, step.name, { status: 'Succeeded', properties });
    return false;
  }

  /** Ends the step, or plans its next attempt. @returns whether there is one */
  #failed(id: string, step: Step, reason: string, exception: ExceptionType | undefined): boolean {
    if (exception === undefined || this.#stopSignal(id).signal.aborted) {
      this.#finish(id, step.name, { status: 'Failed', failureReason: reason });
      return false;
    }
    const state = this.#state(id, step.name);
    const retried = state.retries?.[exception] ?? 0;
    const decision = decideRetry(step.retryPolicies, exception, retried, this.#context.now() - state.startedAt);
    if ('giveUp' in decision) {
      const arn = getExecution(this.#context, id)?.PipelineExecutionArn;
      const words = `Retry not appropriate on execution of step with PipelineExecutionArn ${arn} and StepId ${step.name}. ${decision.giveUp}`;
      this.#finish(id, step.name, {
        status: 'Failed',
        failureReason: `${reason.slice(0, MAX_FAILURE_REASON - words.length - 1)}\n${words}`,
      });
      return false;
    }
    this.#change(id, step.name, (change) => {
      change.status = 'Starting';
      change.attempt += 1;
      change.retries = { ...change.retries, [exception]: retried + 1 };
      change.retryAt = this.#context.now() + decision.retryInSeconds;
      delete change.request;
      delete change.resourceName;
      delete change.arn;
    });
    return true;
  }

  #finish(id: string, name: string, end: Partial<StepState> & Pick<StepState, 'status'>): void {
    this.#change(id, name, (state) => {
      Object.assign(state, end, { endedAt: this.#context.now() });
      if (state.failureReason !== undefined) state.failureReason = state.failureReason.slice(0, MAX_FAILURE_REASON);
      delete state.retryAt;
      delete state.request;
    });
  }

  /** Changes a step's state; a step of an execution that was deleted meanwhile is left alone. */
  #change(id: string, name: string, change: (state: StepState) => void): StepState {
    const record = updateExecution(this.#context, id, (execution) => {
      const state = execution.steps[name];
      if (state) change(state);
    });
    const state = record?.steps[name];
    if (!state) throw new ShuttingDown();
    return state;
  }

  #state(id: string, name: string): StepState {
    const state = getExecution(this.#context, id)?.steps[name];
    if (!state) throw new ShuttingDown();
    return state;
  }

  #stopSignal(id: string): AbortController {
    const known = this.#stopping.get(id) ?? new AbortController();
    this.#stopping.set(id, known);
    return known;
  }
}
