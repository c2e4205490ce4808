import { SEED, seedWith, Workspace } from './workspace.ts';

const LF = SEED.replaceAll('\r\n', '\n');
const TRAINING_QUERY = LF.slice(LF.indexOf('  query: |'), LF.indexOf('\ntuning_step'));

/** What somebody changed in a configuration that was right, and all messages about it. */
const MISTAKES: [name: string, edits: [from: string, to: string][], expected: string[]][] = [
  [
    'a value of the wrong type',
    [['n_estimators: 75', 'n_estimators: many']],
    ['config.yml:46:17 training_step.n_estimators: expected a number, got "many"'],
  ],
  [
    'a number in quotes',
    [['maximum_training_jobs: 2', 'maximum_training_jobs: "2"']],
    ['config.yml:87:26 tuning_step.maximum_training_jobs: expected a number, got "2"\n  Write it without quotes: 2.'],
  ],
  [
    'a number that is not whole',
    [['max_depth: 10', 'max_depth: 10.5']],
    ['config.yml:47:14 training_step.max_depth: expected a whole number, got 10.5'],
  ],
  [
    'a number out of range',
    [['accuracy_condition_threshold: 0.60', 'accuracy_condition_threshold: 60']],
    ['config.yml:108:33 evaluation_step.accuracy_condition_threshold: must be at most 1, got 60'],
  ],
  [
    'a number below its minimum',
    [['min_samples_split: 2', 'min_samples_split: 1']],
    ['config.yml:48:22 training_step.min_samples_split: must be at least 2, got 1'],
  ],
  [
    'a key that does not exist',
    [['presto_credentials:', 'presto_credential:']],
    ['config.yml:26:3 presto.presto_credential: unknown key; did you mean presto_credentials?'],
  ],
  [
    'a key in the wrong section',
    [['  evaluation_filename: evaluation.json', '  evaluation_filename: evaluation.json\n  train_split: 0.7']],
    ['config.yml:112:3 evaluation_step.train_split: unknown key; it belongs in training_step'],
  ],
  [
    'a section that does not exist',
    [['tuning_step:', 'tunning_step:']],
    ['config.yml:84:1 tunning_step: unknown key; did you mean tuning_step?'],
  ],
  [
    'a missing key',
    [['  training_target: high_value_order', '  ## training_target: high_value_order']],
    ['config.yml:39:1 training_step.training_target: is required and missing'],
  ],
  [
    'a key without a value',
    [['model_group: mlops-presto', 'model_group:']],
    ['config.yml:159:3 register_model_step.model_group: is required and has no value'],
  ],
  [
    'a missing section',
    [
      [
        'data_processing_step:\n  step_name: "Preprocess-Data"\n  processing_instance_type: ml.c5.xlarge\n  instance_count: 1\n  tags:\n  - Key: team\n    Value: my-team\n',
        '',
      ],
    ],
    ['config.yml:2:1 data_processing_step: is required and missing'],
  ],
  [
    'a name out of a list',
    [['approval_status: PendingManualApproval', 'approval_status: PendingManualAproval']],
    [
      'config.yml:161:20 register_model_step.approval_status: expected one of PendingManualApproval, Approved, Rejected; got "PendingManualAproval"; did you mean PendingManualApproval?',
    ],
  ],
  [
    'true written as text',
    [['enable_network_isolation: ', 'enable_network_isolation: yes']],
    ['config.yml:13:33 aws.network_config.enable_network_isolation: expected true or false, got "yes"'],
  ],
  [
    'a single value instead of a list',
    [
      [
        '  training_features:\n  - total_extended_price\n  - avg_discount\n  - total_quantity',
        '  training_features: total_extended_price',
      ],
    ],
    ['config.yml:41:22 training_step.training_features: expected a list, got "total_extended_price"'],
  ],
  [
    'a number with a unit',
    [['  train_split: 0.7', '  sample: {rows: 5k}\n  key_column: k\n  train_split: 0.7']],
    [
      'config.yml:53:18 training_step.sample.rows: expected a number, got "5k"\n  Write all digits and nothing else: 5000.',
    ],
  ],
  [
    'a number with separators',
    [['n_estimators: 75', 'n_estimators: 1_000']],
    [
      'config.yml:46:17 training_step.n_estimators: expected a number, got "1_000"\n  Write all digits and nothing else: 1000.',
    ],
  ],
  [
    'a range as a text',
    [['    n_estimators:\n    - 10\n    - 150', '    n_estimators: 10-150']],
    [
      'config.yml:89:19 tuning_step.hyperparam_ranges.n_estimators: expected a list or a mapping, got "10-150"\n  Write a range as a list: [10, 150].',
    ],
  ],
  [
    'a minimum above the maximum',
    [['    max_depth:\n    - 3\n    - 20', '    max_depth:\n    - 20\n    - 3']],
    ['config.yml:93:7 tuning_step.hyperparam_ranges.max_depth: minimum 20 is greater than maximum 3'],
  ],
  [
    'a minimum above the maximum, in one line',
    [['    max_depth:\n    - 3\n    - 20', '    max_depth: [20, 3]']],
    ['config.yml:92:17 tuning_step.hyperparam_ranges.max_depth: minimum 20 is greater than maximum 3'],
  ],
  [
    'a range of three numbers',
    [['    max_depth:\n    - 3\n    - 20', '    max_depth: [3, 10, 20]']],
    [
      'config.yml:92:16 tuning_step.hyperparam_ranges.max_depth: a range of numbers is [minimum, maximum], found 3 numbers\n  Names to choose from are written as text; {type: categorical, values: […]} takes numbers.',
    ],
  ],
  [
    'names for a hyperparameter that takes numbers',
    [['    max_depth:\n    - 3\n    - 20', '    max_depth: [deep, deeper]']],
    [
      'config.yml:92:16 tuning_step.hyperparam_ranges.max_depth: max_depth takes numbers, found names (deep, deeper)\n  Write [minimum, maximum].',
    ],
  ],
  [
    'numbers and names in one range',
    [['    - sqrt\n    - log2', '    - sqrt\n    - 5']],
    [
      'config.yml:99:5 tuning_step.hyperparam_ranges.max_features: mixes numbers and names\n  Write {type: categorical, values: […]} to choose from both.',
    ],
  ],
  [
    'a name that the hyperparameter does not take',
    [['    - sqrt\n    - log2', '    - sqrt\n    - lgo2']],
    [
      'config.yml:100:7 tuning_step.hyperparam_ranges.max_features, item 2: max_features does not take lgo2; it takes sqrt, log2, null; did you mean log2?',
    ],
  ],
  [
    'a range outside of what scikit-learn takes',
    [['    min_samples_split:\n    - 2', '    min_samples_split:\n    - 1']],
    ['config.yml:96:7 tuning_step.hyperparam_ranges.min_samples_split: min_samples_split is at least 2, got 1'],
  ],
  [
    'a hyperparameter that does not exist',
    [['    max_depth:\n    - 3\n    - 20', '    max_dept:\n    - 3\n    - 20']],
    [
      'config.yml:92:5 tuning_step.hyperparam_ranges.max_dept: max_dept is not a parameter of RandomForestClassifier; did you mean max_depth?',
    ],
  ],
  [
    'a continuous range for a whole number',
    [['    max_depth:\n    - 3\n    - 20', '    max_depth: [3, 7.5]']],
    [
      'config.yml:92:16 tuning_step.hyperparam_ranges.max_depth: max_depth takes whole numbers, found a range of type continuous',
    ],
  ],
  [
    'a logarithmic range from zero',
    [
      [
        '    max_depth:\n    - 3\n    - 20',
        '    ccp_alpha: {type: continuous, min: 0, max: 0.1, scaling: Logarithmic}',
      ],
    ],
    [
      'config.yml:92:40 tuning_step.hyperparam_ranges.ccp_alpha.min: must be greater than 0 with scaling: Logarithmic, got 0',
    ],
  ],
  [
    'an explicit range that is not complete',
    [['    max_depth:\n    - 3\n    - 20', '    max_depth: {type: integer, min: 3}']],
    ['config.yml:92:5 tuning_step.hyperparam_ranges.max_depth.max: is required and missing'],
  ],
  [
    'no ranges',
    [
      [
        'hyperparam_ranges:\n    n_estimators:\n    - 10\n    - 150\n    max_depth:\n    - 3\n    - 20\n    min_samples_split:\n    - 2\n    - 10\n    max_features:\n    - sqrt\n    - log2',
        'hyperparam_ranges: {}',
      ],
    ],
    ['config.yml:88:3 tuning_step.hyperparam_ranges: must have at least one hyperparameter to search'],
  ],
  [
    'more parallel jobs than jobs',
    [['maximum_parallel_training_jobs: 1', 'maximum_parallel_training_jobs: 5']],
    [
      'config.yml:86:35 tuning_step.maximum_parallel_training_jobs: 5 at the same time is more than the 2 in all (maximum_training_jobs)',
    ],
  ],
  [
    'an objective that no metric defines',
    [['objective_metric_name: "validation:auc"', 'objective_metric_name: "validation:acu"']],
    [
      'config.yml:104:26 tuning_step.objective_metric_name: validation:acu is not in metric_definitions (validation:auc); did you mean validation:auc?',
    ],
  ],
  [
    'a regular expression that does not compile',
    [["'auc (\\S+)'", "'auc (\\S+'"]],
    [
      'config.yml:103:12 tuning_step.metric_definitions, item 1, Regex: is not a regular expression: Unterminated group',
    ],
  ],
  [
    'a regular expression without a group',
    [["'auc (\\S+)'", "'auc \\S+'"]],
    [
      'config.yml:103:12 tuning_step.metric_definitions, item 1, Regex: has no group in parentheses: the value of the metric is the first group',
    ],
  ],
  [
    'the target among the features',
    [['  - avg_discount', '  - high_value_order']],
    [
      'config.yml:43:5 training_step.training_features, item 2: high_value_order is the target; a model that sees it learns nothing',
    ],
  ],
  [
    'a feature twice',
    [['  - avg_discount', '  - total_quantity']],
    ['config.yml:44:5 training_step.training_features, item 3: the feature total_quantity is there twice'],
  ],
  [
    'splits out of order',
    [['train_split: 0.7', 'train_split: 0.95']],
    [
      'config.yml:53:16 training_step.train_split: 0.95 is not below test_split 0.9\n  Both are cumulative: 0.7 and 0.9 make 70 % training, 20 % validation, 10 % test.',
    ],
  ],
  [
    'a sample without a key',
    [['  train_split: 0.7', '  sample: {rows: 5000}\n  train_split: 0.7']],
    ['config.yml:53:3 training_step.sample: needs key_column: the sample is taken by the hash of a key'],
  ],
  [
    'a query and a query file',
    [['  train_split: 0.7', '  query_file: a.sql\n  train_split: 0.7']],
    ['config.yml:53:3 training_step.query_file: query is given too; keep one of query and query_file'],
  ],
  [
    'a query file that is not there',
    [[TRAINING_QUERY, '  query_file: sql/trainig.sql\n']],
    [
      'config.yml:58:15 training_step.query_file: there is no file sql/trainig.sql\n  The path is relative to config.yml.',
    ],
  ],
  [
    'an empty query',
    [[TRAINING_QUERY, '  query: " ; "\n']],
    ['config.yml:58:12 training_step.query: the query is empty'],
  ],
  [
    'two statements',
    [
      ["o.orderpriority = '2-HIGH'", "o.orderpriority = ';'"],
      ['    LIMIT 5000', '    LIMIT 5000; DROP TABLE orders'],
    ],
    [
      'config.yml:82:15 training_step.query: a second statement follows this semicolon; the query must be one statement',
    ],
  ],
  [
    'a quote that is never closed',
    [["'2-HIGH') THEN 1", "'2-HIGH) THEN 1"]],
    ['config.yml:69:37 training_step.query: this quote is never closed'],
  ],
  [
    'a placeholder of the batch query that is misspelt',
    [['LIMIT 5000\n\n\ndata', 'LIMIT {start_time_utcc}\n\n\ndata']],
    [
      'config.yml:146:11 transform_step.query: {start_time_utcc} is not replaced by anything; did you mean {start_time_utc}?',
    ],
  ],
  [
    'a placeholder of the batch query in quotes',
    [['LIMIT 5000\n\n\ndata', "LIMIT '{start_time_utc}'\n\n\ndata"]],
    [
      "config.yml:146:12 transform_step.query: {start_time_utc} is in quotes\n  Remove the quotes: a whole TIMESTAMP '…' replaces it.",
    ],
  ],
  [
    'a placeholder that was not filled in',
    [['catalog: tpch', 'catalog: <catalog-for-presto-server>']],
    ['config.yml:27:12 presto.catalog: <catalog-for-presto-server> is a placeholder; write your value here'],
  ],
  [
    'a placeholder that lost its bracket',
    [['"8080"', '"<your-presto-port-number"']],
    ['config.yml:25:14 presto.parameter: <your-presto-port-number is a placeholder; write your value here'],
  ],
  [
    'a placeholder that does not exist',
    [['s3_bucket: sagemaker-{region}-{account_id}', 's3_bucket: sagemaker-{region}-{acount_id}']],
    ['config.yml:8:14 aws.s3_bucket: {acount_id} is not a placeholder; did you mean account_id?'],
  ],
  [
    'a port above the maximum',
    [['"8080"', '"80800"']],
    ['config.yml:25:14 presto.parameter: must be from 1 to 65535, got 80800'],
  ],
  [
    'two different ports',
    [['  parameter: "8080"', '  parameter: "8080"\n  port: 8081']],
    [
      'config.yml:25:14 presto.parameter: is the older name of port and says 8080, but port says 8081\n  Remove presto.parameter.',
    ],
  ],
  [
    'a host with its protocol',
    [['host: presto.example.internal', 'host: http://127.0.0.1:8080']],
    [
      'config.yml:24:9 presto.host: must be a host name or an address, without http:// and without a port; got "http://127.0.0.1:8080"',
    ],
  ],
  [
    'a bucket that is an address',
    [['s3_bucket: sagemaker-{region}-{account_id}', 's3_bucket: s3://bucket']],
    [
      'config.yml:8:14 aws.s3_bucket: s3://bucket is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens\n  Leave out s3://.',
    ],
  ],
  [
    'a region of another form',
    [['region: us-east-1', 'region: us-east1']],
    [
      'config.yml:3:11 aws.region: must be an AWS region such as us-east-1; got "us-east1"; did you mean us-east-1?\n  Write us-east-1, or the code of another AWS region.',
    ],
  ],
  [
    'a region that does not exist',
    [['region: us-east-1', 'region: us-esat-1']],
    [
      'config.yml:3:11 aws.region: us-esat-1 is not an AWS region; did you mean us-east-1?\n  Write us-east-1, or the code of another AWS region.',
    ],
  ],
  [
    'a role of another partition',
    [['region: us-east-1', 'region: cn-north-1']],
    [
      'config.yml:7:33 aws.sagemaker_execution_role_arn: the ARN is in partition aws, but cn-north-1 is in aws-cn\n  Write arn:aws-cn:… or arn:{partition}:…',
    ],
  ],
  [
    'an instance type without ml.',
    [['processing_instance_type: ml.c5.xlarge', 'processing_instance_type: c5.xlarge']],
    [
      'config.yml:151:29 data_processing_step.processing_instance_type: must be an instance type such as ml.m5.xlarge; got "c5.xlarge"',
    ],
  ],
  [
    'a size that does not exist',
    [['processing_instance_type: ml.c5.xlarge', 'processing_instance_type: ml.c5.3xlarge']],
    [
      'config.yml:151:29 data_processing_step.processing_instance_type: ml.c5.3xlarge does not exist for processing; ml.c5 comes as xlarge, 2xlarge, 4xlarge, 9xlarge, 18xlarge',
    ],
  ],
  [
    'an instance type that does not do this',
    [
      [
        '  endpoint_name: mlops-realtime-ep\n  instance_type: ml.m5.xlarge',
        '  endpoint_name: mlops-realtime-ep\n  instance_type: ml.t3.xlarge',
      ],
    ],
    [
      'config.yml:181:18 realtime_endpoint.instance_type: ml.t3.xlarge is not an instance type for hosting; did you mean ml.t2.xlarge?',
    ],
  ],
  [
    'a pipeline name with an underscore',
    [['training_pipeline_name: mlops-pipeline-presto', 'training_pipeline_name: mlops_pipeline_presto']],
    [
      'config.yml:32:27 pipeline.training_pipeline_name: must be letters, digits and hyphens, with no hyphen at the start or the end; got "mlops_pipeline_presto"',
    ],
  ],
  [
    'a pipeline name that is too long',
    [
      [
        'training_pipeline_name: mlops-pipeline-presto',
        'training_pipeline_name: ppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp',
      ],
    ],
    ['config.yml:32:27 pipeline.training_pipeline_name: must have at most 256 characters, has 257'],
  ],
  [
    'an endpoint name that is too long',
    [
      [
        'endpoint_name: mlops-realtime-ep',
        'endpoint_name: eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee',
      ],
    ],
    ['config.yml:180:18 realtime_endpoint.endpoint_name: must have at most 63 characters, has 64'],
  ],
  [
    'a step name that two steps have',
    [['step_name: Accuracy-Condition', 'step_name: Evaluate-Model']],
    [
      'config.yml:176:14 condition_step.step_name: Evaluate-Model is the name of evaluation_step too; steps need different names',
    ],
  ],
  [
    'one name for both pipelines',
    [['transform_pipeline_name: mlops-batch-inference', 'transform_pipeline_name: mlops-pipeline-presto']],
    [
      'config.yml:33:28 pipeline.transform_pipeline_name: is the name of the training pipeline too; one would overwrite the other',
    ],
  ],
  [
    'a tag twice',
    [
      [
        'base_job_name: mlops-prestodb\n  tags:',
        'base_job_name: mlops-prestodb\n  tags:\n  - {Key: team, Value: other}',
      ],
    ],
    ['config.yml:37:10 pipeline.tags, item 2, Key: the tag team is there twice'],
  ],
  [
    'too many tags',
    [
      [
        'base_job_name: mlops-prestodb\n  tags:',
        'base_job_name: mlops-prestodb\n  tags:\n  - {Key: k0, Value: v}\n  - {Key: k1, Value: v}\n  - {Key: k2, Value: v}\n  - {Key: k3, Value: v}\n  - {Key: k4, Value: v}\n  - {Key: k5, Value: v}\n  - {Key: k6, Value: v}\n  - {Key: k7, Value: v}\n  - {Key: k8, Value: v}\n  - {Key: k9, Value: v}\n  - {Key: k10, Value: v}\n  - {Key: k11, Value: v}\n  - {Key: k12, Value: v}\n  - {Key: k13, Value: v}\n  - {Key: k14, Value: v}\n  - {Key: k15, Value: v}\n  - {Key: k16, Value: v}\n  - {Key: k17, Value: v}\n  - {Key: k18, Value: v}\n  - {Key: k19, Value: v}\n  - {Key: k20, Value: v}\n  - {Key: k21, Value: v}\n  - {Key: k22, Value: v}\n  - {Key: k23, Value: v}\n  - {Key: k24, Value: v}\n  - {Key: k25, Value: v}\n  - {Key: k26, Value: v}\n  - {Key: k27, Value: v}\n  - {Key: k28, Value: v}\n  - {Key: k29, Value: v}\n  - {Key: k30, Value: v}\n  - {Key: k31, Value: v}\n  - {Key: k32, Value: v}\n  - {Key: k33, Value: v}\n  - {Key: k34, Value: v}\n  - {Key: k35, Value: v}\n  - {Key: k36, Value: v}\n  - {Key: k37, Value: v}\n  - {Key: k38, Value: v}\n  - {Key: k39, Value: v}\n  - {Key: k40, Value: v}\n  - {Key: k41, Value: v}\n  - {Key: k42, Value: v}\n  - {Key: k43, Value: v}\n  - {Key: k44, Value: v}\n  - {Key: k45, Value: v}\n  - {Key: k46, Value: v}\n  - {Key: k47, Value: v}\n  - {Key: k48, Value: v}\n  - {Key: k49, Value: v}',
      ],
    ],
    ['config.yml:36:3 pipeline.tags: must have at most 50 items, has 51'],
  ],
  [
    'a minimum of instances above the maximum',
    [['min_instance_count: 1', 'min_instance_count: 4']],
    [
      'config.yml:182:23 realtime_endpoint.min_instance_count: minimum 4 is greater than maximum 3 (max_instance_count)',
    ],
  ],
  [
    'subnets without security groups',
    [['subnets: ', 'subnets: [subnet-1]']],
    ['config.yml:18:7 aws.network_config.subnets: needs security_group_ids too: SageMaker takes both or none'],
  ],
  [
    'payloads above the limit',
    [
      [
        '  num_hours_to_go_back: 1',
        '  num_hours_to_go_back: 1\n  max_payload_in_mb: 20\n  max_concurrent_transforms: 6',
      ],
    ],
    [
      'config.yml:119:30 transform_step.max_concurrent_transforms: 6 requests of 20 MB are 120 MB at once; SageMaker takes at most 100',
    ],
  ],
  [
    'a key twice',
    [['  catalog: tpch', '  catalog: tpch\n  catalog: hive']],
    ['config.yml:28:3 presto.catalog: duplicate key; the first one is on line 27'],
  ],
  [
    'an alias without an anchor',
    [['  catalog: tpch', '  catalog: *catalog']],
    [
      'config.yml:27:3 presto.catalog: is required and has no value',
      'config.yml:27:12 presto.catalog: no anchor &catalog comes before this alias',
    ],
  ],
  [
    'a tag of YAML',
    [['  catalog: tpch', '  catalog: !catalog tpch']],
    ['config.yml:27:12 presto.catalog: the tag !catalog is not supported here'],
  ],
  [
    'text that is not YAML',
    [['  catalog: tpch', '  catalog: tpch: tiny']],
    [
      'config.yml:27:16: is not YAML: the indentation of this line is wrong\n  The line is not indented like its neighbours, or a value with ": " in it needs quotes.',
    ],
  ],
  [
    'a merge conflict',
    [['  catalog: tpch', '<<<<<<< HEAD\n  catalog: tpch\n=======\n  catalog: hive\n>>>>>>> other']],
    [
      'config.yml:27:1: is not YAML: a merge conflict of git is not resolved\n  Keep one of the two sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.',
    ],
  ],
  [
    'the rest of a merge conflict, with Windows line ends',
    [['  catalog: tpch', '  catalog: tpch\r\n>>>>>>>\r']],
    [
      'config.yml:28:1: is not YAML: a merge conflict of git is not resolved\n  Keep one of the two sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.',
    ],
  ],
  [
    'a tab',
    [['  catalog: tpch', '\tcatalog: tpch']],
    ['config.yml:27:1: is not YAML: a tab indents this line; use spaces'],
  ],
  [
    'a folder of scripts that is not there',
    [['source_dir: code', 'source_dir: scripts']],
    ['config.yml:187:17 scripts.source_dir: there is no folder scripts'],
  ],
  [
    'a folder of scripts outside of the repository',
    [['source_dir: code', 'source_dir: /etc']],
    [
      'config.yml:187:17 scripts.source_dir: /etc leads out of the repository: only what is in it is reviewed\n  Copy the folder into the repository, and name the copy.',
    ],
  ],
  [
    'a script that is not there',
    [['training_script: code/training.py', 'training_script: code/train.py']],
    [
      'config.yml:193:22 scripts.training_script: there is no train.py in code; did you mean training.py?\n  Add the script to code, or name one that is there.',
    ],
  ],
  [
    'a script outside of its folder',
    [['training_script: code/training.py', 'training_script: ../training.py']],
    [
      'config.yml:193:22 scripts.training_script: must be inside source_dir (code): only that folder is packaged\n  Copy the script into code, and name the copy.',
    ],
  ],
];

