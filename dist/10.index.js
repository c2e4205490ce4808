export const id = 10;
export const ids = [10];
export const modules = {

/***/ 4469:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.batchPipeline = batchPipeline;
const partition_ts_1 = __webpack_require__(844);
const index_ts_1 = __webpack_require__(7782);
const container_argument_ts_1 = __webpack_require__(6597);
const desired_pipeline_ts_1 = __webpack_require__(4999);
const launcher_ts_1 = __webpack_require__(8336);
const presto_parameters_ts_1 = __webpack_require__(2056);
const script_path_ts_1 = __webpack_require__(983);
const settings_ts_1 = __webpack_require__(9825);
const sklearn_image_ts_1 = __webpack_require__(5090);
const training_query_ts_1 = __webpack_require__(3027);
/** Disk of a processing instance, the default of the SageMaker SDK. */
const PROCESSING_VOLUME_GB = 30;
/**
 * The batch transform pipeline: Presto → Preprocess-Data → CreateModel → transform. The model is a version in the model
 * registry, named in the definition: a run cannot pick another one. Without a pin its ARN is a parameter that whoever
 * starts the pipeline has to give.
 *
 * No step is cached: a batch is read at the time that it is asked for, and its predictions go where this run says.
 * @throws Failure `config_invalid` or `definition_invalid`, each with the place and the way out.
 */
function batchPipeline(unresolved, environment, context) {
    const common = (0, settings_ts_1.settings)(unresolved, context);
    const { config, bucketUri, role, kmsKeyId, network } = common;
    const { transform_step: step, data_processing_step, register_model_step, scripts } = config;
    const spec = environment?.batch_transform ?? { ...step, pipeline_name: config.pipeline.transform_pipeline_name };
    const name = spec.pipeline_name;
    const { region, source } = context;
    const image = (0, sklearn_image_ts_1.sklearnImage)({ region, version: config.training_step.sklearn_framework_version, use: 'training' });
    const { features, ...connection } = (0, presto_parameters_ts_1.prestoParameters)(config);
    const window = windowParameters(spec.query);
    const outputPrefix = (0, index_ts_1.stringParameter)('OutputPrefix', { default: spec.output_prefix });
    const modelPackage = modelPackageOf(environment, context);
    const program = (0, script_path_ts_1.scriptPath)(source, 'scripts.batch_transform_get_data', scripts.batch_transform_get_data);
    const codeAsset = common.asset(name, 'code', 'sourcedir.tar.gz', source.bytes, 'application/gzip');
    const launcherAsset = common.asset(name, 'code', 'runproc.sh', (0, launcher_ts_1.launcher)(program), 'text/x-shellscript');
    const queryAsset = common.asset(name, 'query', 'query.sql', (0, training_query_ts_1.batchQuery)(spec.query), 'application/sql');
    const processingInstanceType = (0, index_ts_1.stringParameter)('ProcessingInstanceType', {
        default: data_processing_step.processing_instance_type,
    });
    const preprocess = (0, index_ts_1.frameworkProcessing)({
        name: data_processing_step.step_name,
        role,
        image,
        sourceArchive: codeAsset.uri,
        launcher: launcherAsset.uri,
        arguments: [
            ...(0, presto_parameters_ts_1.connectionArguments)({ ...connection, features }, config),
            ...(0, presto_parameters_ts_1.columnArguments)({ ...connection, features }, step.key_column),
            ...(0, container_argument_ts_1.option)('start_time_utc', [window.start.value]),
            ...(0, container_argument_ts_1.option)('end_time_utc', [window.end.value]),
        ],
        instanceType: processingInstanceType.value,
        instanceCount: data_processing_step.instance_count,
        volumeSizeInGb: PROCESSING_VOLUME_GB,
        volumeKmsKeyId: common.volumeKmsKeyId(data_processing_step.processing_instance_type),
        outputKmsKeyId: kmsKeyId,
        inputs: [{ name: 'query', s3Uri: queryAsset.uri, localPath: '/opt/ml/processing/input/query' }],
        outputs: {
            batch: {
                localPath: '/opt/ml/processing/batch',
                s3Uri: (0, index_ts_1.join)('/', [bucketUri, common.prefix, index_ts_1.execution.executionId, 'batch']),
            },
        },
        network,
        tags: common.tags(data_processing_step.tags),
        retries: common.retries.job,
    });
    const createModel = (0, index_ts_1.model)({
        name: register_model_step.model_name,
        role,
        container: { packageArn: modelPackage.arn },
        network,
        tags: common.tags(register_model_step.tags),
        retries: common.retries.call,
    });
    const predict = (0, index_ts_1.transform)({
        name: step.step_name,
        modelName: createModel.modelName,
        inputUri: preprocess.output('batch'),
        contentType: 'text/csv',
        splitType: 'Line',
        outputPath: (0, index_ts_1.join)('/', [bucketUri, outputPrefix.value, index_ts_1.execution.executionId]),
        accept: 'text/csv',
        assembleWith: 'Line',
        outputKmsKeyId: kmsKeyId,
        instanceType: spec.instance_type,
        instanceCount: spec.instance_count,
        volumeKmsKeyId: common.volumeKmsKeyId(spec.instance_type),
        strategy: step.strategy,
        maxPayloadInMb: step.max_payload_in_mb,
        maxConcurrentTransforms: step.max_concurrent_transforms,
        environment: { START_TIME_UTC: window.start.value, END_TIME_UTC: window.end.value },
        // The model sees the features alone; the output is the key and what the model said: `key,prediction,probability`.
        dataProcessing: step.key_column === undefined
            ? undefined
            : { inputFilter: '$[1:]', joinSource: 'Input', outputFilter: '$[0,-2,-1]' },
        tags: common.tags(step.tags),
        retries: common.retries.job,
    });
    return (0, desired_pipeline_ts_1.desiredPipeline)({
        name,
        definition: (0, index_ts_1.pipelineDefinition)({
            parameters: [
                processingInstanceType,
                ...Object.values(connection),
                ...features,
                window.start,
                window.end,
                outputPrefix,
                ...modelPackage.parameters,
            ],
            steps: [preprocess, createModel, predict],
        }),
        assets: [codeAsset, launcherAsset, queryAsset],
        tags: common.tags(),
    });
}
/** A query that asks for a window gets one at each start; the others need none. */
function windowParameters(query) {
    const options = (0, training_query_ts_1.usesWindow)(query) ? {} : { default: 'none' };
    return { start: (0, index_ts_1.stringParameter)('StartTimeUtc', options), end: (0, index_ts_1.stringParameter)('EndTimeUtc', options) };
}
function modelPackageOf(environment, context) {
    if (context.model)
        return { arn: context.model.packageArn, parameters: [] };
    const pin = environment?.batch_transform.model;
    if (pin) {
        const partition = (0, partition_ts_1.partitionOf)(context.region);
        return {
            arn: `arn:${partition}:sagemaker:${context.region}:${context.account}:model-package/${pin.package_group}/${pin.version}`,
            parameters: [],
        };
    }
    const parameter = (0, index_ts_1.stringParameter)('ModelPackageName');
    return { arn: parameter.value, parameters: [parameter] };
}


/***/ }),

/***/ 2079:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.batchWindow = batchWindow;
/** The window of a batch run that ends now: `transform_step.num_hours_to_go_back` long, in whole seconds of UTC. */
function batchWindow(config, now) {
    const end = Math.floor(now.getTime() / 1000);
    const start = end - Math.round(config.transform_step.num_hours_to_go_back * 3600);
    return { StartTimeUtc: utc(start), EndTimeUtc: utc(end) };
}
/** `2026-11-22 14:00:00`, the form of the seed and of a Presto timestamp. */
function utc(epochSeconds) {
    return new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}


/***/ }),

/***/ 6597:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ARGUMENT_CHARACTERS = void 0;
exports.pieces = pieces;
exports.option = option;
/** Shape ContainerArgument of the service model. */
exports.ARGUMENT_CHARACTERS = 256;
/** Cuts a text into pieces that each fit one container argument. A short text is one piece. */
function pieces(text) {
    const all = [...text];
    const cut = [];
    for (let from = 0; from < all.length;) {
        let piece = '';
        while (from < all.length && piece.length + (all[from] ?? '').length <= exports.ARGUMENT_CHARACTERS)
            piece += all[from++];
        cut.push(piece);
    }
    return cut.length === 0 ? [''] : cut;
}
/** `--name value`, or `--name piece --name+ piece …`, which the launcher puts together. */
function option(name, values) {
    return values.flatMap((value, index) => [index === 0 ? `--${name}` : `--${name}+`, value]);
}


/***/ }),

/***/ 4999:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.desiredPipeline = desiredPipeline;
const failure_ts_1 = __webpack_require__(1633);
const index_ts_1 = __webpack_require__(7782);
/**
 * A definition that keeps every rule, with its canonical JSON and its hash.
 * @throws Failure `definition_invalid` that lists what is broken; `facts.findings` has the same as data.
 */
function desiredPipeline(parts) {
    const findings = (0, index_ts_1.lintDefinition)(parts.definition);
    if (findings.length > 0) {
        const list = findings.map(({ rule, path, message }) => `${path}: ${message} (${rule})`).join('\n');
        const ways = [...new Set(findings.map(({ wayOut }) => wayOut))].join(' ');
        throw new failure_ts_1.Failure('definition_invalid', `pipeline ${parts.name}:\n${list}`, { wayOut: ways, facts: { findings } });
    }
    const json = (0, index_ts_1.canonicalJson)(parts.definition);
    return { ...parts, json, hash: (0, index_ts_1.sha256)(json) };
}


/***/ }),

/***/ 2710:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.gzipStored = gzipStored;
const node_zlib_1 = __webpack_require__(8522);
/** Greatest stored block of deflate (RFC 1951, 3.2.4). */
const STORED = 65_535;
/**
 * A gzip file (RFC 1952) that stores its content uncompressed. Compressed bytes differ between versions of zlib, and so
 * between versions of Node; stored ones are the same for ever, which makes them fit to be an address.
 */
function gzipStored(content) {
    const parts = [
        // Magic, deflate, no flags, no time, no extra flags, unknown operating system.
        Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]),
    ];
    let offset = 0;
    do {
        const block = content.subarray(offset, offset + STORED);
        offset += block.length;
        const header = Buffer.alloc(5);
        header.writeUInt8(offset >= content.length ? 1 : 0, 0);
        header.writeUInt16LE(block.length, 1);
        header.writeUInt16LE(~block.length & 0xffff, 3);
        parts.push(header, block);
    } while (offset < content.length);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE((0, node_zlib_1.crc32)(content), 0);
    trailer.writeUInt32LE(content.length >>> 0, 4);
    parts.push(trailer);
    return Buffer.concat(parts);
}


/***/ }),

/***/ 4010:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.trainingQuery = exports.batchQuery = exports.trainingPipeline = exports.packageSource = exports.sklearnImage = exports.batchWindow = exports.batchPipeline = void 0;
var batch_pipeline_ts_1 = __webpack_require__(4469);
Object.defineProperty(exports, "batchPipeline", ({ enumerable: true, get: function () { return batch_pipeline_ts_1.batchPipeline; } }));
var batch_window_ts_1 = __webpack_require__(2079);
Object.defineProperty(exports, "batchWindow", ({ enumerable: true, get: function () { return batch_window_ts_1.batchWindow; } }));
var sklearn_image_ts_1 = __webpack_require__(5090);
Object.defineProperty(exports, "sklearnImage", ({ enumerable: true, get: function () { return sklearn_image_ts_1.sklearnImage; } }));
var source_package_ts_1 = __webpack_require__(4100);
Object.defineProperty(exports, "packageSource", ({ enumerable: true, get: function () { return source_package_ts_1.packageSource; } }));
var training_pipeline_ts_1 = __webpack_require__(1105);
Object.defineProperty(exports, "trainingPipeline", ({ enumerable: true, get: function () { return training_pipeline_ts_1.trainingPipeline; } }));
var training_query_ts_1 = __webpack_require__(3027);
Object.defineProperty(exports, "batchQuery", ({ enumerable: true, get: function () { return training_query_ts_1.batchQuery; } }));
Object.defineProperty(exports, "trainingQuery", ({ enumerable: true, get: function () { return training_query_ts_1.trainingQuery; } }));


