import { type Check, firstRepeat } from '../check.ts';
import type { InstanceUse } from '../instance-types.ts';
import { partitionOf } from '../partition.ts';
import { fill, NO_ACCOUNT, placeholderProblem, WITH_PLACEHOLDERS } from '../placeholders.ts';
import { regionProblem } from '../regions.ts';
import { checkInstanceType, checkProcessor } from './instances.ts';
import { checkServing, serverlessNetworkProblems } from './serving.ts';

/** Checks of AWS, Presto, tags, names and instances. */

const regionExists: Check = ({ aws }, report) => {
  const problem = aws?.region === undefined ? undefined : regionProblem(aws.region);
  if (!problem) return;
  const { message, ...options } = problem;
  report(['aws', 'region'], message, options);
};

const knownPlaceholders: Check = (config, report) => {
  for (const path of WITH_PLACEHOLDERS) {
    const section = config[path[0]] as Record<string, unknown> | undefined;
    const value = section?.[path[1]];
    const problem = typeof value === 'string' ? placeholderProblem(value) : undefined;
    if (problem !== undefined) report(path, problem);
  }
};

const roleIsNamed: Check = ({ aws }, report) => {
  const arn = aws?.sagemaker_execution_role_arn;
  if (!aws || arn === undefined || !arn.includes('{role}') || aws.sagemaker_execution_role_name !== undefined) return;
  report(['aws', 'sagemaker_execution_role_name'], 'is required: the ARN of the role has {role} in it', {
    onKey: true,
  });
};

/** Shape RoleArn. Zeros stand for the account. */
const roleArnIsValid: Check = ({ aws }, report) => {
  const template = aws?.sagemaker_execution_role_arn;
  if (!aws?.region || template === undefined || placeholderProblem(template) !== undefined) return;
  const partition = partitionOf(aws.region);
  const role = aws.sagemaker_execution_role_name ?? 'role';
  const arn = fill(template, { region: aws.region, partition, role, account_id: NO_ACCOUNT });
  const path = ['aws', 'sagemaker_execution_role_arn'];
  if (arn.length > 2048 || !/^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/.test(arn)) {
    report(path, `${arn} is not the ARN of a role (arn:aws:iam::123456789012:role/name)`);
  } else if (arn.split(':')[1] !== partition) {
    report(path, `the ARN is in partition ${arn.split(':')[1]}, but ${aws.region} is in ${partition}`, {
      way_out: `Write arn:${partition}:… or arn:{partition}:…`,
    });
  }
};

