import { Failure } from '../failure.ts';
import type { Aws, ObjectStore } from '../ports/index.ts';

export interface BatchOutput {
  input_uri: string;
  output_uri: string;
  /** One entry a file. */
  files: Array<{ input: string; output: string; rows: number }>;
  rows: number;
  /** The first lines of the first file (untrusted text). */
  sample: string[];
}

const SAMPLE_LINES = 5;

/**
 * Holds a transform job's output against its input, row for row: SageMaker writes one `<input file>.out` for each input
 * file, with one line for each of its lines (AssembleWith: Line). Fails with `deployment_failed` and names what differs.
 */
export async function verifyBatch(aws: Pick<Aws, 'objects' | 'sagemaker'>, transformJob: string): Promise<BatchOutput> {
  const job = await aws.sagemaker.transformJob(transformJob);
  if (job === undefined) throw new Failure('not_found', `There is no transform job ${transformJob}`);
  const output: BatchOutput = { input_uri: job.inputUri, output_uri: job.outputUri, files: [], rows: 0, sample: [] };
  for await (const { uri } of aws.objects.list(job.inputUri)) {
    const name = relativeKey(uri, job.inputUri);
    const written = `${job.outputUri.replace(/\/$/, '')}/${name}.out`;
    const { lines: expected } = await countLines(aws.objects, uri, 0);
    if (expected === 0) continue;
    const { lines: found, first } = await countLines(aws.objects, written, SAMPLE_LINES);
    if (found !== expected) {
      throw new Failure('deployment_failed', `${written} has ${found} rows, but its input ${uri} has ${expected}`, {
        wayOut: 'Look at the log of the transform job; do not use this output.',
        facts: { transform_job: transformJob, input: uri, output: written, expected, found },
      });
    }
    output.files.push({ input: uri, output: written, rows: found });
    output.rows += found;
    if (output.sample.length === 0) output.sample = first;
  }
  return output;
}

/** The part of a key behind the prefix that was given to the job; of a single file its name. */
function relativeKey(uri: string, prefix: string): string {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return uri.startsWith(folder) ? uri.slice(folder.length) : uri.slice(uri.lastIndexOf('/') + 1);
}

/** Lines that are not empty, and the first few of them. A last line needs no line feed. */
async function countLines(
  objects: ObjectStore,
  uri: string,
  keep: number,
): Promise<{ lines: number; first: string[] }> {
  const decoder = new TextDecoder();
  const first: string[] = [];
  let lines = 0;
  let rest = '';
  const take = (line: string) => {
    if (line.trim() === '') return;
    lines += 1;
    if (first.length < keep) first.push(line.trimEnd());
  };
  for await (const chunk of objects.stream(uri)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) take(line);
  }
  take(rest + decoder.decode());
  return { lines, first };
}
