import type { Member } from '../member.ts';
import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';
import { volumesOf } from '../volumes.ts';

/** An id, the id of a multi-region key, the name of an alias, or the ARN of a key or an alias. */
const FORMS = [
  /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  /^mrk-[0-9a-fA-F]{32}$/,
  /^alias\/.+$/,
  /^arn:[^:]+:kms:[^:]+:\d{12}:(key|alias)\/.+$/,
];

export const keyForm: Refusal = {
  name: 'key-form',
  operations: [
    'CreateEndpointConfig',
    'CreateHyperParameterTuningJob',
    'CreateProcessingJob',
    'CreateTrainingJob',
    'CreateTransformJob',
  ],
  rule: 'A KMS key is given by its id, by its alias, or by the ARN of one of them.',
  source:
    'API reference, KmsKeyId of OutputDataConfig, ProcessingOutputConfig, TransformOutput and CreateEndpointConfig, and VolumeKmsKeyId',
  confidence: 'documented',
  settings: ['aws.kms_key_id'],
  way_out: 'Give the ARN of the key.',
  find: (request) =>
    keysOf(request)
      .filter(({ text }) => text !== undefined && text !== '' && !FORMS.some((form) => form.test(text)))
      .map((key) => key.refuse(`${key.text} is not the id, the alias or the ARN of a KMS key.`)),
};

function keysOf(request: Member): readonly Member[] {
  return [
    ...volumesOf(request).map(({ key }) => key),
    ...trainingJobs(request).map((job) => job.at('OutputDataConfig.KmsKeyId')),
    request.at('ProcessingOutputConfig.KmsKeyId'),
    request.at('TransformOutput.KmsKeyId'),
    request.at('KmsKeyId'),
  ];
}