test.each(MISTAKES)('%s', (_, edits, expected) => {
  const workspace = new Workspace({ 'config.yml': seedWith(...edits) });
  expect(workspace.errors()).toEqual(expected);
  workspace.remove();
});

test('every mistake is found at once, in the order of the file', () => {
  const workspace = new Workspace({
    'config.yml': seedWith(
      ['region: us-east-1', 'regoin: us-east-1'],
      ['"8080"', '"<your-presto-port-number"'],
      ['n_estimators: 75', 'n_estimators: 0'],
      ['train_split: 0.7', 'train_split: 0.95'],
      ['    - 3\n    - 20', '    - 20\n    - 3'],
      ['min_instance_count: 1', 'min_instance_count: 4'],
    ),
  });
  expect(workspace.errors()).toEqual([
    'config.yml:3:3 aws.regoin: unknown key; did you mean region?',
    'config.yml:25:14 presto.parameter: <your-presto-port-number is a placeholder; write your value here',
    'config.yml:46:17 training_step.n_estimators: must be at least 1, got 0',
    'config.yml:53:16 training_step.train_split: 0.95 is not below test_split 0.9\n  Both are cumulative: 0.7 and 0.9 make 70 % training, 20 % validation, 10 % test.',
    'config.yml:93:7 tuning_step.hyperparam_ranges.max_depth: minimum 20 is greater than maximum 3',
    'config.yml:182:23 realtime_endpoint.min_instance_count: minimum 4 is greater than maximum 3 (max_instance_count)',
  ]);
  workspace.remove();
});

