import { readFileSync } from 'node:fs';
import { Failure } from '../failure.ts';
import type { Ports } from '../ports/index.ts';
import { openProject, type ProjectInput } from '../project/open-project.ts';
import type { Result } from '../result.ts';

export interface InvokeInput extends ProjectInput {
  environment: string;
  /** Path of the file with the rows. `-` is standard input. */
  file: string;
  contentType: string;
  accept: string;
}

export interface InvokeFacts {
  endpoint: string;
  variant: string | null;
  content_type: string;
  /** Answer of the model (untrusted text). */
  body: string;
}

/** InvokeEndpoint takes at most 6 MB (SageMaker quotas). */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

/**
 * Sends a file to the endpoint of an environment, and returns the answer.
 * @throws Failure `usage` for a file that is too large, `not_found` without the file or the endpoint
 */
export async function invoke(input: InvokeInput, ports: Ports): Promise<Result<InvokeFacts>> {
  const { environment, aws } = await openProject(input, ports);
  if (environment === null) throw new Failure('usage', 'invoke needs --environment');
  const body = read(input.file);
  if (body.byteLength > MAX_BODY_BYTES) {
    throw new Failure(
      'usage',
      `${input.file} has ${body.byteLength} bytes; an endpoint takes at most ${MAX_BODY_BYTES}`,
      {
        way_out: 'Send it in parts, or use the batch transform.',
      },
    );
  }
  const name = environment.endpoint.endpoint_name;
  const endpoint = await aws.sagemaker.endpoint(name);
  if (endpoint === undefined) {
    throw new Failure('not_found', `There is no endpoint ${name}`, {
      way_out: `Deploy first: mlops deploy --environment ${environment.name}`,
    });
  }
  const answer = await aws.sagemaker.invokeEndpoint({
    endpointName: name,
    body,
    contentType: input.contentType,
    accept: input.accept,
  });
  return {
    schema_version: 1,
    verb: 'invoke',
    decision: 'done',
    reason_code: 'ok',
    summary: `${name} answered`,
    facts: {
      endpoint: name,
      variant: answer.variant ?? null,
      content_type: answer.contentType,
      body: new TextDecoder().decode(answer.body),
    },
  };
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new Failure('not_found', `${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