/***/ }),

/***/ 8336:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.launcher = launcher;
/**
 * The launcher of a Processing step (`runproc.sh`): unpacks the scripts, installs what they declare and runs one of them.
 * Its name, its folder and what it does are those of the SageMaker SDK's FrameworkProcessor.
 *
 * SageMaker takes at most 256 characters per container argument, fewer than a list of fifteen columns has. A value that
 * is longer arrives in pieces, `--features PIECE --features+ PIECE`, which the launcher puts together again.
 * @param program path of the script in the archive.
 */
function launcher(program) {
    return `#!/bin/bash
# Unpacks the scripts, installs their requirements and runs one of them.
set -euo pipefail

arguments=()
last=-1
while (($# > 0)); do
  if [[ "$1" == --*+ && $last -ge 0 && $# -ge 2 ]]; then
    # A further piece of the value before it.
    arguments[$last]="\${arguments[$last]}$2"
    shift 2
  else
    last=$((last + 1))
    arguments[$last]="$1"
    shift
  fi
done

cd /opt/ml/processing/input/code/
tar -xzf sourcedir.tar.gz
if [[ -f requirements.txt ]]; then
  python -m pip install --disable-pip-version-check -r requirements.txt
fi
exec python ${shellWord(program)} \${arguments[@]+"\${arguments[@]}"}
`;
}
function shellWord(text) {
    return /^[A-Za-z0-9._/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}


/***/ }),

/***/ 2056:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.prestoParameters = prestoParameters;
exports.connectionArguments = connectionArguments;
exports.columnArguments = columnArguments;
const index_ts_1 = __webpack_require__(7782);
const container_argument_ts_1 = __webpack_require__(6597);
function prestoParameters(config) {
    const { presto, training_step: step } = config;
    const parts = (0, container_argument_ts_1.pieces)(featureList(step.training_features));
    return {
        HostParameter: (0, index_ts_1.stringParameter)('HostParameter', { default: presto.host }),
        Region: (0, index_ts_1.stringParameter)('Region', { default: config.aws.region }),
        PrestoParameter: (0, index_ts_1.stringParameter)('PrestoParameter', { default: presto.presto_credentials }),
        PortParameter: (0, index_ts_1.stringParameter)('PortParameter', { default: String(presto.port) }),
        Target: (0, index_ts_1.stringParameter)('Target', { default: step.training_target }),
        Catalog: (0, index_ts_1.stringParameter)('Catalog', { default: presto.catalog }),
        Schema: (0, index_ts_1.stringParameter)('Schema', { default: presto.schema }),
        features: parts.map((part, index) => (0, index_ts_1.stringParameter)(index === 0 ? 'Feature' : `Feature${index + 1}`, { default: part })),
    };
}
/** Arguments by which a script connects to Presto. */
function connectionArguments(parameters, config) {
    const { protocol } = config.presto;
    return [
        ...(0, container_argument_ts_1.option)('host', [parameters.HostParameter.value]),
        ...(0, container_argument_ts_1.option)('port', [parameters.PortParameter.value]),
        ...(0, container_argument_ts_1.option)('presto_credentials_key', [parameters.PrestoParameter.value]),
        ...(0, container_argument_ts_1.option)('region', [parameters.Region.value]),
        ...(0, container_argument_ts_1.option)('presto_catalog', [parameters.Catalog.value]),
        ...(0, container_argument_ts_1.option)('presto_schema', [parameters.Schema.value]),
        ...(protocol === undefined ? [] : (0, container_argument_ts_1.option)('presto_protocol', [protocol])),
    ];
}
/** Arguments by which a script knows the columns. */
function columnArguments(parameters, keyColumn) {
    return [
        ...(0, container_argument_ts_1.option)('target', [parameters.Target.value]),
        ...(0, container_argument_ts_1.option)('features', parameters.features.map(({ value }) => value)),
        ...(keyColumn === undefined ? [] : (0, container_argument_ts_1.option)('key_column', [keyColumn])),
    ];
}
/** Spelled as Python's `json.dumps` does where that fits into one argument, else as short as can be. */
function featureList(features) {
    const spaced = `[${features.map((feature) => JSON.stringify(feature)).join(', ')}]`;
    return (0, container_argument_ts_1.pieces)(spaced).length === 1 ? spaced : JSON.stringify(features);
}


/***/ }),

/***/ 983:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.scriptPath = scriptPath;
const failure_ts_1 = __webpack_require__(1633);
/**
 * Path of a script in the package. Configurations name scripts relative to the folder (`training.py`) or with it
 * (`sagemaker-code/training.py`); the longest ending that is in the package is what is meant.
 * @param key the key of the configuration, for the message.
 */
function scriptPath(source, key, path) {
    const files = source.files.map((file) => file.path);
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    for (let from = 0; from < parts.length; from++) {
        const candidate = parts.slice(from).join('/');
        if (files.includes(candidate))
            return candidate;
    }
    const scripts = files.filter((file) => file.endsWith('.py'));
    throw new failure_ts_1.Failure('config_invalid', `${key}: ${path} is not in scripts.source_dir`, {
        wayOut: `Name one of the scripts there: ${scripts.join(', ')}.`,
    });
}


/***/ }),

/***/ 9825:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.settings = settings;
const placeholders_ts_1 = __webpack_require__(3782);
const failure_ts_1 = __webpack_require__(1633);
const index_ts_1 = __webpack_require__(7782);
function settings(unresolved, context) {
    const config = (0, placeholders_ts_1.resolveAccount)({ ...unresolved, aws: { ...unresolved.aws, region: context.region } }, context.account);
    const { aws, pipeline } = config;
    const { network_config: network } = aws;
    const bucketUri = `s3://${aws.s3_bucket}`;
    return {
        config,
        role: aws.sagemaker_execution_role_arn,
        bucket: aws.s3_bucket,
        bucketUri,
        prefix: aws.s3_prefix,
        kmsKeyId: aws.kms_key_id,
        network: {
            encryptBetweenInstances: network.encrypt_inter_container_traffic,
            vpc: vpc(network.security_group_ids, network.subnets),
        },
        isolated: network.enable_network_isolation ?? false,
        cache: pipeline.cache.enabled ? { Enabled: true, ExpireAfter: pipeline.cache.expire_after } : undefined,
        retries: retries(pipeline.retries),
        tags: (section = []) => mergedTags(pipeline.tags, section),
        volumeKmsKeyId: (instanceType) => ((0, index_ts_1.hasLocalStorage)(instanceType) ? undefined : aws.kms_key_id),
        asset: (pipelineName, folder, name, content, contentType) => {
            const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
            const hash = (0, index_ts_1.sha256)(bytes);
            return { uri: `${bucketUri}/${pipelineName}/${folder}/${hash}/${name}`, bytes, sha256: hash, contentType };
        },
    };
}
function vpc(securityGroups, subnets) {
    if (!securityGroups && !subnets)
        return undefined;
    if (!securityGroups || !subnets) {
        throw new failure_ts_1.Failure('config_invalid', 'aws.network_config: security_group_ids and subnets belong together', {
            wayOut: 'Give both, or none.',
        });
    }
    return { SecurityGroupIds: securityGroups, Subnets: subnets };
}
/**
 * Errors of the service are retried, errors of the code never: those are not in any list. The service retries trials
 * of a tuning job itself (RetryStrategy) and refuses a policy for their internal errors.
 */
function retries(options) {
    const policy = (...exceptions) => ({
        ExceptionType: exceptions,
        IntervalSeconds: options.interval_seconds,
        BackoffRate: options.backoff_rate,
        MaxAttempts: options.max_attempts,
    });
    const call = policy('Step.SERVICE_FAULT', 'Step.THROTTLING');
    return {
        call: [call],
        tuning: [call, policy('SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT')],
        job: [call, policy('SageMaker.JOB_INTERNAL_ERROR', 'SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT')],
    };
}
function mergedTags(all, section) {
    const merged = new Map([...all, ...section].map(({ Key, Value }) => [Key, Value]));
    return [...merged].map(([Key, Value]) => ({ Key, Value })).sort((a, b) => (a.Key < b.Key ? -1 : 1));
}


/***/ }),

/***/ 5090:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.sklearnImage = sklearnImage;
const closest_ts_1 = __webpack_require__(9417);
const failure_ts_1 = __webpack_require__(1633);
const sklearn_images_ts_1 = __webpack_require__(6825);
/**
 * Address of SageMaker's scikit-learn image. Processing uses the training image, as the SageMaker SDK does.
 * @param version as in `training_step.sklearn_framework_version`: `1.2-1`.
 * @throws Failure `config_invalid` for a region or a version without an image, with the nearest that have one.
 */
function sklearnImage(options) {
    const { region, version, use } = options;
    const account = sklearn_images_ts_1.SKLEARN_REGISTRIES[region];
    if (account === undefined) {
        throw new failure_ts_1.Failure('config_invalid', `aws.region: ${region} has no scikit-learn image of SageMaker`, {
            wayOut: `Use a region that has one, for example ${near(region, Object.keys(sklearn_images_ts_1.SKLEARN_REGISTRIES)).join(', ')}.`,
        });
    }
    const versions = sklearn_images_ts_1.SKLEARN_VERSIONS[use];
    if (!versions.includes(version)) {
        const elsewhere = sklearn_images_ts_1.SKLEARN_VERSIONS.training.includes(version);
        throw new failure_ts_1.Failure('config_invalid', `training_step.sklearn_framework_version: ${elsewhere
            ? `${version} has an image for training but none for ${use}`
            : `there is no scikit-learn image ${version}`}`, { wayOut: `Use one of ${sklearn_images_ts_1.SKLEARN_VERSIONS.inference.join(', ')}, which train and serve.` });
    }
    const domain = sklearn_images_ts_1.REGISTRY_DOMAINS.find(([start]) => region.startsWith(start))?.[1];
    return `${account}.dkr.ecr.${region}.${domain}/sagemaker-scikit-learn:${version}-cpu-py3`;
}
function near(name, known) {
    return [...known].sort((a, b) => (0, closest_ts_1.editDistance)(name, a) - (0, closest_ts_1.editDistance)(name, b) || (a < b ? -1 : 1)).slice(0, 3);
}


/***/ }),

/***/ 6825:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.REGISTRY_DOMAINS = exports.SKLEARN_VERSIONS = exports.SKLEARN_REGISTRIES = void 0;
/**
 * SageMaker's scikit-learn images, as the SageMaker Python SDK lists them in `sagemaker/image_uri_config/sklearn.json`
 * (Apache-2.0; versions 2.208.0, 2.257.7 and 3.27.0 taken together). Each region has its own registry.
 */
exports.SKLEARN_REGISTRIES = {
    'af-south-1': '510948584623',
    'ap-east-1': '651117190479',
    'ap-northeast-1': '354813040037',
    'ap-northeast-2': '366743142698',
    'ap-northeast-3': '867004704886',
    'ap-south-1': '720646828776',
    'ap-south-2': '628508329040',
    'ap-southeast-1': '121021644041',
    'ap-southeast-2': '783357654285',
    'ap-southeast-3': '951798379941',
    'ap-southeast-4': '106583098589',
    'ca-central-1': '341280168497',
    'ca-west-1': '190319476487',
    'cn-north-1': '450853457545',
    'cn-northwest-1': '451049120500',
    'eu-central-1': '492215442770',
    'eu-central-2': '680994064768',
    'eu-north-1': '662702820516',
    'eu-south-1': '978288397137',
    'eu-south-2': '104374241257',
    'eu-west-1': '141502667606',
    'eu-west-2': '764974769150',
    'eu-west-3': '659782779980',
    'il-central-1': '898809789911',
    'me-central-1': '272398656194',
    'me-south-1': '801668240914',
    'sa-east-1': '737474898029',
    'us-east-1': '683313688378',
    'us-east-2': '257758044811',
    'us-gov-east-1': '237065988967',
    'us-gov-west-1': '414596584902',
    'us-iso-east-1': '833128469047',
    'us-isob-east-1': '281123927165',
    'us-isof-east-1': '108575199400',
    'us-isof-south-1': '124985052026',
    'us-west-1': '746614075791',
    'us-west-2': '246618743249',
};
/** Versions by use. 0.20.0 exists too, for Python 2 as well as 3; it is past its life and left out here. */
exports.SKLEARN_VERSIONS = {
    training: ['0.23-1', '1.0-1', '1.2-1', '1.4-2', '1.4-2-py312', '1.9-0'],
    inference: ['0.23-1', '1.0-1', '1.2-1', '1.4-2-py312', '1.9-0'],
};
/** Domain of the registries of a partition of AWS, by how its regions' names start. */
exports.REGISTRY_DOMAINS = [
    ['cn-', 'amazonaws.com.cn'],
    ['us-iso-', 'c2s.ic.gov'],
    ['us-isob-', 'sc2s.sgov.gov'],
    // Not in the SDK's list; the partition of us-isof-* in botocore's partitions.json.
    ['us-isof-', 'csp.hci.ic.gov'],
    ['', 'amazonaws.com'],
];