/** Bucket naming rules of S3: 3 to 63 lower-case letters, digits, dots and hyphens. */
const bucketIsValid: Check = ({ aws }, report) => {
  const template = aws?.s3_bucket;
  if (!aws?.region || template === undefined || placeholderProblem(template) !== undefined) return;
  const bucket = fill(template, {
    region: aws.region,
    account_id: NO_ACCOUNT,
    partition: partitionOf(aws.region),
    role: aws.sagemaker_execution_role_name,
  });
  if (/^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return;
  report(['aws', 's3_bucket'], `${bucket} is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens`, {
    way_out: bucket.startsWith('s3://') ? 'Leave out s3://.' : undefined,
  });
};

const vpcIsComplete: Check = ({ aws }, report) => {
  const network = aws?.network_config;
  if (!network) return;
  const present = (['security_group_ids', 'subnets'] as const).filter((key) => network[key] !== undefined);
  if (present.length !== 1 || !present[0]) return;
  const missing = present[0] === 'subnets' ? 'security_group_ids' : 'subnets';
  report(['aws', 'network_config', present[0]], `needs ${missing} too: SageMaker takes both or none`, { onKey: true });
};

const isolationLetsPrestoThrough: Check = ({ aws }, report) => {
  if (aws?.network_config?.enable_network_isolation !== true) return;
  const message = 'containers without a network cannot reach Presto: the steps that read from it will fail';
  report(['aws', 'network_config', 'enable_network_isolation'], message, { severity: 'warning' });
};

const portIsGivenOnce: Check = ({ presto }, report) => {
  if (!presto) return;
  if (presto.port === undefined && presto.parameter === undefined) {
    const skipIfWritten = [
      ['presto', 'port'],
      ['presto', 'parameter'],
    ];
    report(['presto', 'port'], 'is required and missing', { onKey: true, skipIfWritten });
  }
  if (presto.parameter === undefined) return;
  const alias = Number(presto.parameter);
  if (alias < 1 || alias > 65535) report(['presto', 'parameter'], `must be from 1 to 65535, got ${presto.parameter}`);
  else if (presto.port !== undefined && presto.port !== alias) {
    report(['presto', 'parameter'], `is the older name of port and says ${alias}, but port says ${presto.port}`, {
      way_out: 'Remove presto.parameter.',
    });
  }
};

const pipelinesHaveTwoNames: Check = ({ pipeline }, report) => {
  if (pipeline?.transform_pipeline_name === undefined) return;
  if (pipeline.transform_pipeline_name === pipeline.training_pipeline_name) {
    report(
      ['pipeline', 'transform_pipeline_name'],
      'is the name of the training pipeline too; one would overwrite the other',
    );
  }
};

/** Names within one definition are unique. The definition calls the register step `<name>-RegisterModel`. */
const stepsHaveDifferentNames: Check = (config, report) => {
  const training = [
    'data_processing_step',
    'tuning_step',
    'evaluation_step',
    'condition_step',
    'register_model_step',
    'fail_step',
  ] as const;
  const batch = ['data_processing_step', 'transform_step'] as const;
  const suffix = '-RegisterModel';
  for (const sections of [training, batch]) {
    const seen = new Map<string, string>();
    for (const section of sections) {
      const name = config[section]?.step_name;
      if (name === undefined) continue;
      const other = seen.get(name);
      if (other === undefined) seen.set(name, section);
      else report([section, 'step_name'], `${name} is the name of ${other} too; steps need different names`);
    }
  }
  const register = config.register_model_step?.step_name;
  if (register !== undefined && register.length + suffix.length > 64) {
    report(['register_model_step', 'step_name'], `is too long: with ${suffix} a step name has at most 64 characters`);
  }
};

const TAGGED = ['pipeline', 'training_step', 'transform_step', 'data_processing_step', 'register_model_step'] as const;

/** TagList: at most 50, and AWS refuses the same key twice. Every resource gets the tags of the pipeline too. */
const tagsFit: Check = (config, report) => {
  for (const section of TAGGED) {
    const tags = config[section]?.tags ?? [];
    const keys = tags.map((tag) => tag.Key);
    const repeat = firstRepeat(keys);
    if (repeat !== -1) report([section, 'tags', repeat, 'Key'], `the tag ${keys[repeat]} is there twice`);
    const inherited = section === 'pipeline' ? [] : (config.pipeline?.tags ?? []).map((tag) => tag.Key);
    const all = new Set([...inherited, ...keys]).size;
    if (all > 50 && keys.length <= 50) {
      report([section, 'tags'], `with pipeline.tags there are ${all} tags; a resource has at most 50`, {
        onKey: true,
      });
    }
  }
};

const INSTANCES: [path: string[], use: InstanceUse][] = [
  [['data_processing_step', 'processing_instance_type'], 'processing'],
  [['training_step', 'instance_type'], 'training'],
  [['evaluation_step', 'instance_type'], 'processing'],
  [['transform_step', 'instance_type'], 'transform'],
  [['realtime_endpoint', 'instance_type'], 'hosting'],
];

const instancesExist: Check = (config, report) => {
  for (const [path, use] of INSTANCES) {
    const [section, key] = path as [keyof typeof config, string];
    checkInstanceType((config[section] as Record<string, unknown> | undefined)?.[key], use, path, report);
  }
  checkProcessor(config.realtime_endpoint?.instance_type, ['realtime_endpoint', 'instance_type'], report);
  const register = config.register_model_step;
  for (const [key, use] of [
    ['inference_instance_types', 'hosting'],
    ['transform_instance_types', 'transform'],
  ] as const) {
    const types = register?.[key] ?? [];
    for (const [index, type] of types.entries()) {
      checkInstanceType(type, use, ['register_model_step', key, index], report);
    }
    const repeat = firstRepeat(types);
    if (repeat !== -1) report(['register_model_step', key, repeat], `${types[repeat]} is there twice`);
  }
};

const endpointServes: Check = ({ realtime_endpoint: endpoint }, report) => {
  if (!endpoint) return;
  const path = ['realtime_endpoint'];
  checkServing(endpoint, path, report);
  if (endpoint.serverless !== undefined || endpoint.instance_type !== undefined) return;
  report([...path, 'instance_type'], 'is required and missing; without instances write serverless', {
    onKey: true,
    skipIfWritten: [
      [...path, 'instance_type'],
      [...path, 'serverless'],
    ],
  });
};

/** Serverless endpoints have neither (developer guide, "Deploy models with Amazon SageMaker Serverless Inference"). */
const serverlessHasNoNetwork: Check = ({ aws, realtime_endpoint: endpoint }, report) => {
  if (endpoint?.serverless === undefined) return;
  for (const problem of serverlessNetworkProblems(aws?.network_config)) {
    report(['realtime_endpoint', 'serverless'], problem.message, { onKey: true, way_out: problem.way_out });
  }
};

/** CreateTransformJob: MaxConcurrentTransforms × MaxPayloadInMB is at most 100. */
const payloadsFit: Check = ({ transform_step: step }, report) => {
  const { max_concurrent_transforms: requests, max_payload_in_mb: payload } = step ?? {};
  if (requests === undefined || payload === undefined || requests * payload <= 100) return;
  report(
    ['transform_step', 'max_concurrent_transforms'],
    `${requests} requests of ${payload} MB are ${requests * payload} MB at once; SageMaker takes at most 100`,
  );
};

export const accountChecks: readonly Check[] = [
  regionExists,
  knownPlaceholders,
  roleIsNamed,
  roleArnIsValid,
  bucketIsValid,
  vpcIsComplete,
  isolationLetsPrestoThrough,
  portIsGivenOnce,
  pipelinesHaveTwoNames,
  stepsHaveDifferentNames,
  tagsFit,
  instancesExist,
  endpointServes,
  serverlessHasNoNetwork,
  payloadsFit,
];
