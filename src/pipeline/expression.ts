/**
 * Values that SageMaker knows only while a pipeline runs. Each is the JSON that the definition holds. It also has the
 * type of the value that it stands for, so that a number cannot be used where the service wants a string.
 */
declare const type: unique symbol;

/** `{"Get": "Parameters.X" | "Steps.X.…" | "Execution.X"}`. */
export interface Get<T> {
  readonly Get: string;
  readonly [type]?: T;
}

/** `Std:Join`: texts and values put together. It is also the only way to turn a number into a text. */
export interface Join {
  readonly 'Std:Join': { readonly On: string; readonly Values: readonly Value<string | number | boolean>[] };
  readonly [type]?: string;
}

/** `Std:JsonGet`: a value of a property file, read when the step that writes it has ended. */
export interface JsonGet<T> {
  readonly 'Std:JsonGet': { readonly PropertyFile: Get<PropertyFile>; readonly Path: string };
  readonly [type]?: T;
}

/** What the `Get` of a property file stands for. */
export interface PropertyFile {
  readonly propertyFile: string;
}

/** A value, or an expression that yields one. */
export type Value<T> = T | Get<T> | JsonGet<T> | (string extends T ? Join : T extends string ? Join : never);

/** Puts values together, with the text `on` between them. */
export function join(on: string, values: readonly Value<string | number | boolean>[]): Join {
  return { 'Std:Join': { On: on, Values: values } };
}

/** Turns a value into a text. Container arguments must be texts; parameters of type Float or Integer are numbers. */
export function toText(value: Value<number | string | boolean>): Join {
  return join('', [value]);
}

/**
 * Reads one value of a property file.
 * @param path dotted path in the JSON file, `[0]` for an element of a list.
 */
export function jsonGet<T = number>(file: Get<PropertyFile>, path: string): JsonGet<T> {
  return { 'Std:JsonGet': { PropertyFile: file, Path: path } };
}

/** Variables of the running execution (SageMaker Developer Guide, "Execution variables"). */
export const execution = {
  pipelineName: { Get: 'Execution.PipelineName' } as Get<string>,
  pipelineArn: { Get: 'Execution.PipelineArn' } as Get<string>,
  executionId: { Get: 'Execution.PipelineExecutionId' } as Get<string>,
  executionArn: { Get: 'Execution.PipelineExecutionArn' } as Get<string>,
  startDateTime: { Get: 'Execution.StartDateTime' } as Get<string>,
  currentDateTime: { Get: 'Execution.CurrentDateTime' } as Get<string>,
} as const;
