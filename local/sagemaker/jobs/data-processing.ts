import type { Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { clientError } from './failure-reason.ts';
import { type JsonPath, parseJsonPath, select } from './json-path.ts';

type FilterName = 'InputFilter' | 'OutputFilter';

/** Filters and joins the records of a batch transform, before and after the model (DataProcessing). */
export class DataProcessing {
  /** True when nothing is filtered or joined: payloads and answers do not change. */
  readonly identity: boolean;
  readonly #input: JsonPath;
  readonly #output: JsonPath;
  readonly #join: boolean;
  /** How the input is written. */
  readonly #inputFormat: Format;
  /** How the model's answer is written. */
  readonly #answerFormat: Format;

  /**
   * Reads the settings of a request.
   * @throws Error for a path that cannot be read, or content types that cannot be joined
   */
  constructor(settings: Shape | undefined, contentType: string | undefined, accept: string | undefined) {
    this.#input = readPath(settings, 'InputFilter');
    this.#output = readPath(settings, 'OutputFilter');
    this.#join = settings?.JoinSource === 'Input';
    this.identity = this.#input.length === 0 && this.#output.length === 0 && !this.#join;
    const type = mediaType(contentType);
    const acceptType = mediaType(accept);
    const isCsv = type === 'text/csv';
    this.#inputFormat = isCsv ? CSV : JSON_VALUE;
    this.#answerFormat =
      acceptType === undefined || acceptType === type
        ? this.#inputFormat
        : acceptType === 'text/csv'
          ? CSV
          : JSON_VALUE;
    if (this.identity) return;
    if (this.#join && acceptType !== undefined && (acceptType === 'text/csv') !== isCsv) {
      throw new Error(
        `DataProcessing.JoinSource Input needs an answer of the input's type: ${contentType} and ${accept} cannot be joined`,
      );
    }
  }

  /** Makes the record that the model gets. Records have no line end. */
  toModel(record: string): string {
    if (this.#input.length === 0) return record;
    return this.#inputFormat.encode(filter('InputFilter', this.#input, this.#inputFormat.decode(record)));
  }

  /** Makes the record that the output gets from a record and its prediction. */
  toOutput(record: string, prediction: string): string {
    if (this.identity) return prediction;
    const answer = this.#answerFormat.decode(prediction);
    const joined = this.#join ? this.#inputFormat.join(this.#inputFormat.decode(record), answer) : answer;
    return this.#answerFormat.encode(filter('OutputFilter', this.#output, joined));
  }
}

/** Gives the media type of a content type, without its parameters. */
function mediaType(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}

function readPath(settings: Shape | undefined, name: FilterName): JsonPath {
  try {
    return parseJsonPath(settings?.[name] ?? '$');
  } catch (error) {
    throw new Error(`DataProcessing.${name} ${errorMessage(error)}`);
  }
}

function filter(name: FilterName, path: JsonPath, value: unknown): unknown {
  try {
    return select(path, value);
  } catch (error) {
    throw clientError(`DataProcessing.${name}: ${errorMessage(error)} in ${JSON.stringify(value)?.slice(0, 200)}`);
  }
}

/** How records are written as text. */
interface Format {
  decode(text: string): unknown;
  encode(value: unknown): string;
  join(input: unknown, output: unknown): unknown;
}

/** A CSV record is a list of fields. A field keeps its quotes, so that a field that is not selected does not change. */
const CSV: Format = {
  decode: (text) => splitCsv(text),
  encode: (value) => (Array.isArray(value) ? value.join(',') : String(value)),
  join: (input, output) => [...(input as string[]), ...(output as string[])],
};

const JSON_VALUE: Format = {
  decode(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw clientError(`DataProcessing: this is not JSON: ${text.slice(0, 200)}`);
    }
  },
  encode: (value) => JSON.stringify(value),
  // "the joined result is a JSON object … SageMakerOutput". An input that is not an object goes to SageMakerInput.
  join: (input, output) =>
    typeof input === 'object' && input !== null && !Array.isArray(input)
      ? { ...input, SageMakerOutput: output }
      : { SageMakerInput: input, SageMakerOutput: output },
};

function splitCsv(line: string): string[] {
  const fields: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index];
    if (char === '"') isQuoted = !isQuoted;
    else if (char === ',' && !isQuoted) {
      fields.push(line.slice(start, index));
      start = index + 1;
    }
  }
  fields.push(line.slice(start));
  return fields;
}
