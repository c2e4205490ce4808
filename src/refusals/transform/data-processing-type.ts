import type { Refusal } from '../refusal.ts';

const TYPES = ['text/csv', 'application/json', 'application/jsonlines'];

export const dataProcessingType: Refusal = {
  name: 'data-processing-type',
  operations: ['CreateTransformJob'],
  rule: 'A transform job that filters or joins records has input and output of text/csv, application/json or application/jsonlines.',
  source: 'developer guide, batch-transform-data-processing',
  confidence: 'documented',
  way_out: 'Set ContentType and Accept to one of these types, or leave out DataProcessing.',
  find: (request) => {
    const processing = request.at('DataProcessing');
    const isUsed =
      processing.at('JoinSource').text === 'Input' ||
      ['InputFilter', 'OutputFilter'].some((name) => (processing.at(name).text ?? '$') !== '$');
    if (!isUsed) return [];
    const [contentType, accept] = [request.at('TransformInput.ContentType'), request.at('TransformOutput.Accept')];
    return [contentType, accept]
      .filter((type) => (type === contentType && !type.exists) || (type.text !== undefined && !isSupported(type.text)))
      .map((type) =>
        type.refuse(
          `DataProcessing needs the content type text/csv, application/json or application/jsonlines, not ${type.text}.`,
        ),
      );
  },
};

const isSupported = (type: string): boolean => TYPES.includes(type.split(';')[0]?.trim().toLowerCase() ?? '');