/***/ }),

/***/ 4100:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.withoutRequirements = withoutRequirements;
exports.packageSource = packageSource;
const node_fs_1 = __webpack_require__(3024);
const node_path_1 = __webpack_require__(6760);
const failure_ts_1 = __webpack_require__(1633);
const canonical_ts_1 = __webpack_require__(1416);
const gzip_stored_ts_1 = __webpack_require__(2710);
const ustar_ts_1 = __webpack_require__(7161);
/** The same package for a container that cannot install anything, as it has no network. */
function withoutRequirements(source) {
    return packed(source.files.filter(({ path }) => path !== 'requirements.txt'));
}
/** Scripts are kilobytes; more than this is data or a virtual environment that got into the folder. */
const MOST_BYTES = 20 * 1024 * 1024;
/** What a folder of scripts holds besides what runs in a container. */
const IGNORED_FOLDERS = new Set(['__pycache__', 'tests', 'test', 'node_modules', 'build', 'dist']);
const IGNORED_FILES = /^(pyproject\.toml|setup\.cfg|uv\.lock|.*\.py[co]|.*~)$/;
/**
 * Packs a folder of scripts. Hidden files, byte code, tests and the files of development tools stay out.
 * @throws Failure `config_invalid` when the folder is missing, has nothing to pack, is larger than 20 MiB, or has a
 *   symbolic link that leads out of it.
 */
function packageSource(directory) {
    const root = realFolder(directory);
    const files = collect(root, root, directory, [root]);
    if (files.length === 0) {
        throw new failure_ts_1.Failure('config_invalid', `${directory}: there is no script in this folder`, {
            wayOut: 'Name the folder that holds the container scripts in scripts.source_dir.',
        });
    }
    return archive(files, directory);
}
function realFolder(directory) {
    const real = (0, node_fs_1.statSync)(directory, { throwIfNoEntry: false });
    if (real?.isDirectory())
        return (0, node_fs_1.realpathSync)(directory);
    throw new failure_ts_1.Failure('config_invalid', `${directory}: ${real ? 'this is not a folder' : 'there is no such folder'}`, {
        wayOut: 'Name the folder that holds the container scripts in scripts.source_dir.',
    });
}
function archive(files, directory) {
    // By code unit, not by locale: the order is part of the bytes.
    const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
    const size = sorted.reduce((total, file) => total + file.bytes.length, 0);
    if (size > MOST_BYTES) {
        const largest = [...sorted].sort((a, b) => b.bytes.length - a.bytes.length)[0];
        throw new failure_ts_1.Failure('config_invalid', `${directory}: ${size.toLocaleString('en-US')} bytes of scripts, more than 20 MiB`, {
            wayOut: `Move data out of the folder; the largest file is ${largest?.path}.`,
        });
    }
    try {
        return packed(sorted);
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        throw new failure_ts_1.Failure('config_invalid', `${directory}: ${error.message}`, {
            wayOut: 'Use shorter names of files and folders.',
        });
    }
}
function packed(files) {
    const bytes = (0, gzip_stored_ts_1.gzipStored)((0, ustar_ts_1.ustar)(files));
    return { bytes, sha256: (0, canonical_ts_1.sha256)(bytes), files };
}
/** @param trail real folders on the way here, so that a link to one of them ends instead of going round for ever. */
function collect(folder, root, shown, trail) {
    return (0, node_fs_1.readdirSync)(folder).flatMap((name) => {
        const path = (0, node_path_1.join)(folder, name);
        if (name.startsWith('.') || IGNORED_FILES.test(name))
            return [];
        const real = (0, node_fs_1.lstatSync)(path).isSymbolicLink() ? followed(path, root, shown) : path;
        const stats = (0, node_fs_1.statSync)(real);
        if (stats.isDirectory()) {
            if (IGNORED_FOLDERS.has(name) || trail.includes(real))
                return [];
            return collect(real, root, shown, [...trail, real]).map((file) => ({
                path: `${name}/${file.path}`,
                bytes: file.bytes,
            }));
        }
        return stats.isFile() ? [{ path: name, bytes: (0, node_fs_1.readFileSync)(real) }] : [];
    });
}
function followed(link, root, shown) {
    const place = `${shown}/${(0, node_path_1.relative)(root, link).split(node_path_1.sep).join('/')}`;
    let real;
    try {
        real = (0, node_fs_1.realpathSync)(link);
    }
    catch {
        throw new failure_ts_1.Failure('config_invalid', `${place}: this symbolic link leads nowhere`, { wayOut: 'Remove it.' });
    }
    if (real !== root && !real.startsWith(root + node_path_1.sep)) {
        throw new failure_ts_1.Failure('config_invalid', `${place}: this symbolic link leads out of the folder`, {
            wayOut: 'Copy the file into the folder: only what is in it is reviewed and uploaded.',
        });
    }
    return real;
}


/***/ }),

/***/ 1105:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.trainingPipeline = trainingPipeline;
const index_ts_1 = __webpack_require__(7782);
const container_argument_ts_1 = __webpack_require__(6597);
const desired_pipeline_ts_1 = __webpack_require__(4999);
const launcher_ts_1 = __webpack_require__(8336);
const presto_parameters_ts_1 = __webpack_require__(2056);
const script_path_ts_1 = __webpack_require__(983);
const settings_ts_1 = __webpack_require__(9825);
const sklearn_image_ts_1 = __webpack_require__(5090);
const source_package_ts_1 = __webpack_require__(4100);
const training_query_ts_1 = __webpack_require__(3027);
/** Disk of a processing instance, the default of the SageMaker SDK. */
const PROCESSING_VOLUME_GB = 30;
/**
 * The training pipeline: Presto → Preprocess-Data → Train-And-Tune-Model → Evaluate-Model → Accuracy-Condition →
 * Register-Model, or AccuracyThresholdFailed.
 * @throws Failure `config_invalid` or `definition_invalid`, each with the place and the way out.
 */