test.each([
  ['"2"', '2.'],
  ['"-0.5"', '-0.5.'],
])('a number in quotes: %s', (written, number) => {
  const workspace = new Workspace({ 'config.yml': seedWith(['n_estimators: 75', `n_estimators: ${written}`]) });
  expect(workspace.errors()[0]?.split('\n')[1]).toBe(`  Write it without quotes: ${number}`);
  workspace.remove();
});

test.each([
  ['5k', '5000'],
  ['2 M', '2000000'],
  ['1.5k', '1500'],
  ['1,000', '1000'],
  ["10'000'000", '10000000'],
  ['1 000', '1000'],
])('a number that is not only digits: %s', (written, number) => {
  const workspace = new Workspace({ 'config.yml': seedWith(['n_estimators: 75', `n_estimators: "${written}"`]) });
  expect(workspace.errors()[0]?.split('\n')[1]).toBe(`  Write all digits and nothing else: ${number}.`);
  workspace.remove();
});

test.each(['10..150', '10 - 150', '10 to 150', '10–150'])('a range as a text: %s', (written) => {
  const workspace = new Workspace({
    'config.yml': seedWith(['    n_estimators:\n    - 10\n    - 150', `    n_estimators: ${written}`]),
  });
  expect(workspace.errors()[0]?.split('\n')[1]).toBe('  Write a range as a list: [10, 150].');
  workspace.remove();
});

