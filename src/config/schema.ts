import * as z from 'zod';
import {
  awsRegion,
  columnName,
  count,
  filePath,
  instanceType,
  keyPrefix,
  name,
  roleName,
  stepName,
  tags,
  text,
} from './fields.ts';
import { FORMER_TARGET, scalingSchema, serverlessSchema } from './serving-schema.ts';

/**
 * `config.yml`, as it is written. It has the sections and keys of the published notebooks, so their file loads unchanged; every
 * other key is optional. A key without a value (`subnets:`) counts as absent. Rules about several keys are in `checks/`.
 */

const networkConfig = z.strictObject({
  enable_network_isolation: z.exactOptional(z.boolean()).describe('Run the containers without a network.'),
  security_group_ids: z
    .exactOptional(
      z
        .array(
          z
            .string()
            .max(32)
            .regex(/^[-0-9a-zA-Z]+$/, 'must be the id of a security group'),
        )
        .min(1)
        .max(5),
    )
    .describe('Security groups of the VPC, at most 5; needs subnets.'),
  subnets: z
    .exactOptional(
      z
        .array(
          z
            .string()
            .max(32)
            .regex(/^[-0-9a-zA-Z]+$/, 'must be the id of a subnet'),
        )
        .min(1)
        .max(16),
    )
    .describe('Subnets of the VPC, at most 16; needs security_group_ids.'),
  encrypt_inter_container_traffic: z
    .exactOptional(z.boolean())
    .describe('Encrypt the traffic between the instances of one job.'),
});

const aws = z.strictObject({
  region: awsRegion().describe('AWS region of every resource.'),
  sagemaker_execution_role_name: z
    .exactOptional(roleName())
    .describe('Name of the role that SageMaker works under; {role} in other values.'),
  sagemaker_execution_role_arn: text()
    .default('arn:{partition}:iam::{account_id}:role/{role}')
    .describe('ARN of that role; {partition}, {account_id}, {region} and {role} are replaced.'),
  s3_bucket: text()
    .default('sagemaker-{region}-{account_id}')
    .describe('Bucket of data, code and models; {region} and {account_id} are replaced.'),
  s3_prefix: keyPrefix().default('mlops-pipeline-model').describe('Prefix in the bucket.'),
  kms_key_id: z
    .exactOptional(
      z
        .string()
        .max(2048)
        .regex(/^[a-zA-Z0-9:/_{}-]+$/, 'must be the id, alias or ARN of a KMS key'),
    )
    .describe('KMS key that encrypts volumes and outputs.'),
  network_config: networkConfig.prefault({}).describe('VPC and isolation of every job and model.'),
});

const presto = z.strictObject({
  host: z
    .string()
    .regex(
      /^[A-Za-z0-9{]([A-Za-z0-9._{}-]*[A-Za-z0-9}])?$|^\[[0-9A-Fa-f:.]+\]$/,
      'must be a host name or an address, without http:// and without a port',
    )
    .describe('Presto coordinator: host name or address. The environment variable PRESTO_HOST wins over it.'),
  port: z
    .exactOptional(z.int().min(1).max(65535))
    .describe('Port of the coordinator. The environment variable PRESTO_PORT wins over it.'),
  parameter: z
    .exactOptional(z.union([z.int().min(1).max(65535), z.string().regex(/^\d{1,5}$/, 'must be a port number')]))
    .describe('Older name of port, kept as an alias.'),
  protocol: z
    .exactOptional(z.enum(['http', 'https']))
    .describe('Without it: https when the secret has a password, else http.'),
  presto_credentials: z
    .string()
    .min(1)
    .max(512)
    .describe('Name of the Secrets Manager secret {"username", "password"?, "ca"?}.'),
  catalog: text().describe('Catalog of unqualified tables.'),
  schema: text().describe('Schema of unqualified tables.'),
});

const pipeline = z.strictObject({
  // Shape PipelineName: at most 256.
  training_pipeline_name: name(256).describe('Name of the training pipeline.'),
  transform_pipeline_name: name(256).describe(
    'Name of the batch transform pipeline; each environment adds -<environment>.',
  ),
  base_job_name: name(63).describe('Without effect. It is a key of the published notebooks, so that their file loads.'),
  tags: tags(),
  cache: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Skip a step whose inputs did not change.'),
      expire_after: z
        .string()
        .regex(
          /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/,
          'must be an ISO 8601 duration such as P30D',
        )
        .default('P30D')
        .describe('ISO 8601 duration after which a cached step runs again.'),
    })
    .prefault({})
    .describe('Step caching.'),
  retries: z
    .strictObject({
      max_attempts: z.int().min(1).max(20).default(2).describe('Attempts in all after a throttled or failed start.'),
      interval_seconds: z.int().min(1).max(43200).default(30).describe('Wait before the first retry.'),
      backoff_rate: z.number().min(1).max(10).default(2).describe('Factor between two waits.'),
    })
    .prefault({})
    .describe('Retries of a step on errors of the service, never on errors of the code.'),
});