function trainingPipeline(unresolved, context) {
    const common = (0, settings_ts_1.settings)(unresolved, context);
    const { config, bucket, bucketUri, role, kmsKeyId, network } = common;
    const { training_step, tuning_step, evaluation_step, data_processing_step, register_model_step, scripts } = config;
    const name = config.pipeline.training_pipeline_name;
    const { region, source } = context;
    const version = training_step.sklearn_framework_version;
    const trainingImage = (0, sklearn_image_ts_1.sklearnImage)({ region, version, use: 'training' });
    const parameters = { ...trainingParameters(config), ...(0, presto_parameters_ts_1.prestoParameters)(config) };
    const { features, ...scalars } = parameters;
    const program = (key) => (0, script_path_ts_1.scriptPath)(source, `scripts.${key}`, scripts[key]);
    const codeAsset = common.asset(name, 'code', 'sourcedir.tar.gz', source.bytes, 'application/gzip');
    const launcherAsset = (script) => common.asset(name, 'code', 'runproc.sh', (0, launcher_ts_1.launcher)(script), 'text/x-shellscript');
    const queryAsset = common.asset(name, 'query', 'query.sql', (0, training_query_ts_1.trainingQuery)(config), 'application/sql');
    const preprocessLauncher = launcherAsset(program('preprocess_data'));
    const evaluateLauncher = launcherAsset(program('evaluation'));
    const outputAddress = (folder) => (0, index_ts_1.join)('/', [bucketUri, common.prefix, index_ts_1.execution.executionId, folder]);
    const output = (folder) => ({ localPath: `/opt/ml/processing/${folder}`, s3Uri: outputAddress(folder) });
    const preprocess = (0, index_ts_1.frameworkProcessing)({
        name: data_processing_step.step_name,
        role,
        image: trainingImage,
        sourceArchive: codeAsset.uri,
        launcher: preprocessLauncher.uri,
        arguments: [
            ...(0, presto_parameters_ts_1.connectionArguments)(parameters, config),
            ...(0, container_argument_ts_1.option)('train_split', [(0, index_ts_1.asText)(parameters.TrainSplit.value)]),
            ...(0, container_argument_ts_1.option)('test_split', [(0, index_ts_1.asText)(parameters.TestSplit.value)]),
            ...(0, presto_parameters_ts_1.columnArguments)(parameters, training_step.key_column),
        ],
        // Part of the cache's key and of nothing else: another value reads the rows anew.
        environment: { DATA_SNAPSHOT: parameters.DataSnapshot.value },
        instanceType: parameters.ProcessingInstanceType.value,
        instanceCount: data_processing_step.instance_count,
        volumeSizeInGb: PROCESSING_VOLUME_GB,
        volumeKmsKeyId: common.volumeKmsKeyId(data_processing_step.processing_instance_type),
        outputKmsKeyId: kmsKeyId,
        inputs: [{ name: 'query', s3Uri: queryAsset.uri, localPath: '/opt/ml/processing/input/query' }],
        outputs: {
            train: output('train'),
            validation: output('validation'),
            test: output('test'),
            profile: output('profile'),
        },
        network,
        tags: common.tags(data_processing_step.tags),
        cache: common.cache,
        retries: common.retries.job,
    });
    // An isolated container cannot fetch its code: it comes as a channel, as the SageMaker SDK does it. Nor can it install
    // anything, and training needs nothing that the image does not have.
    const isolatedCode = common.isolated
        ? common.asset(name, 'code', 'sourcedir.tar.gz', (0, source_package_ts_1.withoutRequirements)(source).bytes, 'application/gzip')
        : undefined;
    const train = (0, index_ts_1.tuning)({
        name: tuning_step.step_name,
        role,
        image: trainingImage,
        strategy: tuning_step.strategy,
        randomSeed: tuning_step.random_seed,
        earlyStopping: tuning_step.early_stopping,
        objective: { type: tuning_step.objective_type, metric: tuning_step.objective_metric_name },
        maximumJobs: parameters.MaximumTrainingJobs.value,
        maximumParallelJobs: parameters.MaximumParallelTrainingJobs.value,
        metricDefinitions: tuning_step.metric_definitions,
        ranges: tuning_step.hyperparam_ranges,
        staticHyperparameters: {
            ...modelHyperparameters(config, parameters),
            sagemaker_program: JSON.stringify(program('training_script')),
            sagemaker_submit_directory: JSON.stringify(isolatedCode ? '/opt/ml/input/data/code/sourcedir.tar.gz' : codeAsset.uri),
            sagemaker_container_log_level: '20',
            sagemaker_job_name: JSON.stringify(training_step.base_job_name),
            sagemaker_region: JSON.stringify(region),
            sagemaker_estimator_class_name: '"SKLearn"',
            sagemaker_estimator_module: '"sagemaker.sklearn.estimator"',
        },
        channels: [
            { name: 'train', s3Uri: preprocess.output('train'), contentType: 'text/csv' },
            { name: 'validation', s3Uri: preprocess.output('validation'), contentType: 'text/csv' },
            ...(isolatedCode ? [{ name: 'code', s3Uri: isolatedCode.uri }] : []),
        ],
        outputPath: `${bucketUri}/`,
        outputKmsKeyId: kmsKeyId,
        instanceType: parameters.TrainingInstanceType.value,
        instanceCount: training_step.instance_count,
        volumeSizeInGb: training_step.volume_size_in_gb,
        volumeKmsKeyId: common.volumeKmsKeyId(training_step.instance_type),
        maxRuntimeInSeconds: training_step.max_runtime_in_seconds,
        maximumRetryAttempts: config.pipeline.retries.max_attempts,
        network: { ...network, ...(common.isolated ? { isolated: true } : {}) },
        tags: common.tags(training_step.tags),
        cache: common.cache,
        retries: common.retries.tuning,
    });
    const evaluate = (0, index_ts_1.frameworkProcessing)({
        name: evaluation_step.step_name,
        role,
        image: trainingImage,
        sourceArchive: codeAsset.uri,
        launcher: evaluateLauncher.uri,
        arguments: [
            ...(0, presto_parameters_ts_1.columnArguments)(parameters),
            ...(0, container_argument_ts_1.option)('threshold', [(0, index_ts_1.asText)(parameters.AccuracyConditionThreshold.value)]),
            ...(0, container_argument_ts_1.option)('deployed_model', [parameters.DeployedModel.value]),
            ...(0, container_argument_ts_1.option)('evaluation_filename', [evaluation_step.evaluation_filename]),
        ],
        instanceType: evaluation_step.instance_type,
        instanceCount: evaluation_step.instance_count,
        volumeSizeInGb: PROCESSING_VOLUME_GB,
        volumeKmsKeyId: common.volumeKmsKeyId(evaluation_step.instance_type),
        outputKmsKeyId: kmsKeyId,
        inputs: [
            { name: 'model.tar.gz', s3Uri: train.topModel(bucket), localPath: '/opt/ml/processing/model' },
            { name: 'test.csv', s3Uri: preprocess.output('test'), localPath: '/opt/ml/processing/test' },
            { name: 'profile', s3Uri: preprocess.output('profile'), localPath: '/opt/ml/processing/profile' },
        ],
        outputs: { evaluation: output('evaluation') },
        propertyFiles: { EvaluationReport: { output: 'evaluation', path: evaluation_step.evaluation_filename } },
        network,
        tags: common.tags(),
        // Not cached: a candidate is compared with what is deployed now, and its report lies at this run's address.
        retries: common.retries.job,
    });
    const report = (0, index_ts_1.join)('/', [outputAddress('evaluation'), evaluation_step.evaluation_filename]);
    const register = (0, index_ts_1.registerModel)({
        name: register_model_step.step_name,
        modelGroup: parameters.ModelGroup.value,
        approvalStatus: parameters.ModelApprovalStatus.value,
        image: (0, sklearn_image_ts_1.sklearnImage)({ region, version, use: 'inference' }),
        modelDataUrl: train.topModel(bucket),
        environment: {
            SAGEMAKER_PROGRAM: program('batch_inference'),
            SAGEMAKER_SUBMIT_DIRECTORY: codeAsset.uri,
            SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
            SAGEMAKER_REGION: region,
        },
        contentTypes: ['text/csv', 'application/json', 'application/jsonlines'],
        responseTypes: ['text/csv', 'application/json', 'application/jsonlines'],
        inferenceInstanceTypes: register_model_step.inference_instance_types,
        transformInstanceTypes: register_model_step.transform_instance_types,
        modelQualityReport: report,
        customerMetadata: {
            execution_arn: index_ts_1.execution.executionArn,
            query_sha256: queryAsset.sha256,
            source_sha256: source.sha256,
        },
        tags: common.tags(register_model_step.tags),
        retries: common.retries.call,
    });
    const metric = (path) => (0, index_ts_1.jsonGet)(evaluate.propertyFile('EvaluationReport'), path);
    const gates = [
        ...(evaluation_step.gates.beat_baseline ? ['beats_baseline'] : []),
        ...(evaluation_step.gates.not_worse_than_deployed ? ['not_worse_than_deployed'] : []),
    ];
    const decide = (0, index_ts_1.condition)({
        name: config.condition_step.step_name,
        conditions: [
            (0, index_ts_1.atLeast)(metric('binary_classification_metrics.accuracy.value'), parameters.AccuracyConditionThreshold.value),
            ...gates.map((gate) => (0, index_ts_1.atLeast)(metric(`gates.${gate}.value`), 1)),
        ],
        ifTrue: [register],
        ifFalse: [
            (0, index_ts_1.fail)({
                name: config.fail_step.step_name,
                message: (0, index_ts_1.join)(' ', [
                    'Execution failed due to Accuracy <',
                    parameters.AccuracyConditionThreshold.value,
                    ...gates.map((gate) => `or gate ${gate} not passed`),
                    '- see',
                    report,
                ]),
            }),
        ],
    });
    return (0, desired_pipeline_ts_1.desiredPipeline)({
        name,
        definition: (0, index_ts_1.pipelineDefinition)({
            parameters: [...Object.values(scalars), ...features],
            steps: [preprocess, train, evaluate, decide],
        }),
        assets: [codeAsset, ...(isolatedCode ? [isolatedCode] : []), preprocessLauncher, evaluateLauncher, queryAsset],
        tags: common.tags(),
    });
}
function trainingParameters(config) {
    const { training_step, tuning_step, evaluation_step, data_processing_step, register_model_step } = config;
    return {
        ProcessingInstanceType: (0, index_ts_1.stringParameter)('ProcessingInstanceType', {
            default: data_processing_step.processing_instance_type,
        }),
        TrainingInstanceType: (0, index_ts_1.stringParameter)('TrainingInstanceType', { default: training_step.instance_type }),
        AccuracyConditionThreshold: (0, index_ts_1.floatParameter)('AccuracyConditionThreshold', {
            default: evaluation_step.accuracy_condition_threshold,
        }),
        ModelGroup: (0, index_ts_1.stringParameter)('ModelGroup', { default: register_model_step.model_group }),
        MaximumParallelTrainingJobs: (0, index_ts_1.integerParameter)('MaximumParallelTrainingJobs', {
            default: tuning_step.maximum_parallel_training_jobs,
        }),
        MaximumTrainingJobs: (0, index_ts_1.integerParameter)('MaximumTrainingJobs', { default: tuning_step.maximum_training_jobs }),
        ModelApprovalStatus: (0, index_ts_1.stringParameter)('ModelApprovalStatus', {
            default: register_model_step.approval_status,
        }),
        TrainSplit: (0, index_ts_1.floatParameter)('TrainSplit', { default: training_step.train_split }),
        TestSplit: (0, index_ts_1.floatParameter)('TestSplit', { default: training_step.test_split }),
        /** Address of the deployed model's artifact, which the candidate is compared with. */
        DeployedModel: (0, index_ts_1.stringParameter)('DeployedModel', { default: 'none' }),
        /** Any text; another one than at an earlier run reads the rows anew although nothing else changed. */
        DataSnapshot: (0, index_ts_1.stringParameter)('DataSnapshot', { default: 'any' }),
    };
}
/** Hyperparameters of the model, JSON-encoded as the training toolkit decodes them. */
function modelHyperparameters(config, parameters) {
    const { training_step: step } = config;
    const [first, ...more] = parameters.features;
    return {
        // The parameter holds JSON already.
        features: first && more.length === 0
            ? first.value
            : (0, index_ts_1.join)('', parameters.features.map(({ value }) => value)),
        // JSON by putting quotes around it works for every name without a quote or a backslash in it.
        target: /["\\]/.test(step.training_target)
            ? JSON.stringify(step.training_target)
            : (0, index_ts_1.join)('', ['"', parameters.Target.value, '"']),
        n_estimators: JSON.stringify(step.n_estimators),
        max_depth: JSON.stringify(step.max_depth),
        min_samples_split: JSON.stringify(step.min_samples_split),
        max_features: JSON.stringify(step.max_features),
        random_state: JSON.stringify(step.random_state),
    };
}


/***/ }),

/***/ 3027:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.trainingQuery = trainingQuery;
exports.batchQuery = batchQuery;
exports.usesWindow = usesWindow;
const sql_text_ts_1 = __webpack_require__(104);
/**
 * The SQL that the training rows are read with. With `training_step.sample` it keeps the same rows at every run: those
 * whose key has the least hash, where another seed gives another sample. Presto's TABLESAMPLE and RANDOM() have no seed.
 *
 * The key is hashed as text, so that any type that casts to VARCHAR will do; target and features come last in the order
 * for the case that a key repeats. The query stands on lines of its own, so that a comment at its end stays a comment.
 */
function trainingQuery(config) {
    const step = config.training_step;
    const { sql } = (0, sql_text_ts_1.readSql)(step.query);
    if (!step.sample || step.key_column === undefined)
        return `${sql}\n`;
    const key = quoted(step.key_column);
    const order = [
        `xxhash64(to_utf8('${step.sample.seed}:' || CAST(${key} AS VARCHAR)))`,
        ...new Set([key, ...[step.training_target, ...step.training_features].map(quoted)]),
    ];
    return `SELECT *\nFROM (\n${sql}\n) AS candidates\nORDER BY ${order.join(', ')}\nLIMIT ${step.sample.rows}\n`;
}
/** The SQL that the rows of a batch are read with; `{start_time_utc}` and `{end_time_utc}` are filled in by the script that runs it. */
function batchQuery(query) {
    return `${(0, sql_text_ts_1.readSql)(query).sql}\n`;
}
/** Whether the window of a run reaches the query. In quotes and comments a placeholder is the user's own text. */
function usesWindow(query) {
    return /\{(start|end)_time_utc\}/.test((0, sql_text_ts_1.readSql)(query).code);
}
/** A column name as Presto takes any: in double quotes, case does not matter. */
function quoted(name) {
    return `"${name.replaceAll('"', '""')}"`;
}


/***/ }),

/***/ 7161:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ustar = ustar;
const BLOCK = 512;
/**
 * A tar archive in the ustar format (POSIX.1-1988) of plain files, all with mode 0644, owner 0 and time 0: what is in it
 * depends on names and bytes alone, not on the machine that checked the files out.
 * @throws RangeError for a path that ustar cannot hold (255 bytes, the last 100 after a slash).
 */
function ustar(files) {
    const blocks = [];
    for (const { path, bytes } of files) {
        blocks.push(header(path, bytes.length), bytes);
        const rest = bytes.length % BLOCK;
        if (rest > 0)
            blocks.push(Buffer.alloc(BLOCK - rest));
    }
    // Two empty blocks end an archive.
    blocks.push(Buffer.alloc(2 * BLOCK));
    return Buffer.concat(blocks);
}
function header(path, size) {
    const [prefix, name] = split(path);
    const block = Buffer.alloc(BLOCK);
    const octal = (value, offset, length) => block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
    block.write(name, 0, 'utf8');
    octal(0o644, 100, 8);
    octal(0, 108, 8);
    octal(0, 116, 8);
    octal(size, 124, 12);
    octal(0, 136, 12);
    block.write('        0', 148, 'latin1');
    block.write('ustar\x0000', 257, 'latin1');
    octal(0, 329, 8);
    octal(0, 337, 8);
    block.write(prefix, 345, 'utf8');
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return block;
}
/** A path of more than 100 bytes goes into two fields, cut at a slash. */
function split(path) {
    const bytes = (text) => Buffer.byteLength(text, 'utf8');
    if (bytes(path) <= 100)
        return ['', path];
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        const prefix = path.slice(0, slash);
        const name = path.slice(slash + 1);
        if (bytes(prefix) <= 155 && bytes(name) <= 100 && name !== '')
            return [prefix, name];
    }
    throw new RangeError(`${path}: the path is too long for an archive`);
}


/***/ }),

/***/ 1416:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.canonicalJson = canonicalJson;
exports.sha256 = sha256;
const node_crypto_1 = __webpack_require__(7598);
/**
 * JSON with one spelling per value: members sorted by UTF-16 code unit, no blanks, members without a value left out.
 * Two definitions are the same exactly when their canonical JSON is, so it is what is hashed, compared and uploaded.
 * @throws TypeError for what JSON cannot hold (NaN, Infinity, functions): a definition with such a value is a defect.
 */
