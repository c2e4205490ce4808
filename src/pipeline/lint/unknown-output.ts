import type { StepDefinition, StepType } from '../definition.ts';
import type { Finding, Rule } from './finding.ts';
import { allSteps, at, list, references, stepReference } from './walk.ts';

/** What each type of step yields that other steps use: members of the service's answer to the Describe call of its job. */
const PROPERTIES: Readonly<Record<StepType, readonly string[]>> = {
  Processing: [
    'ProcessingOutputConfig',
    'ProcessingJobName',
    'ProcessingJobArn',
    'ProcessingJobStatus',
    'ExitMessage',
    'ProcessingInputs',
    'ProcessingResources',
    'AppSpecification',
    'CreationTime',
    'ProcessingStartTime',
    'ProcessingEndTime',
    'RoleArn',
    'Environment',
  ],
  Training: [
    'ModelArtifacts',
    'TrainingJobName',
    'TrainingJobArn',
    'TrainingJobStatus',
    'HyperParameters',
    'AlgorithmSpecification',
    'OutputDataConfig',
    'InputDataConfig',
    'ResourceConfig',
    'FinalMetricDataList',
    'TuningJobArn',
    'CheckpointConfig',
    'CreationTime',
    'TrainingStartTime',
    'TrainingEndTime',
    'BillableTimeInSeconds',
    'TrainingTimeInSeconds',
    'RoleArn',
    'Environment',
  ],
  Tuning: [
    'TrainingJobSummaries',
    'BestTrainingJob',
    'OverallBestTrainingJob',
    'HyperParameterTuningJobName',
    'HyperParameterTuningJobArn',
    'HyperParameterTuningJobStatus',
    'HyperParameterTuningJobConfig',
    'TrainingJobDefinition',
    'TrainingJobStatusCounters',
    'ObjectiveStatusCounters',
    'CreationTime',
    'HyperParameterTuningEndTime',
  ],
  RegisterModel: [
    'ModelPackageArn',
    'ModelPackageName',
    'ModelPackageGroupName',
    'ModelPackageVersion',
    'ModelApprovalStatus',
    'InferenceSpecification',
    'ModelMetrics',
    'CustomerMetadataProperties',
    'CreationTime',
  ],
  Model: ['ModelName', 'ModelArn', 'PrimaryContainer', 'Containers', 'ExecutionRoleArn', 'CreationTime'],
  Transform: [
    'TransformOutput',
    'TransformJobName',
    'TransformJobArn',
    'TransformJobStatus',
    'ModelName',
    'TransformInput',
    'TransformResources',
    'CreationTime',
    'TransformStartTime',
    'TransformEndTime',
  ],
  Condition: ['Outcome'],
  Fail: [],
};

/** A step is asked only for what it yields; a Processing step only for outputs that it has. */
export const unknownOutput: Rule = (definition) => {
  const steps = allSteps(definition);
  const find = (name: string) => steps.find(({ step }) => step.Name === name)?.step;
  return [
    ...references(definition).flatMap(({ get, path }) => {
      const reference = stepReference(get);
      const step = reference && find(reference.step);
      return step && !reference.property.startsWith('PropertyFiles.')
        ? checkProperty(step, reference.property, path)
        : [];
    }),
    ...steps.flatMap(({ step, path }) =>
      (step.PropertyFiles ?? []).flatMap((file) =>
        checkOutput(step, file.OutputName, `${path}.PropertyFiles.${file.PropertyFileName}.OutputName`),
      ),
    ),
  ];
};

function checkProperty(step: StepDefinition, property: string, path: string): Finding[] {
  const root = /^[A-Za-z]*/.exec(property)?.[0] ?? '';
  const known = PROPERTIES[step.Type] ?? [];
  if (!known.includes(root)) {
    return [
      {
        rule: 'unknown-output',
        path,
        message: `step ${step.Name} of type ${step.Type} yields no ${property || 'value as a whole'}`,
        wayOut: known.length > 0 ? `It yields ${known.slice(0, 3).join(', ')} and others.` : 'It yields nothing.',
      },
    ];
  }
  const output = /^ProcessingOutputConfig\.Outputs\['([^']*)'\]/.exec(property)?.[1];
  return output === undefined ? [] : checkOutput(step, output, path);
}

function checkOutput(step: StepDefinition, output: string, path: string): Finding[] {
  const outputs = list(at(step.Arguments, 'ProcessingOutputConfig.Outputs')).map((each) =>
    String(at(each, 'OutputName')),
  );
  if (outputs.includes(output)) return [];
  return [
    {
      rule: 'unknown-output',
      path,
      message: `step ${step.Name} has no output ${output}`,
      wayOut: outputs.length > 0 ? `It has ${outputs.join(', ')}.` : 'It has no output at all: add one.',
    },
  ];
}