test.each(['many', '5kg', '1.2.3', '1,00', '-', '10-', 'ten-20'])(
  'a text of another kind has no own way out: %s',
  (written) => {
    const workspace = new Workspace({
      'config.yml': seedWith(
        ['n_estimators: 75', `n_estimators: "${written}"`],
        ['    n_estimators:\n    - 10\n    - 150', `    n_estimators: "${written}"`],
      ),
    });
    for (const error of workspace.errors()) expect(error.split('\n')).toHaveLength(1);
    workspace.remove();
  },
);

test('a region that is like no other', () => {
  const workspace = new Workspace({ 'config.yml': seedWith(['region: us-east-1', 'region: Frankfurt']) });
  expect(workspace.errors()).toEqual([
    'config.yml:3:11 aws.region: must be an AWS region such as us-east-1; got "Frankfurt"\n  Write the code of an AWS region, such as us-east-1.',
  ]);
  workspace.remove();
});

test('a region that AWS may have added has no image that is known here', () => {
  const workspace = new Workspace({ 'config.yml': seedWith(['region: us-east-1', 'region: eu-isoe-west-2']) });
  expect(workspace.errors({ warnings: true })).toContainEqual(
    expect.stringMatching(
      /^config.yml:3:11 aws.region: eu-isoe-west-2 has no scikit-learn image of SageMaker that is known here; did you mean eu-isoe-west-1\?/,
    ),
  );
  workspace.write('config.yml', seedWith(['region: us-east-1', 'region: sa-east-9']));
  expect(workspace.errors()).toEqual([
    'config.yml:3:11 aws.region: sa-east-9 has no scikit-learn image of SageMaker that is known here; did you mean sa-east-1?\n  Use a region that has one: sa-east-1. SageMaker takes no image of another region.',
  ]);
  workspace.remove();
});