const query = () => z.exactOptional(z.string()).describe('SQL, inline. Exactly one of query and query_file.');
const queryFile = () => z.exactOptional(filePath()).describe('File with the SQL, relative to the file that names it.');

const trainingStep = z.strictObject({
  step_name: z.exactOptional(stepName()).describe('Not used: the step is named by tuning_step.step_name.'),
  training_target: columnName().describe('Column that the model predicts: 0 or 1.'),
  training_features: z
    .array(columnName())
    .min(1)
    .max(1000)
    .describe('Columns that the model predicts from, in this order.'),
  // The images that SageMaker publishes for training and inference: <major>.<minor>-<revision>[-py3xx].
  sklearn_framework_version: z
    .string()
    .regex(/^\d+\.\d+-\d+(-py\d+)?$/, 'must be the version of a SageMaker scikit-learn image such as 1.2-1')
    .default('1.2-1')
    .describe('Version of the SageMaker scikit-learn image.'),
  n_estimators: z.int().min(1).default(100).describe('Trees, where tuning has no range for it.'),
  max_depth: z.int().min(1).default(10).describe('Maximum depth of a tree, where tuning has no range for it.'),
  min_samples_split: z
    .int()
    .min(2)
    .default(2)
    .describe('Rows that a node needs to be split, where tuning has no range for it.'),
  max_features: z
    .union([z.enum(['sqrt', 'log2']), z.number().positive()])
    .default('sqrt')
    .describe(
      'Features looked at per split, where tuning has no range for it: sqrt, log2, a count, or a share below 1.',
    ),
  random_state: z.int().min(0).max(4294967295).default(42).describe('Random seed of the training.'),
  instance_type: instanceType().describe('Instance of a training job.'),
  instance_count: count().default(1).describe('Instances of a training job.'),
  volume_size_in_gb: count(16384).default(30).describe('Disk of a training instance.'),
  // CreateTrainingJob: at most 28 days.
  max_runtime_in_seconds: count(2419200).default(86400).describe('Maximum time of a training job.'),
  base_job_name: name(63).default('rf-sklearn').describe('Start of the training jobs’ names.'),
  train_split: z.number().gt(0).lt(1).default(0.7).describe('Rows below this share train; cumulative.'),
  test_split: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.9)
    .describe('From train_split to here validate, the rest test; cumulative.'),
  tags: tags(),
  key_column: z
    .exactOptional(columnName())
    .describe('Column that is unique in each row: sample and split go by its hash.'),
  sample: z
    .exactOptional(
      z.strictObject({
        rows: z.int().min(1).describe('Rows to keep.'),
        seed: z.int().min(0).default(42).describe('Another seed, another sample.'),
      }),
    )
    .describe('The same rows at every run, by hash of key_column.'),
  query: query(),
  query_file: queryFile(),
});

/** `null` is None of scikit-learn. */
const categoryValue = z.union([z.string().max(256), z.number(), z.boolean(), z.null()]);

const explicitRange = z.strictObject({
  type: z.enum(['integer', 'continuous', 'categorical']).describe('Kind of the range.'),
  min: z.exactOptional(z.number()).describe('Minimum.'),
  max: z.exactOptional(z.number()).describe('Maximum.'),
  scaling: z
    .exactOptional(z.enum(['Auto', 'Linear', 'Logarithmic', 'ReverseLogarithmic']))
    .describe('How the range is searched; Auto when absent.'),
  values: z
    .exactOptional(z.array(categoryValue).min(1).max(30))
    .describe('Values of a categorical range; null is None of scikit-learn.'),
});

const range = z.union([z.array(categoryValue).min(1).max(30), explicitRange]);

