/** DescribeProcessingJob, DescribeTrainingJob, …: FailureReason and ExitMessage hold at most 1,024 characters. */
const LONGEST_REASON = 1024;

/** A job that ends in Failed. The message is its FailureReason, with the service's prefix: AlgorithmError, ClientError or InternalServerError. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** The user's code failed: what it said, and its exit code. */
export function algorithmError(said: string, exitCode: number): JobFailure {
  const tail = `, exit code: ${exitCode}`;
  const message = said.trim() === '' ? 'See job logs for more information' : said.trim();
  return new JobFailure(`AlgorithmError: ${message.slice(0, LONGEST_REASON - 16 - tail.length)}${tail}`);
}

/** The request or its data is wrong. */
export function clientError(message: string): JobFailure {
  return new JobFailure(`ClientError: ${message}`);
}

/** What a Describe call may carry; anything that is not a JobFailure is a defect here or a missing service, and says so. */
export function failureReason(error: unknown): string {
  const text =
    error instanceof JobFailure
      ? error.message
      : `InternalServerError: ${error instanceof Error ? error.message : String(error)}`;
  return text.slice(0, LONGEST_REASON);
}

/** The first 1,024 characters of what a container left in a file, or nothing. */
export function limited(text: string): string {
  return text.slice(0, LONGEST_REASON);
}
