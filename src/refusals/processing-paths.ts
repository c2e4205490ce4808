import type { Member } from './member.ts';

/** Where the inputs of a processing job are in its container. */
export function inputPaths(request: Member): readonly Member[] {
  return request
    .at('ProcessingInputs')
    .items.flatMap((input) => [input.at('S3Input.LocalPath'), input.at('DatasetDefinition.LocalPath')]);
}

/** Where the outputs of a processing job are in its container. */
export function outputPaths(request: Member): readonly Member[] {
  return request.at('ProcessingOutputConfig.Outputs').items.map((output) => output.at('S3Output.LocalPath'));
}
