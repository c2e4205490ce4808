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
 * Compares the number of rows of a transform job's output with its input, file by file. SageMaker writes one `<input
 * file>.out` for each input file, with one line for each of its lines (AssembleWith: Line).
 * @throws Failure `deployment_failed` with the file whose rows differ, `not_found` when there is no such job
 */
export async function verifyBatch(aws: Pick<Aws, 'objects' | 'sagemaker'>, transformJob: string): Promise<BatchOutput> {
  const job = await aws.sagemaker.transformJob(transformJob);
  if (job === undefined) throw new Failure('not_found', `There is no transform job ${transformJob}`);
  const output: BatchOutput = { input_uri: job.inputUri, output_uri: job.outputUri, files: [], rows: 0, sample: [] };
  for await (const { uri } of aws.objects.list(job.inputUri)) {
    const name = relativeKey(uri, job.inputUri);
    const outputUri = `${job.outputUri.replace(/\/$/, '')}/${name}.out`;
    const { lines: expected } = await countLines(aws.objects, uri, 0);
    if (expected === 0) continue;
    const { lines: rows, first } = await countLines(aws.objects, outputUri, SAMPLE_LINES);
    if (rows !== expected) {
      throw new Failure('deployment_failed', `${outputUri} has ${rows} rows, but its input ${uri} has ${expected}`, {
        way_out: 'Look at the log of the transform job; do not use this output.',
        facts: { transform_job: transformJob, input: uri, output: outputUri, expected, found: rows },
      });
    }
    output.files.push({ input: uri, output: outputUri, rows });
    output.rows += rows;
    if (output.sample.length === 0) output.sample = first;
  }
  return output;
}

/** The part of an address behind the input prefix of the job; for a single file its name. */
function relativeKey(uri: string, prefix: string): string {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return uri.startsWith(folder) ? uri.slice(folder.length) : uri.slice(uri.lastIndexOf('/') + 1);
}

/** Counts the lines that are not empty and returns the first few of them. The last line needs no line feed. */
async function countLines(
  objects: ObjectStore,
  uri: string,
  sampleSize: number,
): Promise<{ lines: number; first: string[] }> {
  const decoder = new TextDecoder();
  const first: string[] = [];
  let lines = 0;
  let rest = '';
  const add = (line: string) => {
    if (line.trim() === '') return;
    lines += 1;
    if (first.length < sampleSize) first.push(line.trimEnd());
  };
  for await (const chunk of objects.stream(uri)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) add(line);
  }
  add(rest + decoder.decode());
  return { lines, first };
}