test('a placeholder in quotes: only single quotes of the batch query count', () => {
  const batch = (query: string) => {
    const workspace = new Workspace({ 'config.yml': seedWith(['LIMIT 5000\n\n\ndata', `${query}\n\n\ndata`]) });
    const errors = workspace.errors({ warnings: true });
    workspace.remove();
    return errors.filter((error) => error.includes('transform_step.query'));
  };
  expect(batch("LIMIT {start_time_utc} -- '{end_time_utc}'")).toEqual([]);
  expect(batch('LIMIT {start_time_utc} + "{end_time_utc}"')).toEqual([]);
  expect(batch("LIMIT 'from {start_time_utc}' + 'to {end_time_utc}'")).toEqual([
    expect.stringMatching(/^config.yml:146:17 .*: \{start_time_utc\} is in quotes\n/),
    expect.stringMatching(/^config.yml:146:41 .*: \{end_time_utc\} is in quotes\n/),
  ]);
  const training = new Workspace({ 'config.yml': seedWith(["'2-HIGH') THEN 1", "'{start_time_utc}') THEN 1"]) });
  expect(training.errors()).toEqual([]);
  training.remove();
});

describe('a file that is not there', () => {
  const config = seedWith();
  const environment = 'account: "123456789012"\n';

  test('config.yml', () => {
    const workspace = new Workspace({});
    expect(workspace.errors()).toEqual([
      'config.yml:1:1: there is no such file\n  Name the configuration with --config; an action has the input config.',
    ]);
    workspace.write('config.yaml', config);
    expect(workspace.errors()).toEqual([
      'config.yml:1:1: there is no such file, but there is config.yaml, which is not read\n  Name it with --config, or rename config.yaml to config.yml.',
    ]);
    workspace.remove();
  });

  test('environment.yml', () => {
    const workspace = new Workspace({ 'config.yml': config, 'environments/dev/endpoint.yml': 'model: null\n' });
    expect(workspace.errors({ environment: 'dev' })).toEqual([
      'environments/dev/environment.yml:1:1: there is no such file\n  Create it with the account of the environment (account: "123456789012"), or remove the folder.',
    ]);
    workspace.write('environments/dev/environment.yaml', environment);
    expect(workspace.errors({ environment: 'dev' })).toEqual([
      'environments/dev/environment.yml:1:1: there is no such file, but there is environment.yaml, which is not read\n  Rename environment.yaml to environment.yml.',
    ]);
    workspace.remove();
  });

  test('endpoint.yml need not be there, but endpoint.yaml does not stand for it', () => {
    const workspace = new Workspace({ 'config.yml': config, 'environments/dev/environment.yml': environment });
    expect(workspace.errors({ environment: 'dev' })).toEqual([]);
    workspace.write('environments/dev/endpoint.yaml', 'model: null\n');
    expect(workspace.allErrors()).toEqual([
      'environments/dev/endpoint.yml:1:1: there is no such file, but there is endpoint.yaml, which is not read\n  Rename endpoint.yaml to endpoint.yml.',
    ]);
    workspace.remove();
  });
});