const tuningStep = z.strictObject({
  step_name: stepName().default('Train-And-Tune-Model').describe('Name of the step.'),
  maximum_parallel_training_jobs: count(100).default(1).describe('Training jobs at the same time.'),
  maximum_training_jobs: count(750).default(2).describe('Training jobs in all.'),
  hyperparam_ranges: z
    .record(z.string().min(1).max(256), range)
    .describe('Ranges to search: [minimum, maximum], a list of names, or {type, min, max, scaling, values}.'),
  metric_definitions: z
    .array(
      z.strictObject({
        Name: z.string().min(1).max(255).describe('Name of the metric.'),
        Regex: z.string().min(1).max(500).describe('Finds its value in the log: the first group.'),
      }),
    )
    .min(1)
    .max(40)
    .describe('Metrics that are read from the log of a training job, at most 40.'),
  objective_metric_name: z.string().min(1).max(255).describe('The metric that tuning improves.'),
  objective_type: z.enum(['Maximize', 'Minimize']).default('Maximize').describe('Which way is better.'),
  strategy: z.enum(['Bayesian', 'Random']).default('Bayesian').describe('How the next trial is chosen.'),
  early_stopping: z.enum(['Off', 'Auto']).default('Off').describe('Stop trials that will not win.'),
  random_seed: z.exactOptional(z.int().min(0)).describe('The same trials at every run.'),
});

const evaluationStep = z.strictObject({
  step_name: stepName().default('Evaluate-Model').describe('Name of the step.'),
  accuracy_condition_threshold: z.number().min(0).max(1).default(0.6).describe('Minimum accuracy on the test rows.'),
  gates: z
    .strictObject({
      beat_baseline: z
        .boolean()
        .default(true)
        .describe('The model must be better than always answering the majority class.'),
      not_worse_than_deployed: z
        .boolean()
        .default(true)
        .describe('The model must not be worse than the deployed model on the same rows.'),
    })
    .prefault({})
    .describe('Further conditions of registration.'),
  instance_type: instanceType().describe('Instance of the evaluation job.'),
  instance_count: count(1).default(1).describe('One: every instance would evaluate the same rows.'),
  evaluation_filename: z
    .string()
    .regex(/^[A-Za-z0-9._-]+\.json$/, 'must be a file name that ends in .json')
    .default('evaluation.json')
    .describe('Name of the report.'),
});

const transformStep = z.strictObject({
  step_name: stepName().default('mlops-RandomForestTransform').describe('Name of the step.'),
  instance_type: instanceType().describe('Instance of the transform job.'),
  instance_count: count().default(1).describe('Instances of the transform job.'),
  num_hours_to_go_back: z
    .number()
    .positive()
    .max(876000)
    .default(1)
    .describe('Length of the window that ends at the start of the run.'),
  output_prefix: keyPrefix().default('batch_transform_output').describe('Prefix of the predictions.'),
  strategy: z.enum(['MultiRecord', 'SingleRecord']).default('MultiRecord').describe('Rows per request to the model.'),
  // CreateTransformJob: at most 100 MB.
  max_payload_in_mb: z.int().min(1).max(100).default(6).describe('Maximum size of a request to the model.'),
  max_concurrent_transforms: z.exactOptional(z.int().min(1)).describe('Requests at the same time per instance.'),
  tags: tags(),
  key_column: z.exactOptional(columnName()).describe('Column that identifies the row in the output.'),
  query: query(),
  query_file: queryFile(),
});

const dataProcessingStep = z.strictObject({
  step_name: stepName().default('Preprocess-Data').describe('Name of the step.'),
  processing_instance_type: instanceType().describe('Instance that reads from Presto.'),
  // Shape ProcessingInstanceCount: at most 100.
  instance_count: count(100).default(1).describe('Instances; the query is shared out by key hash.'),
  tags: tags(),
});

const registerModelStep = z.strictObject({
  step_name: stepName().default('Register-Model').describe('Name of the step.'),
  model_group: name(63).describe('Model package group.'),
  model_name: name(63).describe('Start of the names of models.'),
  approval_status: z
    .enum(['PendingManualApproval', 'Approved', 'Rejected'])
    .default('PendingManualApproval')
    .describe('Status of a newly registered package.'),
  inference_instance_types: z.array(instanceType()).min(1).describe('Instances that may serve the model.'),
  transform_instance_types: z.array(instanceType()).min(1).describe('Instances that may run it in batch.'),
  tags: tags(),
});

const realtimeEndpoint = z.strictObject({
  endpoint_config_name: name(63).describe('Start of the endpoint configurations’ names.'),
  endpoint_name: name(63).describe('Name of the endpoint; each environment adds -<environment>.'),
  instance_type: z.exactOptional(instanceType()).describe('Instance that serves; required without serverless.'),
  min_instance_count: z.exactOptional(count()).describe('Minimum number of instances; default 1.'),
  max_instance_count: z
    .exactOptional(count())
    .describe('Maximum number of instances; default: the minimum, which is a fixed number.'),
  scaling: z.exactOptional(scalingSchema).describe('Target tracking by Application Auto Scaling.'),
  serverless: z.exactOptional(serverlessSchema).describe('Serves without instances, instead of the keys above.'),
});

