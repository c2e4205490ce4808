import type { Shape } from '../context.ts';
import { clientError } from './failure-reason.ts';
import { type JsonPath, parseJsonPath, select } from './json-path.ts';

/** What batch transform does to records before and after the model (DataProcessing). */
export interface DataProcessing {
  /** Nothing is filtered or joined: payloads and answers go through as they are. */
  readonly identity: boolean;
  /** A record, without its line end, as the model gets it. */
  toModel(record: string): string;
  /** A record and its prediction, as the output gets them. */
  toOutput(record: string, prediction: string): string;
}

/** Reads DataProcessing. Throws an Error for a path that cannot be read, or a content type that has no records to filter. */
export function createDataProcessing(
  settings: Shape | undefined,
  contentType: string | undefined,
  accept: string | undefined,
): DataProcessing {
  const path = (name: string): JsonPath => {
    try {
      return parseJsonPath(settings?.[name] ?? '$');
    } catch (error) {
      throw new Error(`DataProcessing.${name} ${error instanceof Error ? error.message : error}`);
    }
  };
  const input = path('InputFilter');
  const output = path('OutputFilter');
  const join = settings?.JoinSource === 'Input';
  if (input.length === 0 && output.length === 0 && !join) {
    return { identity: true, toModel: (record) => record, toOutput: (_record, prediction) => prediction };
  }
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  const csv = type === 'text/csv';
  if (!csv && type !== 'application/json' && type !== 'application/jsonlines') {
    throw new Error(
      `DataProcessing needs the content type text/csv, application/json or application/jsonlines, not ${contentType}`,
    );
  }
  const acceptType = accept?.split(';')[0]?.trim().toLowerCase();
  if (join && acceptType !== undefined && (acceptType === 'text/csv') !== csv) {
    throw new Error(
      `DataProcessing.JoinSource Input needs an answer of the input's type: ${contentType} and ${accept} cannot be joined`,
    );
  }
  const codec = csv ? CSV : JSON_VALUE;
  return {
    identity: false,
    toModel: (record) =>
      input.length === 0 ? record : codec.encode(apply('InputFilter', input, codec.decode(record))),
    toOutput(record, prediction) {
      const predictionCodec =
        acceptType === undefined || acceptType === type ? codec : acceptType === 'text/csv' ? CSV : JSON_VALUE;
      const answer = predictionCodec.decode(prediction);
      const joined = join ? codec.join(codec.decode(record), answer) : answer;
      return predictionCodec.encode(apply('OutputFilter', output, joined));
    },
  };
}

function apply(name: string, path: JsonPath, value: unknown): unknown {
  try {
    return select(path, value);
  } catch (error) {
    throw clientError(
      `DataProcessing.${name}: ${error instanceof Error ? error.message : error} in ${JSON.stringify(value)?.slice(0, 200)}`,
    );
  }
}

interface Codec {
  decode(text: string): unknown;
  encode(value: unknown): string;
  join(input: unknown, output: unknown): unknown;
}

/** A CSV record is a list of fields; a field keeps its quotes, so that nothing is changed that is not selected. */
const CSV: Codec = {
  decode: (text) => splitCsv(text),
  encode: (value) => (Array.isArray(value) ? value.join(',') : String(value)),
  join: (input, output) => [...(input as string[]), ...(output as string[])],
};

const JSON_VALUE: Codec = {
  decode(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw clientError(`DataProcessing: this is not JSON: ${text.slice(0, 200)}`);
    }
  },
  encode: (value) => JSON.stringify(value),
  // "the joined result is a JSON object … SageMakerOutput"; an input that is no object is put in SageMakerInput.
  join: (input, output) =>
    typeof input === 'object' && input !== null && !Array.isArray(input)
      ? { ...input, SageMakerOutput: output }
      : { SageMakerInput: input, SageMakerOutput: output },
};

function splitCsv(line: string): string[] {
  const fields: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === '"') quoted = !quoted;
    else if (char === ',' && !quoted) {
      fields.push(line.slice(from, at));
      from = at + 1;
    }
  }
  fields.push(line.slice(from));
  return fields;
}
