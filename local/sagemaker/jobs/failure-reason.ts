import { errorMessage } from '../error-message.ts';

/** DescribeProcessingJob, DescribeTrainingJob, …: FailureReason and ExitMessage have at most 1,024 characters. */
const MAX_REASON_LENGTH = 1024;

/**
 * A job ends in Failed. The message is its FailureReason, with the service's prefix: AlgorithmError, ClientError or
 * InternalServerError.
 */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** Makes the failure of the user's code: its message and its exit code. */
export function algorithmError(message: string, exitCode: number): JobFailure {
  const suffix = `, exit code: ${exitCode}`;
  const text = message.trim() === '' ? 'See job logs for more information' : message.trim();
  return new JobFailure(`AlgorithmError: ${text.slice(0, MAX_REASON_LENGTH - 16 - suffix.length)}${suffix}`);
}

/** Makes the failure of a request or of data that is wrong. */
export function clientError(message: string): JobFailure {
  return new JobFailure(`ClientError: ${message}`);
}

/**
 * Gives the FailureReason of an error. An error that is not a JobFailure is a defect here or a missing service: it
 * becomes an InternalServerError.
 */
export function failureReason(error: unknown): string {
  return limitReason(error instanceof JobFailure ? error.message : `InternalServerError: ${errorMessage(error)}`);
}

/** Cuts a text to the length of a FailureReason or ExitMessage. */
export function limitReason(text: string): string {
  return text.slice(0, MAX_REASON_LENGTH);
}