const scripts = z.strictObject({
  source_dir: filePath().default('sagemaker-code').describe('Folder of the container scripts, relative to this file.'),
  query: filePath().default('query.py').describe('Not used: the query is passed as data.'),
  preprocess_data: filePath().default('presto_preprocess_for_training.py').describe('Reads the training rows.'),
  evaluation: filePath().default('sagemaker-code/evaluate.py').describe('Evaluates the model.'),
  batch_transform_get_data: filePath()
    .default('presto_preprocess_for_batch_inference.py')
    .describe('Reads the batch rows.'),
  batch_inference: filePath().default('sagemaker-code/inference.py').describe('Serves the model.'),
  training_script: filePath().default('sagemaker-code/training.py').describe('Trains the model.'),
});

/** The values that environment variables can set. */
export const variablesSchema = z.strictObject({
  presto: z.strictObject({ host: z.exactOptional(presto.shape.host), port: presto.shape.port }),
});

export const configFileSchema = z.strictObject({
  aws: aws.describe('AWS and SageMaker.'),
  presto: presto.describe('Where the data is.'),
  pipeline: pipeline.describe('Both pipelines.'),
  training_step: trainingStep.describe('The target, the features, and the rows to train on.'),
  tuning_step: tuningStep.describe('Search of the hyperparameters.'),
  evaluation_step: evaluationStep.describe('Evaluation and its gates.'),
  transform_step: transformStep.describe('Batch predictions.'),
  data_processing_step: dataProcessingStep.describe('Reading from Presto.'),
  register_model_step: registerModelStep.describe('The model registry.'),
  fail_step: z
    .strictObject({ step_name: stepName().default('AccuracyThresholdFailed').describe('Name of the step.') })
    .prefault({})
    .describe('The step that ends a run whose model did not pass.'),
  condition_step: z
    .strictObject({ step_name: stepName().default('Accuracy-Condition').describe('Name of the step.') })
    .prefault({})
    .describe('The step that decides.'),
  realtime_endpoint: realtimeEndpoint.describe('Real-time predictions.'),
  scripts: scripts.prefault({}).describe('Programs that run inside the containers.'),
});

/** Keys that an earlier version had, by dotted path, with what to say about them. */
export const REMOVED_CONFIG_KEYS = { 'realtime_endpoint.target_invocations_per_instance': FORMER_TARGET };

/** The file with its defaults. The port, the queries and the ranges still have the form in which they are written. */
export type ConfigFile = z.output<typeof configFileSchema>;

/** The range of a hyperparameter, in one form. */
export type HyperparameterRange =
  | {
      type: 'integer' | 'continuous';
      min: number;
      max: number;
      scaling: 'Auto' | 'Linear' | 'Logarithmic' | 'ReverseLogarithmic';
    }
  | { type: 'categorical'; values: string[] };

/** The first character of a query's SQL in its file. Lines and columns count from 1, in characters. */
export interface QuerySource {
  file: string;
  line: number;
  column: number;
  /** Pieces that are the same in the file and in the SQL, see `queryPosition`: offset and length in the SQL in UTF-16 units, line and column in the file. */
  stretches: ReadonlyArray<readonly [offset: number, length: number, line: number, column: number]>;
}

/** Where the SQL of both queries is. It is beside the values, never in them. */
export interface QuerySources {
  training: QuerySource;
  batch: QuerySource;
}

type WithQuery<Step> = Omit<Step, 'query' | 'query_file'> & {
  /** SQL without surrounding blanks and without a closing semicolon (Presto refuses it). */
  query: string;
};

/**
 * The decoded configuration: the keys of the YAML, with every default. `{region}`, `{role}` and `{partition}` are replaced, and
 * `{account_id}` when an account is known (see `resolveAccount`).
 */
export interface Config extends Omit<ConfigFile, 'presto' | 'training_step' | 'tuning_step' | 'transform_step'> {
  presto: Omit<ConfigFile['presto'], 'port' | 'parameter'> & { port: number };
  training_step: WithQuery<ConfigFile['training_step']>;
  tuning_step: Omit<ConfigFile['tuning_step'], 'hyperparam_ranges'> & {
    hyperparam_ranges: Record<string, HyperparameterRange>;
  };
  transform_step: WithQuery<ConfigFile['transform_step']>;
}
