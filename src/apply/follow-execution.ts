import { Failure } from '../failure.ts';
import { isOver } from '../observed/describe-run.ts';
import type { Aws, Clock, ExecutionStatus, Log, StepState } from '../ports/index.ts';

export interface FollowOptions {
  clock: Clock;
  log: Log;
  /** How long to wait at most, in milliseconds. */
  timeout: number;
}

/** `over` with its status, or `parked`: it goes on without us, for the reason given. */
export type Followed = { over: true; status: ExecutionStatus } | { over: false; why: string };

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 20_000;
const HEARTBEAT = 60_000;

/** Waits for a pipeline execution and says each step's change of state with the time it took. */
export async function followExecution(
  sagemaker: Aws['sagemaker'],
  arn: string,
  { clock, log, timeout }: FollowOptions,
): Promise<Followed> {
  const start = clock.now();
  const seen = new Map<string, string>();
  let wait = FIRST_WAIT;
  let spoken = start;
  for (;;) {
    try {
      const execution = await sagemaker.execution(arn);
      if (execution === undefined) throw new Failure('not_found', `The execution ${arn} is gone`);
      const steps = await sagemaker.steps(arn);
      for (const step of steps) {
        if (seen.get(step.name) === step.status) continue;
        seen.set(step.name, step.status);
        log.info(`${elapsed(clock.now() - start)}  ${step.name}: ${stepLine(step)}`);
        spoken = clock.now();
        wait = FIRST_WAIT;
      }
      if (isOver(execution.status)) return { over: true, status: execution.status };
      if (clock.now() - spoken >= HEARTBEAT) {
        const running = steps.filter((step) => step.endedAt === undefined).map((step) => step.name);
        log.info(`${elapsed(clock.now() - start)}  waiting for ${running.join(', ') || 'the next step'}`);
        spoken = clock.now();
      }
    } catch (error) {
      // The work goes on whether we can watch it or not.
      if (!(error instanceof Failure)) throw error;
      if (error.code === 'credentials_missing') return { over: false, why: 'the credentials of this job ran out' };
      if (error.code !== 'unavailable') throw error;
      log.warn(`${error.message}; still waiting`);
    }
    if (clock.now() + wait - start > timeout) return { over: false, why: `it takes longer than ${elapsed(timeout)}` };
    await clock.sleep(wait);
    wait = Math.min(LONGEST_WAIT, wait * 1.3);
  }
}

function stepLine(step: StepState): string {
  const took =
    step.startedAt !== undefined && step.endedAt !== undefined
      ? ` in ${elapsed(Date.parse(step.endedAt) - Date.parse(step.startedAt))}`
      : '';
  const cached = step.cacheHit === undefined ? '' : ' (from the cache)';
  const reason = step.failMessage ?? step.failureReason;
  return `${step.status}${took}${cached}${reason === undefined ? '' : `: ${reason}`}`;
}

/** `4 s`, `2 min 05 s`, `1 h 02 min`. */
export function elapsed(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  if (total < 60) return `${total} s`;
  if (total < 3600) return `${Math.floor(total / 60)} min ${pad(total % 60)} s`;
  return `${Math.floor(total / 3600)} h ${pad(Math.floor((total % 3600) / 60))} min`;
}