function canonicalJson(value) {
    switch (typeof value) {
        case 'string':
        case 'boolean':
            return JSON.stringify(value);
        case 'number':
            if (!Number.isFinite(value))
                throw new TypeError(`${value} cannot be written as JSON`);
            return JSON.stringify(value);
        case 'object':
            if (value === null)
                return 'null';
            if (Array.isArray(value))
                return `[${value.map(canonicalJson).join(',')}]`;
            return `{${Object.entries(value)
                .filter(([, member]) => member !== undefined)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
                .join(',')}}`;
        default:
            throw new TypeError(`${typeof value} cannot be written as JSON`);
    }
}
/** SHA-256 in lower-case hexadecimal. */
function sha256(data) {
    return (0, node_crypto_1.createHash)('sha256').update(data).digest('hex');
}


/***/ }),

/***/ 2291:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.atLeast = atLeast;
exports.condition = condition;
const step_ts_1 = __webpack_require__(5818);
function atLeast(left, right) {
    return { Type: 'GreaterThanOrEqualTo', LeftValue: left, RightValue: right };
}
/** A Condition step. The steps of its branches are part of it, not of the pipeline's own list. */
function condition(options) {
    return {
        definition: (0, step_ts_1.stepDefinition)('Condition', options, {
            Conditions: options.conditions,
            IfSteps: options.ifTrue.map((step) => step.definition),
            ElseSteps: options.ifFalse.map((step) => step.definition),
        }),
    };
}


/***/ }),

/***/ 806:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.execution = void 0;
exports.join = join;
exports.asText = asText;
exports.jsonGet = jsonGet;
function join(on, values) {
    return { 'Std:Join': { On: on, Values: values } };
}
/** The text of one value: pipeline arguments are texts, and parameters of type Float or Integer are not. */
function asText(value) {
    return join('', [value]);
}
/** @param path dotted path in the JSON file, `[0]` for an element of a list. */
function jsonGet(file, path) {
    return { 'Std:JsonGet': { PropertyFile: file, Path: path } };
}
/** Variables of the running execution (SageMaker Developer Guide, "Execution variables"). */
exports.execution = {
    pipelineName: { Get: 'Execution.PipelineName' },
    pipelineArn: { Get: 'Execution.PipelineArn' },
    executionId: { Get: 'Execution.PipelineExecutionId' },
    executionArn: { Get: 'Execution.PipelineExecutionArn' },
    startDateTime: { Get: 'Execution.StartDateTime' },
    currentDateTime: { Get: 'Execution.CurrentDateTime' },
};


/***/ }),

/***/ 3016:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.fail = fail;
const step_ts_1 = __webpack_require__(5818);
/** A Fail step: the execution ends as Failed with this message (at most 3,072 characters). */
function fail(options) {
    return { definition: (0, step_ts_1.stepDefinition)('Fail', options, { ErrorMessage: options.message }) };
}


/***/ }),

/***/ 9540:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ENTRYPOINT_FOLDER = exports.CODE_FOLDER = void 0;
exports.frameworkProcessing = frameworkProcessing;
const processing_ts_1 = __webpack_require__(8195);
/** Folders are those of the SageMaker SDK's FrameworkProcessor, on which launcher scripts in the field rely. */
exports.CODE_FOLDER = '/opt/ml/processing/input/code/';
exports.ENTRYPOINT_FOLDER = '/opt/ml/processing/input/entrypoint';
/** A Processing step whose program is a folder of scripts: sourcedir.tar.gz and runproc.sh are two of its inputs. */
function frameworkProcessing(options) {
    const { sourceArchive, launcher, ...rest } = options;
    const launcherName = launcher.slice(launcher.lastIndexOf('/') + 1);
    return (0, processing_ts_1.processing)({
        ...rest,
        entrypoint: ['/bin/bash', `${exports.ENTRYPOINT_FOLDER}/${launcherName}`],
        inputs: [
            ...rest.inputs,
            { name: 'code', s3Uri: sourceArchive, localPath: exports.CODE_FOLDER },
            { name: 'entrypoint', s3Uri: launcher, localPath: exports.ENTRYPOINT_FOLDER },
        ],
    });
}


/***/ }),

/***/ 7782:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.tuning = exports.transform = exports.training = exports.registerModel = exports.processing = exports.pipelineDefinition = exports.stringParameter = exports.integerParameter = exports.floatParameter = exports.booleanParameter = exports.model = exports.hasLocalStorage = exports.lintDefinition = exports.frameworkProcessing = exports.fail = exports.jsonGet = exports.join = exports.execution = exports.asText = exports.condition = exports.atLeast = exports.sha256 = exports.canonicalJson = void 0;
var canonical_ts_1 = __webpack_require__(1416);
Object.defineProperty(exports, "canonicalJson", ({ enumerable: true, get: function () { return canonical_ts_1.canonicalJson; } }));
Object.defineProperty(exports, "sha256", ({ enumerable: true, get: function () { return canonical_ts_1.sha256; } }));
var condition_ts_1 = __webpack_require__(2291);
Object.defineProperty(exports, "atLeast", ({ enumerable: true, get: function () { return condition_ts_1.atLeast; } }));
Object.defineProperty(exports, "condition", ({ enumerable: true, get: function () { return condition_ts_1.condition; } }));
var expression_ts_1 = __webpack_require__(806);
Object.defineProperty(exports, "asText", ({ enumerable: true, get: function () { return expression_ts_1.asText; } }));
Object.defineProperty(exports, "execution", ({ enumerable: true, get: function () { return expression_ts_1.execution; } }));
Object.defineProperty(exports, "join", ({ enumerable: true, get: function () { return expression_ts_1.join; } }));
Object.defineProperty(exports, "jsonGet", ({ enumerable: true, get: function () { return expression_ts_1.jsonGet; } }));
var fail_ts_1 = __webpack_require__(3016);
Object.defineProperty(exports, "fail", ({ enumerable: true, get: function () { return fail_ts_1.fail; } }));
var framework_processing_ts_1 = __webpack_require__(9540);
Object.defineProperty(exports, "frameworkProcessing", ({ enumerable: true, get: function () { return framework_processing_ts_1.frameworkProcessing; } }));
var index_ts_1 = __webpack_require__(9002);
Object.defineProperty(exports, "lintDefinition", ({ enumerable: true, get: function () { return index_ts_1.lintDefinition; } }));
var local_storage_ts_1 = __webpack_require__(1313);
Object.defineProperty(exports, "hasLocalStorage", ({ enumerable: true, get: function () { return local_storage_ts_1.hasLocalStorage; } }));
var model_ts_1 = __webpack_require__(8615);
Object.defineProperty(exports, "model", ({ enumerable: true, get: function () { return model_ts_1.model; } }));
var parameter_ts_1 = __webpack_require__(797);
Object.defineProperty(exports, "booleanParameter", ({ enumerable: true, get: function () { return parameter_ts_1.booleanParameter; } }));
Object.defineProperty(exports, "floatParameter", ({ enumerable: true, get: function () { return parameter_ts_1.floatParameter; } }));
Object.defineProperty(exports, "integerParameter", ({ enumerable: true, get: function () { return parameter_ts_1.integerParameter; } }));
Object.defineProperty(exports, "stringParameter", ({ enumerable: true, get: function () { return parameter_ts_1.stringParameter; } }));
var pipeline_ts_1 = __webpack_require__(6190);
Object.defineProperty(exports, "pipelineDefinition", ({ enumerable: true, get: function () { return pipeline_ts_1.pipelineDefinition; } }));
var processing_ts_1 = __webpack_require__(8195);
Object.defineProperty(exports, "processing", ({ enumerable: true, get: function () { return processing_ts_1.processing; } }));
var register_model_ts_1 = __webpack_require__(313);
Object.defineProperty(exports, "registerModel", ({ enumerable: true, get: function () { return register_model_ts_1.registerModel; } }));
var training_ts_1 = __webpack_require__(1698);
Object.defineProperty(exports, "training", ({ enumerable: true, get: function () { return training_ts_1.training; } }));
var transform_ts_1 = __webpack_require__(7478);
Object.defineProperty(exports, "transform", ({ enumerable: true, get: function () { return transform_ts_1.transform; } }));
var tuning_ts_1 = __webpack_require__(5457);
Object.defineProperty(exports, "tuning", ({ enumerable: true, get: function () { return tuning_ts_1.tuning; } }));


/***/ }),

/***/ 7866:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.badInstanceType = void 0;
const instance_types_ts_1 = __webpack_require__(1495);
const walk_ts_1 = __webpack_require__(9177);
const PLACES = {
    Processing: [['ProcessingResources.ClusterConfig.InstanceType', 'processing']],
    Training: [['ResourceConfig.InstanceType', 'training']],
    Tuning: [['TrainingJobDefinition.HyperParameterTuningResourceConfig.InstanceType', 'training']],
    Transform: [['TransformResources.InstanceType', 'transform']],
    RegisterModel: [
        ['InferenceSpecification.SupportedRealtimeInferenceInstanceTypes', 'hosting'],
        ['InferenceSpecification.SupportedTransformInstanceTypes', 'transform'],
    ],
};
/** Instance types exist, and for this use: not every family trains, serves and processes. */
const badInstanceType = (definition) => (0, walk_ts_1.allSteps)(definition).flatMap(({ step, path }) => (PLACES[step.Type] ?? []).flatMap(([place, use]) => {
    const value = (0, walk_ts_1.at)(step.Arguments, place);
    return [value]
        .flat()
        .flatMap((each) => candidates(each, definition))
        .flatMap((type) => {
        const problem = (0, instance_types_ts_1.instanceProblem)(type, use);
        // A family that AWS may have added since the list was made is not for us to refuse.
        if (problem?.severity !== 'error')
            return [];
        return {
            rule: 'bad-instance-type',
            path: `${path}.Arguments.${place}`,
            message: problem.message,
            wayOut: `Use an instance type that SageMaker offers for ${use}.`,
        };
    });
}));
exports.badInstanceType = badInstanceType;
/** The types that a value can have before anybody overrides it: itself, or the default and the allowed values of its parameter. */
function candidates(value, definition) {
    if (typeof value === 'string')
        return [value];
    if (!(0, walk_ts_1.isObject)(value) || typeof value.Get !== 'string')
        return [];
    const parameter = definition.Parameters.find(({ Name }) => value.Get === `Parameters.${Name}`);
    return [...new Set([parameter?.DefaultValue, ...(parameter?.EnumValues ?? [])])].filter((each) => typeof each === 'string');
}


/***/ }),

/***/ 6192:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.cycle = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** No step waits for itself: by references, by DependsOn, or through the condition in whose branch it is. */
const cycle = (definition) => {
    const waitsFor = new Map();
    for (const { step, parent } of (0, walk_ts_1.allSteps)(definition)) {
        waitsFor.set(step.Name, new Set([...(step.DependsOn ?? []), ...(parent ? [parent.Name] : [])]));
    }
    for (const { get, owner } of (0, walk_ts_1.references)(definition)) {
        const target = (0, walk_ts_1.stepReference)(get)?.step;
        if (owner && target)
            waitsFor.get(owner.Name)?.add(target);
    }
    const done = new Set();
    const circles = [];
    const follow = (name, trail) => {
        const start = trail.indexOf(name);
        if (start >= 0)
            circles.push([...trail.slice(start), name]);
        if (start >= 0 || done.has(name))
            return;
        for (const next of waitsFor.get(name) ?? [])
            follow(next, [...trail, name]);
        done.add(name);
    };
    for (const name of waitsFor.keys())
        follow(name, []);
    return circles.map((circle) => ({
        rule: 'cycle',
        path: `Steps.${circle[0]}`,
        message: `steps wait for each other: ${circle.join(' → ')}`,
        wayOut: 'Remove one of these references.',
    }));
};
exports.cycle = cycle;


/***/ }),

