import { randomUUID } from 'node:crypto';
import type { Context, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';

/** One answered call of an endpoint. */
export interface CapturedCall {
  readonly endpoint: string;
  readonly variant: string;
  readonly input: { readonly contentType: string | undefined; readonly body: Buffer };
  readonly output: { readonly contentType: string | undefined; readonly body: Buffer };
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
}

/** The service writes about once a minute. Two seconds are enough to put the calls of one client together. */
const FLUSH_AFTER_MS = 2000;
const FLUSH_AT_LINES = 1000;
/** What stays in memory while S3 refuses to be written to. */
const MAX_WAITING_LINES = 10_000;

/**
 * Captures calls of endpoints as SageMaker does: files of JSON lines at
 * `<DestinationS3Uri>/<endpoint>/<variant>/yyyy/mm/dd/hh/mm-ss-mmm-<uuid>.jsonl` (developer guide, "Capture data from real-time
 * endpoint"). A file that cannot be written does not fail a call.
 */
export class DataCapture {
  readonly #context: Context;
  readonly #waiting = new Map<string, string[]>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Captures a call when the endpoint's configuration says so, for the share of the calls that it names. */
  capture(call: CapturedCall): void {
    const { store, now } = this.#context;
    const endpoint = store.get('endpoint', call.endpoint);
    const config = store.get('endpoint-config', endpoint?.EndpointConfigName ?? '')?.DataCaptureConfig as
      | Shape
      | undefined;
    if (config?.EnableCapture !== true || Math.random() * 100 >= config.InitialSamplingPercentage) return;
    const folder = `${config.DestinationS3Uri.replace(/\/+$/, '')}/${call.endpoint}/${call.variant}`;
    const lines = this.#waiting.get(folder) ?? [];
    this.#waiting.set(folder, lines);
    if (lines.length >= MAX_WAITING_LINES) lines.shift();
    lines.push(captureLine(call, config, new Date(now() * 1000)));
    if (lines.length >= FLUSH_AT_LINES) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (const [folder, lines] of this.#waiting) {
      this.#waiting.delete(folder);
      try {
        await this.#context.files.write(fileOf(folder, new Date()), `${lines.join('\n')}\n`);
      } catch (error) {
        const later = this.#waiting.get(folder) ?? [];
        this.#waiting.set(folder, [...lines, ...later].slice(-MAX_WAITING_LINES));
        await this.#report(folder, error);
        return;
      }
    }
  }

  async #report(folder: string, error: unknown): Promise<void> {
    const endpoint = folder.split('/').at(-2) ?? '';
    const stream = this.#context.logs.stream(`/aws/sagemaker/Endpoints/${endpoint}`, 'data-capture');
    stream.line(`[local] Captured data cannot be written to ${folder}: ${errorMessage(error)}`);
    await stream.close();
  }
}

/** The member DataCaptureConfig of DescribeEndpoint; empty when the endpoint captures nothing. */
export function captureSummary(endpoint: Shape, { store }: Context): Shape {
  const config = store.get('endpoint-config', endpoint.EndpointConfigName)?.DataCaptureConfig as Shape | undefined;
  if (config === undefined) return {};
  return {
    DataCaptureConfig: {
      EnableCapture: config.EnableCapture === true,
      CaptureStatus: config.EnableCapture === true && endpoint.EndpointStatus === 'InService' ? 'Started' : 'Stopped',
      CurrentSamplingPercentage: config.InitialSamplingPercentage,
      DestinationS3Uri: config.DestinationS3Uri,
      KmsKeyId: config.KmsKeyId ?? '',
    },
  };
}

/** File of a minute, second and millisecond in the folder of the hour, in UTC. */
function fileOf(folder: string, time: Date): string {
  const [date = '', clock = ''] = time.toISOString().split('T');
  const [hour, minute, second = ''] = clock.replace('Z', '').split(':');
  return `${folder}/${date.replaceAll('-', '/')}/${hour}/${minute}-${second.replace('.', '-')}-${randomUUID()}.jsonl`;
}

function captureLine(call: CapturedCall, config: Shape, time: Date): string {
  const modes = new Set<string>(config.CaptureOptions.map(({ CaptureMode }: Shape) => CaptureMode));
  const wants = (mode: string) => modes.has(mode) || modes.has('InputAndOutput');
  return JSON.stringify({
    captureData: {
      ...(wants('Input') ? { endpointInput: captured(call.input, 'INPUT', config) } : {}),
      ...(wants('Output') ? { endpointOutput: captured(call.output, 'OUTPUT', config) } : {}),
    },
    eventMetadata: {
      eventId: randomUUID(),
      ...(call.customAttributes === undefined ? {} : { customAttributes: [call.customAttributes] }),
      ...(call.inferenceId === undefined ? {} : { inferenceId: call.inferenceId }),
      inferenceTime: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    eventVersion: '0',
  });
}

/** Data of a content type that the configuration lists stays text. Other data is in base64. */
function captured({ contentType, body }: CapturedCall['input'], mode: string, config: Shape): Shape {
  const type = (contentType ?? '').split(';')[0]?.trim() ?? '';
  const header: Shape = config.CaptureContentTypeHeader ?? {};
  const encoding = header.CsvContentTypes?.includes(type)
    ? 'CSV'
    : header.JsonContentTypes?.includes(type)
      ? 'JSON'
      : 'BASE64';
  return {
    observedContentType: contentType ?? '',
    mode,
    data: body.toString(encoding === 'BASE64' ? 'base64' : 'utf8'),
    encoding,
  };
}