/***/ 1755:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.duplicateName = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** Names are unique: of parameters, of all steps (those in branches too), and of what one step has. */
const duplicateName = (definition) => [
    ...repeated(definition.Parameters.map(({ Name }) => Name)).map((name) => finding(`Parameters.${name}`, 'parameters')),
    ...repeated((0, walk_ts_1.allSteps)(definition).map(({ step }) => step.Name)).map((name) => finding(`Steps.${name}`, 'steps')),
    ...(0, walk_ts_1.allSteps)(definition).flatMap(({ step, path }) => [
        ...named(`${path}.PropertyFiles`, 'property files', step.PropertyFiles, 'PropertyFileName'),
        ...[
            ['ProcessingInputs', 'inputs', 'InputName'],
            ['ProcessingOutputConfig.Outputs', 'outputs', 'OutputName'],
            ['InputDataConfig', 'channels', 'ChannelName'],
            ['TrainingJobDefinition.InputDataConfig', 'channels', 'ChannelName'],
            ['Tags', 'tags', 'Key'],
        ].flatMap(([where, what, key]) => named(`${path}.Arguments.${where}`, what, (0, walk_ts_1.at)(step.Arguments, where), key)),
    ]),
];
exports.duplicateName = duplicateName;
function named(path, what, items, key) {
    return repeated((0, walk_ts_1.list)(items).map((item) => String((0, walk_ts_1.at)(item, key)))).map((name) => finding(`${path}.${name}`, what));
}
function repeated(names) {
    return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
function finding(path, what) {
    return {
        rule: 'duplicate-name',
        path,
        message: `two ${what} have the name ${path.slice(path.lastIndexOf('.') + 1)}`,
        wayOut: 'Rename one of them.',
    };
}


/***/ }),

/***/ 9002:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.lintDefinition = lintDefinition;
const bad_instance_type_ts_1 = __webpack_require__(7866);
const cycle_ts_1 = __webpack_require__(6192);
const duplicate_name_ts_1 = __webpack_require__(1755);
const invalid_default_ts_1 = __webpack_require__(8201);
const invalid_name_ts_1 = __webpack_require__(1997);
const objective_without_metric_ts_1 = __webpack_require__(2689);
const over_limit_ts_1 = __webpack_require__(1044);
const undeclared_parameter_ts_1 = __webpack_require__(8719);
const unknown_output_ts_1 = __webpack_require__(4992);
const unknown_property_file_ts_1 = __webpack_require__(1485);
const unknown_step_ts_1 = __webpack_require__(7647);
const unknown_variable_ts_1 = __webpack_require__(1149);
const unused_parameter_ts_1 = __webpack_require__(8756);
const RULES = [
    unused_parameter_ts_1.unusedParameter,
    undeclared_parameter_ts_1.undeclaredParameter,
    unknown_variable_ts_1.unknownVariable,
    unknown_step_ts_1.unknownStep,
    unknown_output_ts_1.unknownOutput,
    unknown_property_file_ts_1.unknownPropertyFile,
    cycle_ts_1.cycle,
    duplicate_name_ts_1.duplicateName,
    invalid_name_ts_1.invalidName,
    invalid_default_ts_1.invalidDefault,
    bad_instance_type_ts_1.badInstanceType,
    over_limit_ts_1.overLimit,
    objective_without_metric_ts_1.objectiveWithoutMetric,
];
/** Everything that is wrong with a definition, by rule; empty when nothing is. */
function lintDefinition(definition) {
    return RULES.flatMap((rule) => rule(definition));
}


/***/ }),

/***/ 8201:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.invalidDefault = void 0;
/** A parameter's default is of its type and, where only some values are allowed, one of them. */
const invalidDefault = (definition) => definition.Parameters.flatMap((parameter) => {
    const { Name, Type, DefaultValue, EnumValues } = parameter;
    if (DefaultValue === undefined)
        return [];
    const finding = (message, wayOut) => ({
        rule: 'invalid-default',
        path: `Parameters.${Name}.DefaultValue`,
        message,
        wayOut,
    });
    if (!fits(parameter)) {
        return finding(`${JSON.stringify(DefaultValue)} is no ${Type}`, `Give a default of type ${Type}.`);
    }
    if (EnumValues && !EnumValues.some((allowed) => allowed === DefaultValue)) {
        return finding(`${JSON.stringify(DefaultValue)} is not allowed`, `Give one of ${EnumValues.join(', ')}.`);
    }
    return [];
});
exports.invalidDefault = invalidDefault;
function fits({ Type, DefaultValue }) {
    switch (Type) {
        case 'String':
            return typeof DefaultValue === 'string';
        case 'Boolean':
            return typeof DefaultValue === 'boolean';
        case 'Integer':
            return Number.isSafeInteger(DefaultValue);
        case 'Float':
            return Number.isFinite(DefaultValue);
    }
}


/***/ }),

/***/ 1997:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.invalidName = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** Shapes StepName (1–64) and PipelineParameterName (1–256) of the service model, both of `A-Za-z0-9-_`. */
const invalidName = (definition) => [
    ...(0, walk_ts_1.allSteps)(definition).map(({ step, path }) => ({ name: step.Name, path, most: 64 })),
    ...definition.Parameters.map(({ Name }) => ({ name: Name, path: `Parameters.${Name}`, most: 256 })),
]
    .filter(({ name, most }) => !/^[A-Za-z0-9\-_]+$/.test(name) || name.length > most)
    .map(({ name, path, most }) => ({
    rule: 'invalid-name',
    path,
    message: `${JSON.stringify(name)} is not a name that SageMaker takes`,
    wayOut: `Use 1 to ${most} letters, digits, hyphens and underscores.`,
}));
exports.invalidName = invalidName;


/***/ }),

/***/ 2689:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.objectiveWithoutMetric = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** A tuning job without a built-in algorithm finds its objective only by a metric definition. */
const objectiveWithoutMetric = (definition) => (0, walk_ts_1.allSteps)(definition).flatMap(({ step, path }) => {
    if (step.Type !== 'Tuning')
        return [];
    const place = 'HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName';
    const objective = (0, walk_ts_1.at)(step.Arguments, place);
    const metrics = (0, walk_ts_1.list)((0, walk_ts_1.at)(step.Arguments, 'TrainingJobDefinition.AlgorithmSpecification.MetricDefinitions')).map((metric) => String((0, walk_ts_1.at)(metric, 'Name')));
    if (metrics.length === 0 || typeof objective !== 'string' || metrics.includes(objective))
        return [];
    return {
        rule: 'objective-without-metric',
        path: `${path}.Arguments.${place}`,
        message: `no metric definition is named ${objective}`,
        wayOut: `Name one of ${metrics.join(', ')}, or define it.`,
    };
});
exports.objectiveWithoutMetric = objectiveWithoutMetric;


/***/ }),

/***/ 1044:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.overLimit = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** Limits of the service: shapes PipelineDefinition and ParameterList, and the quotas of Pipelines in the AWS General Reference. */
const DEFINITION_CHARACTERS = 1_048_576;
const PARAMETERS = 200;
const PARAMETER_CHARACTERS = 2500;
const STEPS = 50;
/** Shapes ContainerArguments, ContainerArgument, HyperParameters, HyperParameterValue, TagList. */
const ARGUMENTS = 100;
const ARGUMENT_CHARACTERS = 256;
const HYPERPARAMETERS = 100;
const HYPERPARAMETER_CHARACTERS = 2500;
const RANGES = 30;
const TAGS = 50;
/** Limits that a definition can break although each of its values looks right. Texts are measured with every parameter at its default. */
const overLimit = (definition) => {
    const steps = (0, walk_ts_1.allSteps)(definition);
    return [
        ...limit('(definition)', 'characters', JSON.stringify(definition).length, DEFINITION_CHARACTERS),
        ...limit('Parameters', 'parameters', definition.Parameters.length, PARAMETERS),
        ...limit('Steps', 'steps', steps.length, STEPS),
        ...definition.Parameters.flatMap(({ Name, DefaultValue }) => limit(`Parameters.${Name}.DefaultValue`, 'characters', String(DefaultValue ?? '').length, PARAMETER_CHARACTERS)),
        ...steps.flatMap(({ step, path }) => stepLimits(step, `${path}.Arguments`, (value) => (0, walk_ts_1.defaultText)(value, definition))),
    ];
};
exports.overLimit = overLimit;
function stepLimits(step, path, text) {
    const args = (0, walk_ts_1.list)((0, walk_ts_1.at)(step.Arguments, 'AppSpecification.ContainerArguments'));
    const ranges = Object.values(asObject((0, walk_ts_1.at)(step.Arguments, 'HyperParameterTuningJobConfig.ParameterRanges'))).flatMap(walk_ts_1.list);
    const argumentsPath = `${path}.AppSpecification.ContainerArguments`;
    return [
        ...limit(argumentsPath, 'arguments', args.length, ARGUMENTS),
        ...args.flatMap((value, index) => limit(`${argumentsPath}[${index}]`, 'characters', text(value)?.length ?? 0, ARGUMENT_CHARACTERS)),
        ...['HyperParameters', 'TrainingJobDefinition.StaticHyperParameters'].flatMap((place) => {
            const values = Object.entries(asObject((0, walk_ts_1.at)(step.Arguments, place)));
            return [
                ...limit(`${path}.${place}`, 'hyperparameters', values.length, HYPERPARAMETERS),
                ...values.flatMap(([name, value]) => limit(`${path}.${place}.${name}`, 'characters', text(value)?.length ?? 0, HYPERPARAMETER_CHARACTERS)),
            ];
        }),
        ...limit(`${path}.HyperParameterTuningJobConfig.ParameterRanges`, 'ranges', ranges.length, RANGES),
        ...limit(`${path}.Tags`, 'tags', (0, walk_ts_1.list)((0, walk_ts_1.at)(step.Arguments, 'Tags')).length, TAGS),
    ];
}
function asObject(value) {
    return (0, walk_ts_1.isObject)(value) ? value : {};
}
function limit(path, what, found, most) {
    if (found <= most)
        return [];
    return [
        {
            rule: 'over-limit',
            path,
            message: `${found.toLocaleString('en-US')} ${what}; SageMaker takes at most ${most.toLocaleString('en-US')}`,
            wayOut: what === 'characters' ? 'Use fewer or shorter names.' : `Use fewer ${what}.`,
        },
    ];
}


/***/ }),

/***/ 8719:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.undeclaredParameter = void 0;
const walk_ts_1 = __webpack_require__(9177);
const undeclaredParameter = (definition) => {
    const declared = definition.Parameters.map(({ Name }) => Name);
    return (0, walk_ts_1.references)(definition).flatMap(({ get, path }) => {
        const name = /^Parameters\.(.*)$/.exec(get)?.[1];
        if (name === undefined || declared.includes(name))
            return [];
        return {
            rule: 'undeclared-parameter',
            path,
            message: `there is no parameter ${name}`,
            wayOut: declared.length === 0
                ? 'Declare it.'
                : `Declare it, or use one that is: ${(0, walk_ts_1.nearest)(name, declared).join(', ')}.`,
        };
    });
};
exports.undeclaredParameter = undeclaredParameter;


/***/ }),

/***/ 4992:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.unknownOutput = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** What each type of step yields that other steps use: members of the service's answer to the Describe call of its job. */
const PROPERTIES = {
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
const unknownOutput = (definition) => {
    const steps = (0, walk_ts_1.allSteps)(definition);
    const find = (name) => steps.find(({ step }) => step.Name === name)?.step;
    return [
        ...(0, walk_ts_1.references)(definition).flatMap(({ get, path }) => {
            const reference = (0, walk_ts_1.stepReference)(get);
            const step = reference && find(reference.step);
            return step && !reference.property.startsWith('PropertyFiles.')
                ? checkProperty(step, reference.property, path)
                : [];
        }),
        ...steps.flatMap(({ step, path }) => (step.PropertyFiles ?? []).flatMap((file) => checkOutput(step, file.OutputName, `${path}.PropertyFiles.${file.PropertyFileName}.OutputName`))),
    ];
};
exports.unknownOutput = unknownOutput;
function checkProperty(step, property, path) {
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
function checkOutput(step, output, path) {
    const outputs = (0, walk_ts_1.list)((0, walk_ts_1.at)(step.Arguments, 'ProcessingOutputConfig.Outputs')).map((each) => String((0, walk_ts_1.at)(each, 'OutputName')));
    if (outputs.includes(output))
        return [];
    return [
        {
            rule: 'unknown-output',
            path,
            message: `step ${step.Name} has no output ${output}`,
            wayOut: outputs.length > 0 ? `It has ${outputs.join(', ')}.` : 'It has no output at all: add one.',
        },
    ];
}


/***/ }),

/***/ 1485:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.unknownPropertyFile = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** Std:JsonGet reads a property file that the step declares, by `Steps.<step>.PropertyFiles.<name>`. */
const unknownPropertyFile = (definition) => {
    const steps = (0, walk_ts_1.allSteps)(definition);
    return steps.flatMap(({ step, path }) => {
        const findings = [];
        const report = (where, message, wayOut) => findings.push({ rule: 'unknown-property-file', path: where, message, wayOut });
        (0, walk_ts_1.visit)((0, walk_ts_1.ownArguments)(step), `${path}.Arguments`, (value, where) => {
            if (!(0, walk_ts_1.isObject)(value))
                return;
            const file = (0, walk_ts_1.at)(value, 'Std:JsonGet.PropertyFile.Get');
            if (value['Std:JsonGet'] !== undefined && (0, walk_ts_1.at)(value, 'Std:JsonGet.S3Uri') === undefined) {
                const target = typeof file === 'string' ? (0, walk_ts_1.stepReference)(file) : undefined;
                if (!target?.property.startsWith('PropertyFiles.')) {
                    report(where, 'Std:JsonGet does not name a property file', 'Use Steps.<step>.PropertyFiles.<name>.');
                }
            }
            const reference = typeof value.Get === 'string' ? (0, walk_ts_1.stepReference)(value.Get) : undefined;
            const name = reference && /^PropertyFiles\.(.*)$/.exec(reference.property)?.[1];
            const owner = steps.find((each) => each.step.Name === reference?.step)?.step;
            if (name === undefined || !owner)
                return;
            const declared = (owner.PropertyFiles ?? []).map(({ PropertyFileName }) => PropertyFileName);
            if (!declared.includes(name)) {
                report(where, `step ${owner.Name} declares no property file ${name}`, declared.length > 0 ? `It declares ${declared.join(', ')}.` : 'Declare it on that step.');
            }
        });
        return findings;
    });
};
exports.unknownPropertyFile = unknownPropertyFile;


/***/ }),

/***/ 7647:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.unknownStep = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** Every step that is referred to, or waited for, exists. */
const unknownStep = (definition) => {
    const steps = (0, walk_ts_1.allSteps)(definition);
    const names = steps.map(({ step }) => step.Name);
    const unknown = (name, path) => names.includes(name)
        ? []
        : [
            {
                rule: 'unknown-step',
                path,
                message: `there is no step ${name}`,
                wayOut: `Name one of the steps: ${(0, walk_ts_1.nearest)(name, names).join(', ')}.`,
            },
        ];
    return [
        ...(0, walk_ts_1.references)(definition).flatMap(({ get, path }) => {
            const reference = (0, walk_ts_1.stepReference)(get);
            if (get.startsWith('Steps') && !reference)
                return unknown(get, path);
            return reference ? unknown(reference.step, path) : [];
        }),
        ...steps.flatMap(({ step, path }) => (step.DependsOn ?? []).flatMap((name, index) => unknown(name, `${path}.DependsOn[${index}]`))),
    ];
};
exports.unknownStep = unknownStep;


/***/ }),

/***/ 1149:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.unknownVariable = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** Developer Guide, "Execution variables". */
const VARIABLES = [
    'StartDateTime',
    'CurrentDateTime',
    'PipelineName',
    'PipelineArn',
    'PipelineExecutionId',
    'PipelineExecutionArn',
    'TrainingJobName',
    'ProcessingJobName',
];
/** A `Get` starts with Parameters, Steps or Execution, and an execution has a fixed set of variables. */
const unknownVariable = (definition) => (0, walk_ts_1.references)(definition).flatMap(({ get, path }) => {
    const [root = '', rest = ''] = get.split(/\.(.*)/s);
    if (root === 'Parameters' || root === 'Steps')
        return [];
    if (root === 'Execution' && VARIABLES.includes(rest))
        return [];
    return {
        rule: 'unknown-variable',
        path,
        message: `${get} is not a variable of an execution`,
        wayOut: `Use Parameters.<name>, Steps.<name>.<property>, or Execution. with one of ${VARIABLES.join(', ')}.`,
    };
});
exports.unknownVariable = unknownVariable;


/***/ }),

/***/ 8756:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.unusedParameter = void 0;
const walk_ts_1 = __webpack_require__(9177);
/** A parameter that is wired to nothing lets somebody believe that a value takes effect. */
const unusedParameter = (definition) => {
    const used = new Set((0, walk_ts_1.references)(definition).map(({ get }) => get));
    return definition.Parameters.filter(({ Name }) => !used.has(`Parameters.${Name}`)).map(({ Name }) => ({
        rule: 'unused-parameter',
        path: `Parameters.${Name}`,
        message: `parameter ${Name} is declared and wired to nothing`,
        wayOut: 'Use it in a step, or remove it.',
    }));
};
exports.unusedParameter = unusedParameter;


/***/ }),

/***/ 9177:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.allSteps = allSteps;
exports.references = references;
exports.ownArguments = ownArguments;
exports.visit = visit;
exports.at = at;
exports.list = list;
exports.isObject = isObject;
exports.stepReference = stepReference;
exports.defaultText = defaultText;
exports.nearest = nearest;
const closest_ts_1 = __webpack_require__(9417);
/** Every step, those in the branches of conditions too. */
function allSteps(definition) {
    const placed = [];
    const add = (step, path, parent) => {
        placed.push({ step, path, parent });
        for (const branch of ['IfSteps', 'ElseSteps']) {
            for (const inner of branchSteps(step, branch))
                add(inner, `${path}.Arguments.${branch}.${inner.Name}`, step);
        }
    };
    for (const step of definition.Steps)
        add(step, `Steps.${step.Name}`, undefined);
    return placed;
}
function branchSteps(step, branch) {
    if (step.Type !== 'Condition')
        return [];
    const steps = step.Arguments[branch];
    return Array.isArray(steps) ? steps : [];
}
/** Every `Get`, each with the innermost step that holds it. */
function references(definition) {
    const found = [];
    const collect = (value, path, owner) => visit(value, path, (member, at) => {
        if (isObject(member) && typeof member.Get === 'string')
            found.push({ get: member.Get, path: at, owner });
    });
    collect(definition.PipelineExperimentConfig, 'PipelineExperimentConfig', undefined);
    for (const { step, path } of allSteps(definition))
        collect(ownArguments(step), `${path}.Arguments`, step);
    return found;
}
/** A step's arguments without the steps of its branches, which are visited for themselves. */
function ownArguments(step) {
    if (step.Type !== 'Condition')
        return step.Arguments;
    return Object.fromEntries(Object.entries(step.Arguments).filter(([name]) => name !== 'IfSteps' && name !== 'ElseSteps'));
}
/** Calls back for a value and everything in it. */
function visit(value, path, callback) {
    callback(value, path);
    if (Array.isArray(value)) {
        value.forEach((member, index) => {
            visit(member, `${path}[${index}]`, callback);
        });
    }
    else if (isObject(value)) {
        for (const [key, member] of Object.entries(value))
            visit(member, `${path}.${key}`, callback);
    }
}
/** The member at a dotted path, or undefined. */
function at(value, path) {
    return path.split('.').reduce((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}
function list(value) {
    return Array.isArray(value) ? value : [];
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** `Steps.<step>.<property>` taken apart; undefined for other roots. */
function stepReference(get) {
    const match = /^Steps\.([^.]+)(?:\.(.*))?$/.exec(get);
    return match ? { step: match[1] ?? '', property: match[2] ?? '' } : undefined;
}
/** The text that a value has when each parameter has its default; undefined when only a run can tell. */
function defaultText(value, definition) {
    if (typeof value === 'string')
        return value;
    if (typeof value === 'number' || typeof value === 'boolean')
        return String(value);
    if (!isObject(value))
        return undefined;
    if (typeof value.Get === 'string') {
        const parameter = definition.Parameters.find(({ Name }) => value.Get === `Parameters.${Name}`);
        return parameter?.DefaultValue === undefined ? undefined : String(parameter.DefaultValue);
    }
    const parts = at(value, 'Std:Join.Values');
    if (!Array.isArray(parts))
        return undefined;
    const texts = parts.map((part) => defaultText(part, definition));
    return texts.every((text) => text !== undefined) ? texts.join(String(at(value, 'Std:Join.On') ?? '')) : undefined;
}
/** Names that somebody may have meant, nearest first, for a way out. */
function nearest(name, known, most = 3) {
    return known
        .map((candidate) => ({ candidate, distance: (0, closest_ts_1.editDistance)(name, candidate) }))
        .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
        .slice(0, most)
        .map(({ candidate }) => candidate);
}


/***/ }),

/***/ 1313:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.hasLocalStorage = hasLocalStorage;
/**
 * Instances with disks of their own encrypt them in hardware, and the service refuses VolumeKmsKeyId for them
 * (API reference of ResourceConfig: "You can't request a VolumeKmsKeyId when using an instance type with local storage").
 */
function hasLocalStorage(instanceType) {
    const family = instanceType.split('.')[1] ?? '';
    return /^([a-z]\d+[a-z]*d[a-z]*|g[4-9].*|p3dn|p[4-9].*|trn\d.*|dl1)$/.test(family);
}


/***/ }),

/***/ 8615:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.model = model;
const step_ts_1 = __webpack_require__(5818);
/** A Model step (CreateModel). Its name gets `-CreateModel`, as the SageMaker SDK does. */
function model(options) {
    const name = `${options.name}-CreateModel`;
    const { container } = options;
    return {
        definition: (0, step_ts_1.stepDefinition)('Model', { ...options, name }, {
            ExecutionRoleArn: options.role,
            PrimaryContainer: 'packageArn' in container
                ? { ModelPackageName: container.packageArn }
                : { Image: container.image, ModelDataUrl: container.modelDataUrl, Environment: container.environment },
            VpcConfig: options.network?.vpc,
            EnableNetworkIsolation: options.network?.isolated,
            Tags: (0, step_ts_1.nonEmpty)(options.tags),
        }),
        modelName: { Get: `Steps.${name}.ModelName` },
    };
}


/***/ }),

/***/ 797:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.stringParameter = stringParameter;
exports.integerParameter = integerParameter;
exports.floatParameter = floatParameter;
exports.booleanParameter = booleanParameter;
function stringParameter(name, options = {}) {
    return parameter(name, 'String', options.default, options.oneOf);
}
function integerParameter(name, options = {}) {
    return parameter(name, 'Integer', options.default, options.oneOf);
}
function floatParameter(name, options = {}) {
    return parameter(name, 'Float', options.default, options.oneOf);
}
function booleanParameter(name, options = {}) {
    return parameter(name, 'Boolean', options.default, undefined);
}
function parameter(name, type, value, oneOf) {
    return {
        definition: {
            Name: name,
            Type: type,
            ...(value === undefined ? {} : { DefaultValue: value }),
            ...(oneOf === undefined ? {} : { EnumValues: oneOf }),
        },
        value: { Get: `Parameters.${name}` },
    };
}


/***/ }),

/***/ 6190:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.pipelineDefinition = pipelineDefinition;
const expression_ts_1 = __webpack_require__(806);
/** The definition that CreatePipeline takes. Frozen all the way down: a built definition never changes. */
function pipelineDefinition(options) {
    return frozen({
        Version: '2020-12-01',
        Metadata: {},
        Parameters: options.parameters.map((parameter) => parameter.definition),
        PipelineExperimentConfig: { ExperimentName: expression_ts_1.execution.pipelineName, TrialName: expression_ts_1.execution.executionId },
        Steps: options.steps.map((step) => step.definition),
    });
}
function frozen(value) {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
        Object.freeze(value);
        for (const member of Object.values(value))
            frozen(member);
    }
    return value;
}


/***/ }),

/***/ 8195:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.processing = processing;
const step_ts_1 = __webpack_require__(5818);
/** A Processing step (CreateProcessingJob). Outputs and property files it does not have cannot be referred to. */
function processing(options) {
    const { name, network } = options;
    const outputs = Object.entries(options.outputs);
    const files = Object.entries(options.propertyFiles ?? {});
    const args = {
        ProcessingResources: {
            ClusterConfig: (0, step_ts_1.present)({
                InstanceType: options.instanceType,
                InstanceCount: options.instanceCount,
                VolumeSizeInGB: options.volumeSizeInGb,
                VolumeKmsKeyId: options.volumeKmsKeyId,
            }),
        },
        AppSpecification: (0, step_ts_1.present)({
            ImageUri: options.image,
            ContainerEntrypoint: (0, step_ts_1.nonEmpty)(options.entrypoint),
            ContainerArguments: (0, step_ts_1.nonEmpty)(options.arguments),
        }),
        RoleArn: options.role,
        Environment: options.environment && Object.keys(options.environment).length > 0 ? options.environment : undefined,
        ProcessingInputs: (0, step_ts_1.nonEmpty)(options.inputs.map((input) => ({
            InputName: input.name,
            AppManaged: false,
            S3Input: {
                S3Uri: input.s3Uri,
                LocalPath: input.localPath,
                S3DataType: 'S3Prefix',
                S3InputMode: 'File',
                S3DataDistributionType: input.distribution ?? 'FullyReplicated',
                S3CompressionType: 'None',
            },
        }))),
        ProcessingOutputConfig: outputs.length === 0
            ? undefined
            : (0, step_ts_1.present)({
                Outputs: outputs.map(([outputName, output]) => ({
                    OutputName: outputName,
                    AppManaged: false,
                    S3Output: { S3Uri: output.s3Uri, LocalPath: output.localPath, S3UploadMode: 'EndOfJob' },
                })),
                KmsKeyId: options.outputKmsKeyId,
            }),
        StoppingCondition: options.maxRuntimeInSeconds === undefined ? undefined : { MaxRuntimeInSeconds: options.maxRuntimeInSeconds },
        NetworkConfig: network === undefined
            ? undefined
            : (0, step_ts_1.present)({
                EnableNetworkIsolation: network.isolated ?? false,
                EnableInterContainerTrafficEncryption: network.encryptBetweenInstances,
                VpcConfig: network.vpc,
            }),
        Tags: (0, step_ts_1.nonEmpty)(options.tags),
    };
    const propertyFiles = files.map(([fileName, file]) => ({
        PropertyFileName: fileName,
        OutputName: file.output,
        FilePath: file.path,
    }));
    return {
        definition: (0, step_ts_1.stepDefinition)('Processing', options, args, { PropertyFiles: propertyFiles }),
        output: (output) => ({ Get: `Steps.${name}.ProcessingOutputConfig.Outputs['${output}'].S3Output.S3Uri` }),
        propertyFile: (file) => ({ Get: `Steps.${name}.PropertyFiles.${file}` }),
    };
}


/***/ }),

/***/ 313:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.registerModel = registerModel;
const step_ts_1 = __webpack_require__(5818);
/**
 * A RegisterModel step (CreateModelPackage). Its tags go to the model package group when the step makes one: a package
 * in a group has no tags of its own. Its name gets `-RegisterModel`, as the SageMaker SDK does.
 */
function registerModel(options) {
    const name = `${options.name}-RegisterModel`;
    return {
        definition: (0, step_ts_1.stepDefinition)('RegisterModel', { ...options, name }, {
            ModelPackageGroupName: options.modelGroup,
            ModelApprovalStatus: options.approvalStatus,
            InferenceSpecification: {
                Containers: [
                    {
                        Image: options.image,
                        ModelDataUrl: options.modelDataUrl,
                        ...(Object.keys(options.environment).length > 0 ? { Environment: options.environment } : {}),
                    },
                ],
                ...(0, step_ts_1.present)({
                    SupportedContentTypes: options.contentTypes,
                    SupportedResponseMIMETypes: options.responseTypes,
                    SupportedRealtimeInferenceInstanceTypes: (0, step_ts_1.nonEmpty)(options.inferenceInstanceTypes),
                    SupportedTransformInstanceTypes: (0, step_ts_1.nonEmpty)(options.transformInstanceTypes),
                }),
            },
            ModelMetrics: {
                ModelQuality: {
                    Statistics: { ContentType: 'application/json', S3Uri: options.modelQualityReport },
                },
                Bias: {},
                Explainability: {},
            },
            CustomerMetadataProperties: Object.keys(options.customerMetadata).length > 0 ? options.customerMetadata : undefined,
            SkipModelValidation: 'None',
            Tags: (0, step_ts_1.nonEmpty)(options.tags),
        }),
        modelPackageArn: { Get: `Steps.${name}.ModelPackageArn` },
    };
}


/***/ }),

/***/ 5818:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.present = present;
exports.nonEmpty = nonEmpty;
exports.stepDefinition = stepDefinition;
/** Leaves out members without a value: the service takes `null` for a mistake. */
function present(members) {
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
/** Empty lists are left out where the service wants at least one member or none at all. */
function nonEmpty(list) {
    return list === undefined || list.length === 0 ? undefined : list;
}
function stepDefinition(type, options, args, more = {}) {
    const dependsOn = nonEmpty(options.dependsOn?.map((step) => step.definition.Name));
    const retries = nonEmpty(options.retries);
    const propertyFiles = nonEmpty(more.PropertyFiles);
    return {
        Name: options.name,
        Type: type,
        Arguments: present(args),
        ...(dependsOn && { DependsOn: dependsOn }),
        ...(options.cache && { CacheConfig: options.cache }),
        ...(retries && { RetryPolicies: retries }),
        ...(propertyFiles && { PropertyFiles: propertyFiles }),
    };
}


/***/ }),

/***/ 1698:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.training = training;
exports.trainingJob = trainingJob;
const step_ts_1 = __webpack_require__(5818);
/** A Training step (CreateTrainingJob). */
function training(options) {
    const { algorithm, resources, ...common } = trainingJob(options);
    return {
        definition: (0, step_ts_1.stepDefinition)('Training', options, {
            AlgorithmSpecification: algorithm,
            HyperParameters: Object.keys(options.hyperparameters).length > 0 ? options.hyperparameters : undefined,
            ResourceConfig: resources,
            ...common,
            Tags: (0, step_ts_1.nonEmpty)(options.tags),
        }),
        modelArtifacts: { Get: `Steps.${options.name}.ModelArtifacts.S3ModelArtifacts` },
        trainingJobName: { Get: `Steps.${options.name}.TrainingJobName` },
    };
}
/** The members that CreateTrainingJob and a tuning job's TrainingJobDefinition share. */
function trainingJob(options) {
    return {
        algorithm: (0, step_ts_1.present)({
            TrainingInputMode: 'File',
            TrainingImage: options.image,
            MetricDefinitions: (0, step_ts_1.nonEmpty)(options.metricDefinitions),
        }),
        resources: (0, step_ts_1.present)({
            InstanceCount: options.instanceCount,
            InstanceType: options.instanceType,
            VolumeSizeInGB: options.volumeSizeInGb,
            VolumeKmsKeyId: options.volumeKmsKeyId,
        }),
        ...(0, step_ts_1.present)({
            RoleArn: options.role,
            InputDataConfig: (0, step_ts_1.nonEmpty)(options.channels.map((channel) => ({
                ChannelName: channel.name,
                DataSource: {
                    S3DataSource: {
                        S3DataType: 'S3Prefix',
                        S3Uri: channel.s3Uri,
                        S3DataDistributionType: channel.distribution ?? 'FullyReplicated',
                    },
                },
                ...(0, step_ts_1.present)({ ContentType: channel.contentType }),
            }))),
            OutputDataConfig: (0, step_ts_1.present)({ S3OutputPath: options.outputPath, KmsKeyId: options.outputKmsKeyId }),
            StoppingCondition: { MaxRuntimeInSeconds: options.maxRuntimeInSeconds },
            VpcConfig: options.network?.vpc,
            EnableNetworkIsolation: options.network?.isolated,
            EnableInterContainerTrafficEncryption: options.network?.encryptBetweenInstances,
            Environment: options.environment && Object.keys(options.environment).length > 0 ? options.environment : undefined,
            RetryStrategy: options.maximumRetryAttempts === undefined ? undefined : { MaximumRetryAttempts: options.maximumRetryAttempts },
        }),
    };
}


/***/ }),

/***/ 7478:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.transform = transform;
const step_ts_1 = __webpack_require__(5818);
/** A Transform step (CreateTransformJob). */
function transform(options) {
    const { dataProcessing } = options;
    return {
        definition: (0, step_ts_1.stepDefinition)('Transform', options, {
            ModelName: options.modelName,
            TransformInput: {
                DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: options.inputUri } },
                ContentType: options.contentType,
                SplitType: options.splitType,
            },
            TransformOutput: (0, step_ts_1.present)({
                S3OutputPath: options.outputPath,
                AssembleWith: options.assembleWith,
                Accept: options.accept,
                KmsKeyId: options.outputKmsKeyId,
            }),
            TransformResources: (0, step_ts_1.present)({
                InstanceCount: options.instanceCount,
                InstanceType: options.instanceType,
                VolumeKmsKeyId: options.volumeKmsKeyId,
            }),
            BatchStrategy: options.strategy,
            MaxPayloadInMB: options.maxPayloadInMb,
            MaxConcurrentTransforms: options.maxConcurrentTransforms,
            Environment: options.environment && Object.keys(options.environment).length > 0 ? options.environment : undefined,
            DataProcessing: dataProcessing &&
                (0, step_ts_1.present)({
                    InputFilter: dataProcessing.inputFilter,
                    OutputFilter: dataProcessing.outputFilter,
                    JoinSource: dataProcessing.joinSource,
                }),
            Tags: (0, step_ts_1.nonEmpty)(options.tags),
        }),
    };
}


/***/ }),

/***/ 5457:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.tuning = tuning;
const expression_ts_1 = __webpack_require__(806);
const step_ts_1 = __webpack_require__(5818);
const training_ts_1 = __webpack_require__(1698);
/** A Tuning step (CreateHyperParameterTuningJob). */
function tuning(options) {
    const { algorithm, resources, ...common } = (0, training_ts_1.trainingJob)({ ...options, hyperparameters: {} });
    const top = (rank = 0) => ({
        Get: `Steps.${options.name}.TrainingJobSummaries[${rank}].TrainingJobName`,
    });
    return {
        definition: (0, step_ts_1.stepDefinition)('Tuning', options, {
            HyperParameterTuningJobConfig: (0, step_ts_1.present)({
                Strategy: options.strategy,
                ResourceLimits: (0, step_ts_1.present)({
                    MaxNumberOfTrainingJobs: options.maximumJobs,
                    MaxParallelTrainingJobs: options.maximumParallelJobs,
                }),
                TrainingJobEarlyStoppingType: options.earlyStopping,
                HyperParameterTuningJobObjective: { Type: options.objective.type, MetricName: options.objective.metric },
                ParameterRanges: parameterRanges(options.ranges),
                RandomSeed: options.randomSeed,
            }),
            TrainingJobDefinition: {
                StaticHyperParameters: Object.fromEntries(Object.entries(options.staticHyperparameters).filter(([name]) => !Object.hasOwn(options.ranges, name))),
                AlgorithmSpecification: algorithm,
                HyperParameterTuningResourceConfig: resources,
                ...common,
            },
            Tags: (0, step_ts_1.nonEmpty)(options.tags),
        }),
        topTrainingJob: top,
        topModel: (bucket, rank) => (0, expression_ts_1.join)('/', ['s3:/', bucket, top(rank), 'output/model.tar.gz']),
    };
}
/** The service's three lists, each sorted by name, so that the order in a configuration file means nothing. */
function parameterRanges(ranges) {
    const sorted = Object.entries(ranges).sort(([a], [b]) => (a < b ? -1 : 1));
    const numeric = (type) => sorted.flatMap(([name, range]) => range.type === type
        ? [
            {
                Name: name,
                MinValue: String(range.min),
                MaxValue: String(range.max),
                ScalingType: range.scaling ?? 'Auto',
            },
        ]
        : []);
    return {
        ContinuousParameterRanges: numeric('continuous'),
        IntegerParameterRanges: numeric('integer'),
        // The training toolkit decodes each value as JSON, so a text keeps its quotes.
        CategoricalParameterRanges: sorted.flatMap(([name, range]) => range.type === 'categorical' ? [{ Name: name, Values: range.values.map((value) => JSON.stringify(value)) }] : []),
    };
}


/***/ })

};
