export const id = 351;
export const ids = [351];
export const modules = {

/***/ 3890:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.runChecks = runChecks;
exports.firstRepeat = firstRepeat;
const diagnostic_ts_1 = __webpack_require__(7859);
const node_ts_1 = __webpack_require__(216);
function runChecks(checks, value, root) {
    const diagnostics = [];
    const report = (path, message, { place, at, onKey, unless, ...options } = {}) => {
        if (unless?.some((other) => isWritten(root, other)))
            return;
        const where = place ?? (onKey ? (0, node_ts_1.keyAt)(root, path) : undefined) ?? (0, node_ts_1.placeOf)(root, at ?? path);
        diagnostics.push((0, diagnostic_ts_1.diagnosticAt)(where, (0, node_ts_1.dotted)(path), message, options));
    };
    for (const check of checks)
        check(value, report);
    return diagnostics;
}
function isWritten(root, path) {
    const node = (0, node_ts_1.nodeAt)(root, path);
    return node !== undefined && !(0, node_ts_1.isNull)(node);
}
/** Index of the first item that is there before. */
function firstRepeat(items) {
    return items.findIndex((item, index) => items.indexOf(item) !== index);
}


/***/ }),

/***/ 1907:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.accountChecks = void 0;
exports.scalingRules = scalingRules;
const check_ts_1 = __webpack_require__(3890);
const instance_types_ts_1 = __webpack_require__(1495);
const partition_ts_1 = __webpack_require__(844);
const placeholders_ts_1 = __webpack_require__(3782);
/** Rules about AWS, Presto, tags, names and instances. */
const knownPlaceholders = (config, report) => {
    for (const path of placeholders_ts_1.WITH_PLACEHOLDERS) {
        const section = config[path[0]];
        const value = section?.[path[1]];
        const problem = typeof value === 'string' ? (0, placeholders_ts_1.placeholderProblem)(value) : undefined;
        if (problem !== undefined)
            report(path, problem);
    }
};
const roleIsNamed = ({ aws }, report) => {
    const arn = aws?.sagemaker_execution_role_arn;
    if (!aws || arn === undefined || !arn.includes('{role}') || aws.sagemaker_execution_role_name !== undefined)
        return;
    report(['aws', 'sagemaker_execution_role_name'], 'is required: the ARN of the role has {role} in it', {
        onKey: true,
    });
};
/** Shape RoleArn, with the account stood in for by zeros. */
const roleArnIsValid = ({ aws }, report) => {
    const template = aws?.sagemaker_execution_role_arn;
    if (!aws?.region || template === undefined || (0, placeholders_ts_1.placeholderProblem)(template) !== undefined)
        return;
    const partition = (0, partition_ts_1.partitionOf)(aws.region);
    const role = aws.sagemaker_execution_role_name ?? 'role';
    const arn = (0, placeholders_ts_1.fill)(template, { region: aws.region, partition, role, account_id: '000000000000' });
    const path = ['aws', 'sagemaker_execution_role_arn'];
    if (arn.length > 2048 || !/^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/.test(arn)) {
        report(path, `${arn} is not the ARN of a role (arn:aws:iam::123456789012:role/name)`);
    }
    else if (arn.split(':')[1] !== partition) {
        report(path, `the ARN is in partition ${arn.split(':')[1]}, but ${aws.region} is in ${partition}`, {
            hint: `Write arn:${partition}:… or arn:{partition}:…`,
        });
    }
};
/** Bucket naming rules of S3: 3 to 63 of lower-case letters, digits, dots and hyphens. */
const bucketIsValid = ({ aws }, report) => {
    const template = aws?.s3_bucket;
    if (!aws?.region || template === undefined || (0, placeholders_ts_1.placeholderProblem)(template) !== undefined)
        return;
    const bucket = (0, placeholders_ts_1.fill)(template, {
        region: aws.region,
        account_id: '000000000000',
        partition: (0, partition_ts_1.partitionOf)(aws.region),
        role: aws.sagemaker_execution_role_name,
    });
    if (/^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
        return;
    report(['aws', 's3_bucket'], `${bucket} is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens`, {
        hint: bucket.startsWith('s3://') ? 'Leave out s3://.' : undefined,
    });
};
const vpcIsComplete = ({ aws }, report) => {
    const network = aws?.network_config;
    if (!network)
        return;
    const present = ['security_group_ids', 'subnets'].filter((key) => network[key] !== undefined);
    if (present.length !== 1 || !present[0])
        return;
    const missing = present[0] === 'subnets' ? 'security_group_ids' : 'subnets';
    report(['aws', 'network_config', present[0]], `needs ${missing} too: SageMaker takes both or none`, { onKey: true });
};
const isolationLetsPrestoThrough = ({ aws }, report) => {
    if (aws?.network_config?.enable_network_isolation !== true)
        return;
    const message = 'containers without a network cannot reach Presto: the steps that read from it will fail';
    report(['aws', 'network_config', 'enable_network_isolation'], message, { severity: 'warning' });
};
const portIsGivenOnce = ({ presto }, report) => {
    if (!presto)
        return;
    if (presto.port === undefined && presto.parameter === undefined) {
        const unless = [
            ['presto', 'port'],
            ['presto', 'parameter'],
        ];
        report(['presto', 'port'], 'is required and missing', { onKey: true, unless });
    }
    if (presto.parameter === undefined)
        return;
    const alias = Number(presto.parameter);
    if (alias < 1 || alias > 65535)
        report(['presto', 'parameter'], `must be from 1 to 65535, got ${presto.parameter}`);
    else if (presto.port !== undefined && presto.port !== alias) {
        report(['presto', 'parameter'], `is the older name of port and says ${alias}, but port says ${presto.port}`, {
            hint: 'Remove presto.parameter.',
        });
    }
};
const pipelinesHaveTwoNames = ({ pipeline }, report) => {
    if (pipeline?.transform_pipeline_name === undefined)
        return;
    if (pipeline.transform_pipeline_name === pipeline.training_pipeline_name) {
        report(['pipeline', 'transform_pipeline_name'], 'is the name of the training pipeline too; the one would overwrite the other');
    }
};
/** Names within one definition are unique; a register step is written as `<name>-RegisterModel`. */
const stepsHaveDifferentNames = (config, report) => {
    const training = [
        'data_processing_step',
        'tuning_step',
        'evaluation_step',
        'condition_step',
        'register_model_step',
        'fail_step',
    ];
    const batch = ['data_processing_step', 'transform_step'];
    const suffix = '-RegisterModel';
    for (const sections of [training, batch]) {
        const seen = new Map();
        for (const section of sections) {
            const name = config[section]?.step_name;
            if (name === undefined)
                continue;
            const other = seen.get(name);
            if (other !== undefined)
                report([section, 'step_name'], `${name} is the name of ${other} too; steps need different names`);
            else
                seen.set(name, section);
        }
    }
    const register = config.register_model_step?.step_name;
    if (register !== undefined && register.length + suffix.length > 64) {
        report(['register_model_step', 'step_name'], `is too long: with ${suffix} a step name has at most 64 characters`);
    }
};
const TAGGED = ['pipeline', 'training_step', 'transform_step', 'data_processing_step', 'register_model_step'];
/** TagList: at most 50, and AWS refuses the same key twice. The pipeline's tags are put on every resource. */
const tagsFit = (config, report) => {
    for (const section of TAGGED) {
        const tags = config[section]?.tags ?? [];
        const keys = tags.map((tag) => tag.Key);
        const repeat = (0, check_ts_1.firstRepeat)(keys);
        if (repeat !== -1)
            report([section, 'tags', repeat, 'Key'], `the tag ${keys[repeat]} is there twice`);
        const inherited = section === 'pipeline' ? [] : (config.pipeline?.tags ?? []).map((tag) => tag.Key);
        const all = new Set([...inherited, ...keys]).size;
        if (all > 50 && keys.length <= 50) {
            report([section, 'tags'], `with those of pipeline.tags there are ${all} tags; a resource has at most 50`, {
                onKey: true,
            });
        }
    }
};
const INSTANCES = [
    [['data_processing_step', 'processing_instance_type'], 'processing'],
    [['training_step', 'instance_type'], 'training'],
    [['evaluation_step', 'instance_type'], 'processing'],
    [['transform_step', 'instance_type'], 'transform'],
    [['realtime_endpoint', 'instance_type'], 'hosting'],
];
const instancesExist = (config, report) => {
    const judge = (path, type, use) => {
        const problem = typeof type === 'string' ? (0, instance_types_ts_1.instanceProblem)(type, use) : undefined;
        if (problem)
            report(path, problem.message, { severity: problem.severity });
    };
    for (const [path, use] of INSTANCES) {
        const [section, key] = path;
        judge(path, config[section]?.[key], use);
    }
    const register = config.register_model_step;
    for (const [key, use] of [
        ['inference_instance_types', 'hosting'],
        ['transform_instance_types', 'transform'],
    ]) {
        const types = register?.[key] ?? [];
        for (const [index, type] of types.entries())
            judge(['register_model_step', key, index], type, use);
        const repeat = (0, check_ts_1.firstRepeat)(types);
        if (repeat !== -1)
            report(['register_model_step', key, repeat], `${types[repeat]} is there twice`);
    }
};
const endpointScales = ({ realtime_endpoint: endpoint }, report) => {
    if (endpoint)
        scalingRules(endpoint, ['realtime_endpoint'], report);
};
/** Minimum, maximum and policy of an endpoint; used for `realtime_endpoint` and for `endpoint.yml`. */
function scalingRules(endpoint, path, report) {
    const { min_instance_count: min, max_instance_count: max } = endpoint;
    if (min !== undefined && max !== undefined && min > max) {
        report([...path, 'min_instance_count'], `minimum ${min} is greater than maximum ${max} (max_instance_count)`);
    }
    if (endpoint.scaling === 'target-tracking' && endpoint.target_invocations_per_instance === undefined) {
        const unless = [[...path, 'target_invocations_per_instance']];
        report([...path, 'scaling'], 'target-tracking needs target_invocations_per_instance', { unless });
    }
    if (endpoint.scaling === 'managed' && endpoint.target_invocations_per_instance !== undefined) {
        report([...path, 'target_invocations_per_instance'], 'has no effect with scaling: managed', {
            severity: 'warning',
        });
    }
}
/** CreateTransformJob: MaxConcurrentTransforms × MaxPayloadInMB is at most 100. */
const payloadsFit = ({ transform_step: step }, report) => {
    const { max_concurrent_transforms: requests, max_payload_in_mb: payload } = step ?? {};
    if (requests === undefined || payload === undefined || requests * payload <= 100)
        return;
    report(['transform_step', 'max_concurrent_transforms'], `${requests} requests of ${payload} MB are ${requests * payload} MB at once; SageMaker takes at most 100`);
};
exports.accountChecks = [
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
    endpointScales,
    payloadsFit,
];


/***/ }),

/***/ 7453:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.modelChecks = void 0;
const check_ts_1 = __webpack_require__(3890);
const closest_ts_1 = __webpack_require__(9417);
/** Rules about what is learned and how it is searched. */
const splitsAreInOrder = ({ training_step: step }, report) => {
    if (step?.train_split === undefined || step.test_split === undefined || step.train_split < step.test_split)
        return;
    report(['training_step', 'train_split'], `${step.train_split} is not below test_split ${step.test_split}`, {
        hint: 'Both are cumulative: 0.7 and 0.9 make 70 % training, 20 % validation, 10 % test.',
    });
};
const featuresAreDistinct = ({ training_step: step }, report) => {
    const features = step?.training_features ?? [];
    const repeat = (0, check_ts_1.firstRepeat)(features);
    if (repeat !== -1)
        report(['training_step', 'training_features', repeat], `the feature ${features[repeat]} is there twice`);
};
const targetIsNotAFeature = ({ training_step: step }, report) => {
    const index = step?.training_features?.indexOf(step.training_target ?? '') ?? -1;
    if (index === -1 || step?.training_target === undefined)
        return;
    report(['training_step', 'training_features', index], `${step.training_target} is the target; a model that sees it learns nothing`);
};
const keyIsOnlyAKey = (config, report) => {
    for (const section of ['training_step', 'transform_step']) {
        const key = config[section]?.key_column;
        if (key === undefined)
            continue;
        if (key === config.training_step?.training_target)
            report([section, 'key_column'], `${key} is the target and not unique`);
        if (config.training_step?.training_features?.includes(key)) {
            report([section, 'key_column'], `${key} is a feature too; a unique key lets a model learn rows by heart`, {
                severity: 'warning',
            });
        }
    }
};
const sampleNeedsAKey = ({ training_step: step }, report) => {
    if (step?.sample === undefined || step.key_column !== undefined)
        return;
    report(['training_step', 'sample'], 'needs key_column: the sample is taken by the hash of a key', {
        onKey: true,
        unless: [['training_step', 'key_column']],
    });
};
const maxFeaturesFit = ({ training_step: step }, report) => {
    const value = step?.max_features;
    if (typeof value !== 'number' || Number.isInteger(value) || value < 1)
        return;
    report(['training_step', 'max_features'], `must be a whole number of features or a share below 1, got ${value}`);
};
const rangesAreGiven = ({ tuning_step: step }, report) => {
    const ranges = step?.hyperparam_ranges;
    if (!ranges)
        return;
    if (Object.keys(ranges).length === 0) {
        report(['tuning_step', 'hyperparam_ranges'], 'must have at least one hyperparameter to search', { onKey: true });
    }
};
const jobsFit = ({ tuning_step: step }, report) => {
    const { maximum_parallel_training_jobs: parallel, maximum_training_jobs: all } = step ?? {};
    if (parallel === undefined || all === undefined || parallel <= all)
        return;
    report(['tuning_step', 'maximum_parallel_training_jobs'], `${parallel} at the same time is more than the ${all} in all (maximum_training_jobs)`);
};
const objectiveIsDefined = ({ tuning_step: step }, report) => {
    const names = step?.metric_definitions?.map((metric) => metric.Name);
    if (!names)
        return;
    const repeat = (0, check_ts_1.firstRepeat)(names);
    if (repeat !== -1)
        report(['tuning_step', 'metric_definitions', repeat, 'Name'], `the metric ${names[repeat]} is defined twice`);
    const objective = step?.objective_metric_name;
    if (objective === undefined || names.includes(objective))
        return;
    report(['tuning_step', 'objective_metric_name'], `${objective} is not in metric_definitions (${names.join(', ')})${(0, closest_ts_1.didYouMean)(objective, names)}`);
};
/** The service takes the first group as the value: "Define metrics" in the developer guide. */
const metricsCapture = ({ tuning_step: step }, report) => {
    for (const [index, { Regex }] of (step?.metric_definitions ?? []).entries()) {
        const path = ['tuning_step', 'metric_definitions', index, 'Regex'];
        // Python writes a named group as (?P<name>…), JavaScript as (?<name>…).
        const pattern = Regex.replaceAll('(?P<', '(?<');
        let groups;
        try {
            groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
        }
        catch (error) {
            const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: \/[\s\S]*\/[a-z]*: /, '') : '';
            report(path, `is not a regular expression: ${reason}`);
            continue;
        }
        if (groups === 0)
            report(path, 'has no group in parentheses: the metric is what the first group finds');
    }
};
exports.modelChecks = [
    splitsAreInOrder,
    featuresAreDistinct,
    targetIsNotAFeature,
    keyIsOnlyAKey,
    sampleNeedsAKey,
    maxFeaturesFit,
    rangesAreGiven,
    jobsFit,
    objectiveIsDefined,
    metricsCapture,
];


/***/ }),

/***/ 9417:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.closest = closest;
exports.didYouMean = didYouMean;
exports.editDistance = editDistance;
/** The candidate that a person most likely meant, if one is near: at most a third of its letters differ. */
function closest(word, candidates) {
    // A word this long is no slip of the keyboard, and the distance takes time in the square of the length.
    if (word.length > 64)
        return undefined;
    let best;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
        const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
        if (distance < least && distance <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}
/** `; did you mean …?`, or nothing. */
function didYouMean(word, candidates) {
    const near = closest(word, candidates);
    return near === undefined ? '' : `; did you mean ${near}?`;
}
/** Damerau–Levenshtein distance in its optimal-string-alignment form: a swap of neighbours counts once. */
function editDistance(a, b) {
    let before = [];
    let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const current = [i];
        for (let j = 1; j <= b.length; j++) {
            const cost = a[i - 1] === b[j - 1] ? 0 : 1;
            let distance = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
                distance = Math.min(distance, (before[j - 2] ?? 0) + 1);
            }
            current.push(distance);
        }
        before = previous;
        previous = current;
    }
    return previous[b.length] ?? 0;
}


/***/ }),

/***/ 3959:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.readYaml = readYaml;
exports.environmentNames = environmentNames;
exports.overlay = overlay;
exports.give = give;
const node_fs_1 = __webpack_require__(3024);
const node_path_1 = __webpack_require__(6760);
const diagnostic_ts_1 = __webpack_require__(7859);
const node_ts_1 = __webpack_require__(216);
const parse_yaml_ts_1 = __webpack_require__(921);
const source_file_ts_1 = __webpack_require__(5916);
/** Reads a file and parses it; a file that is not there is a diagnostic, or nothing when it is `optional`. */
function readYaml(path, optional = false) {
    const name = path.replaceAll('\\', '/');
    let bytes;
    try {
        bytes = (0, node_fs_1.readFileSync)(path);
    }
    catch (error) {
        const code = error.code ?? 'unknown error';
        if (code === 'ENOENT' && optional)
            return { diagnostics: [] };
        const reasons = {
            ENOENT: 'there is no such file',
            ENOTDIR: 'there is no such file',
            EISDIR: 'is a folder, not a file',
            EACCES: 'may not be read',
        };
        const place = { source: (0, source_file_ts_1.sourceFile)(name, ''), start: 0, end: 0 };
        return { diagnostics: [(0, diagnostic_ts_1.diagnosticAt)(place, '', reasons[code] ?? `cannot be read (${code})`)] };
    }
    const { root, diagnostics } = (0, parse_yaml_ts_1.parseYaml)(name, bytes);
    return { ...(root ? { root } : {}), diagnostics };
}
/** Folder names under `environments/` beside config.yml, sorted; hidden ones are not environments. */
function environmentNames(configFile) {
    const directory = (0, node_path_1.join)((0, node_path_1.dirname)(configFile), 'environments');
    if (!(0, node_fs_1.existsSync)(directory))
        return [];
    return (0, node_fs_1.readdirSync)(directory, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map((entry) => entry.name)
        .sort();
}
/** Keys of which a file names one; naming the one in an overlay takes back the other. */
const ALTERNATIVES = [
    ['presto', 'port', 'parameter'],
    ['training_step', 'query', 'query_file'],
    ['transform_step', 'query', 'query_file'],
];
/** Keys of environment.yml that stand for one of config.yml. */
const SHORTHANDS = [
    ['region', ['aws', 'region']],
    ['role', ['aws', 'sagemaker_execution_role_name']],
    ['role_arn', ['aws', 'sagemaker_execution_role_arn']],
    ['bucket', ['aws', 's3_bucket']],
];
/** config.yml as it is in one environment: `config:` of environment.yml and its shorthands laid over it. */
function overlay(base, environment) {
    let root = base;
    const over = environment.entries.get('config')?.node;
    if (over?.kind === 'map') {
        for (const [section, ...keys] of ALTERNATIVES) {
            const given = (0, node_ts_1.nodeAt)(over, [section]);
            const below = (0, node_ts_1.nodeAt)(root, [section]);
            if (given?.kind !== 'map' || below?.kind !== 'map')
                continue;
            if (!keys.some((key) => given.entries.has(key)))
                continue;
            const entries = new Map(below.entries);
            for (const key of keys)
                entries.delete(key);
            const entry = root.entries.get(section);
            if (entry)
                root = (0, node_ts_1.graft)(root, [section], { ...below, entries }, entry.key);
        }
        root = (0, node_ts_1.mergeNodes)(root, over);
    }
    for (const [key, path] of SHORTHANDS) {
        const entry = environment.entries.get(key);
        if (entry && !(0, node_ts_1.isNull)(entry.node))
            root = (0, node_ts_1.graft)(root, path, entry.node, entry.key);
    }
    return root;
}
/** A value that is given to the program and wins over every file. */
function give(root, path, by, value, replaces) {
    if (value === undefined || value === '')
        return root;
    const place = { source: (0, source_file_ts_1.givenValue)(by, value), start: 0, end: value.length };
    const number = /^\d{1,9}$/.test(value) ? Number(value) : value;
    const node = { kind: 'scalar', value: path.at(-1) === 'port' ? number : value, place };
    const rooted = replaces === undefined ? root : without(root, replaces);
    return (0, node_ts_1.graft)(rooted, path, node, place);
}
function without(root, path) {
    const [section, key] = path;
    const below = (0, node_ts_1.nodeAt)(root, [section ?? '']);
    const entry = root.entries.get(String(section));
    if (below?.kind !== 'map' || !entry)
        return root;
    const entries = new Map(below.entries);
    entries.delete(String(key));
    return (0, node_ts_1.graft)(root, [section ?? ''], { ...below, entries }, entry.key);
}


/***/ }),

/***/ 4514:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.decode = decode;
exports.describe = describe;
const closest_ts_1 = __webpack_require__(9417);
const diagnostic_ts_1 = __webpack_require__(7859);
const node_ts_1 = __webpack_require__(216);
/** Judges nodes by a zod schema; each issue becomes a diagnostic at the place in the file that really holds the value. */
function decode(root, schema) {
    const raw = (0, node_ts_1.toValue)(root);
    const sound = (0, node_ts_1.toValue)(root);
    const result = schema.safeParse(raw);
    if (result.success)
        return { value: result.data, sound, diagnostics: [] };
    const diagnostics = [];
    const misspelt = new Set();
    for (const issue of result.error.issues)
        explain(issue, [], { root, raw, schema, sound, diagnostics, misspelt });
    // Who wrote `prestoo:` need not be told that `presto` is missing.
    return { sound, diagnostics: diagnostics.filter(({ path, message }) => message !== MISSING || !misspelt.has(path)) };
}
const MISSING = 'is required and missing';
function explain(issue, prefix, context) {
    const path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    const report = (at, message, place = (0, node_ts_1.placeOf)(context.root, at)) => {
        context.diagnostics.push((0, diagnostic_ts_1.diagnosticAt)(place, (0, node_ts_1.dotted)(at), message));
    };
    if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) {
            const at = [...path, key];
            report(at, `unknown key${hintForKey(key, path, context)}`, (0, node_ts_1.keyAt)(context.root, at));
            remove(context.sound, at);
        }
        return;
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
        // The alternative that takes this kind of value explains best; without one, all are named.
        const applicable = issue.errors.filter((errors) => !errors.some((error) => isWrongKind(error)));
        const [only] = applicable;
        if (only && applicable.length === 1) {
            for (const inner of only)
                explain(inner, path, context);
            return;
        }
        const expected = issue.errors.flatMap((errors) => errors.filter(isWrongKind).map((error) => expectation(error)));
        report(path, `expected ${[...new Set(expected)].join(' or ')}, got ${describe(at(context.raw, path))}`);
        remove(context.sound, path);
        return;
    }
    if (issue.code === 'invalid_key') {
        for (const inner of issue.issues)
            report(path, ruleText(inner, (0, node_ts_1.dotted)(path.slice(-1))), (0, node_ts_1.keyAt)(context.root, path));
        remove(context.sound, path);
        return;
    }
    const value = at(context.raw, path);
    if (value === undefined) {
        const written = (0, node_ts_1.nodeAt)(context.root, path) !== undefined;
        report(path, written ? 'is required and has no value' : MISSING);
    }
    else
        report(path, ruleText(issue, value));
    remove(context.sound, path);
}
const isWrongKind = (error) => error.path.length === 0 && (error.code === 'invalid_type' || error.code === 'invalid_value');
const KINDS = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
    record: 'a mapping',
    null: 'nothing',
};
function expectation(issue) {
    if (issue.code === 'invalid_value')
        return issue.values.map(String).join(', ');
    return issue.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : 'another value';
}
function ruleText(issue, value) {
    switch (issue.code) {
        case 'invalid_type':
            return `expected ${expectation(issue)}, got ${describe(value)}`;
        case 'invalid_value': {
            const names = issue.values.map(String);
            const near = typeof value === 'string' ? (0, closest_ts_1.didYouMean)(value, names) : '';
            return `expected one of ${names.join(', ')}; got ${describe(value)}${near}`;
        }
        case 'too_small':
            if (issue.origin === 'string')
                return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} characters`;
            if (issue.origin === 'array')
                return `must have at least ${issue.minimum} ${plural(issue.minimum, 'item')}, has ${sizeOf(value)}`;
            return `must be ${issue.inclusive === false ? 'greater than' : 'at least'} ${issue.minimum}, got ${describe(value)}`;
        case 'too_big':
            if (issue.origin === 'string')
                return `must have at most ${issue.maximum} characters, has ${sizeOf(value)}`;
            if (issue.origin === 'array')
                return `must have at most ${issue.maximum} ${plural(issue.maximum, 'item')}, has ${sizeOf(value)}`;
            return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}, got ${describe(value)}`;
        case 'invalid_format':
            return `${issue.message}; got ${describe(value)}`;
        default:
            return issue.message;
    }
}
const plural = (count, word) => (count === 1 || count === 1n ? word : `${word}s`);
const sizeOf = (value) => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);
/** The value as a person would name it; long ones shortened. */
function describe(value) {
    if (typeof value === 'string')
        return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
    if (Array.isArray(value))
        return 'a list';
    if (typeof value === 'object' && value !== null)
        return 'a mapping';
    return String(value);
}
function at(value, path) {
    let current = value;
    for (const step of path) {
        if (typeof current !== 'object' || current === null)
            return undefined;
        current = current[step];
    }
    return current;
}
/** Takes a value out; a list of which something is wrong goes as a whole, or its other items would move. */
function remove(value, path) {
    const list = path.findIndex((_, length) => Array.isArray(at(value, path.slice(0, length))));
    const whole = list === -1 ? path : path.slice(0, list);
    const parent = at(value, whole.slice(0, -1));
    const last = whole.at(-1);
    if (typeof parent === 'object' && parent !== null && last !== undefined) {
        delete parent[last];
    }
}
/** A key that is nearly right, or that belongs into another section. */
function hintForKey(key, path, context) {
    const near = (0, closest_ts_1.closest)(key, keysAt(context.schema, path));
    if (near !== undefined) {
        context.misspelt.add((0, node_ts_1.dotted)([...path, near]));
        return `; did you mean ${near}?`;
    }
    const sections = keysAt(context.schema, []).filter((section) => keysAt(context.schema, [section]).includes(key));
    return sections.length > 0 ? `; it belongs in ${sections.join(' or ')}` : '';
}
/** The keys that a schema knows at a path. */
function keysAt(schema, path) {
    let current = unwrap(schema);
    for (const step of path) {
        const shape = current?.shape;
        current = unwrap(shape ? shape[String(step)] : (current?.valueType ?? current?.element));
    }
    return Object.keys(current?.shape ?? {});
}
/** Through optional, default, nullable and union wrappers to the object, record or array inside. */
function unwrap(schema) {
    let current = schema;
    for (;;) {
        if (current?.def?.innerType)
            current = current.def.innerType;
        else if (current?.def?.options) {
            current = current.def.options.find((option) => unwrap(option)?.shape);
        }
        else
            return current;
    }
}


/***/ }),

/***/ 1954:
/***/ (function(__unused_webpack_module, exports, __webpack_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.withDefaults = withDefaults;
const z = __importStar(__webpack_require__(924));
const made = new WeakMap();
function jsonSchema(schema) {
    const known = made.get(schema) ?? z.toJSONSchema(schema, { io: 'input' });
    made.set(schema, known);
    return known;
}
/** A copy of an incomplete value with the schema's defaults in the places that are empty. */
function withDefaults(value, schema) {
    return complete(value, jsonSchema(schema));
}
function complete(value, schema) {
    if (schema.properties === undefined)
        return value === undefined ? schema.default : value;
    if (value === undefined && schema.default === undefined)
        return undefined;
    if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value)))
        return value;
    const result = { ...value };
    for (const [key, property] of Object.entries(schema.properties)) {
        const completed = complete(result[key], property);
        if (completed !== undefined)
            result[key] = completed;
    }
    return result;
}


/***/ }),

/***/ 7859:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.diagnosticAt = diagnosticAt;
exports.sortDiagnostics = sortDiagnostics;
exports.formatDiagnostics = formatDiagnostics;
const source_file_ts_1 = __webpack_require__(5916);
/** Longest piece of a line that is shown; a file may be one line of a megabyte. */
const SHOWN = 160;
/** More mistakes than anybody reads: the rest is counted. */
const MOST_SHOWN = 50;
/** A diagnostic at a place of a file. */
function diagnosticAt(place, path, message, options = {}) {
    const { line, column } = (0, source_file_ts_1.position)(place);
    const text = (0, source_file_ts_1.lineText)(place.source, line);
    const marked = text.slice(0, column - 1 + 4096);
    const onThisLine = [...place.source.text.slice(place.start, Math.min(place.end, place.start + SHOWN))];
    const newline = onThisLine.findIndex((character) => character === '\n' || character === '\r');
    const length = Math.max(1, newline === -1 ? onThisLine.length : newline);
    return {
        severity: options.severity ?? 'error',
        file: place.source.name,
        line,
        column,
        path,
        message,
        ...(options.hint === undefined ? {} : { hint: options.hint }),
        source: { text: marked, length },
    };
}
/** In the order in which a reader meets them; the same mistake is said once. */
function sortDiagnostics(diagnostics) {
    const seen = new Set();
    return diagnostics
        .filter((diagnostic) => {
        const key = `${formatPlace(diagnostic)}\n${diagnostic.message}`;
        return seen.has(key) ? false : seen.add(key);
    })
        .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
/**
 * Text for a person: for each diagnostic `file:line:column path: message`, the line of the file with the place marked,
 * and the way out. `color` adds ANSI colours.
 */
function formatDiagnostics(diagnostics, options = {}) {
    const paint = (code, text) => (options.color ? `\u001b[${code}m${text}\u001b[0m` : text);
    const blocks = diagnostics.slice(0, MOST_SHOWN).map((diagnostic) => {
        const severity = diagnostic.severity === 'warning' ? `${paint(33, 'warning:')} ` : '';
        const lines = [`${paint(1, formatPlace(diagnostic))} ${severity}${printable(diagnostic.message)}`];
        const excerpt = excerptOf(diagnostic);
        if (excerpt) {
            lines.push(`  ${excerpt.text}`, `  ${excerpt.blank}${paint(diagnostic.severity === 'warning' ? 33 : 31, excerpt.mark)}`);
        }
        if (diagnostic.hint !== undefined)
            lines.push(`  ${paint(36, printable(diagnostic.hint))}`);
        return lines.join('\n');
    });
    if (diagnostics.length > MOST_SHOWN)
        blocks.push(`… and ${diagnostics.length - MOST_SHOWN} more`);
    return blocks.join('\n');
}
function formatPlace(diagnostic) {
    const place = `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`;
    return diagnostic.path === '' ? `${place}:` : `${place} ${printable(diagnostic.path)}:`;
}
function excerptOf(diagnostic) {
    if (!diagnostic.source)
        return undefined;
    const characters = [...diagnostic.source.text];
    if (characters.join('').trim() === '')
        return undefined;
    const from = Math.max(0, diagnostic.column - 1 - Math.floor(SHOWN / 2));
    const before = characters.slice(from, diagnostic.column - 1);
    const shown = characters.slice(from, from + SHOWN);
    const lead = from > 0 ? '… ' : '';
    const length = Math.max(1, Math.min(diagnostic.source.length, shown.length - before.length));
    return {
        text: lead + printable(shown.join('')),
        // Tabs stay tabs, so that the mark stands under its place however wide a tab is.
        blank: lead.replace('…', ' ') + before.map((character) => (character === '\t' ? '\t' : ' ')).join(''),
        mark: '^'.repeat(length),
    };
}
/** Control characters would move the cursor or colour the terminal: a file may hold any. */
function printable(text) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is replaced
    return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}


/***/ }),

/***/ 7840:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.durationSeconds = durationSeconds;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Seconds of a duration as environment.yml writes it: `30m`, `24h`, `7d`. The text has been checked by the schema. */
function durationSeconds(text) {
    const match = /^(\d+)([smhd])$/.exec(text);
    if (!match)
        throw new RangeError(`not a duration: ${text}`);
    return Number(match[1]) * SECONDS[match[2]];
}


/***/ }),

/***/ 2451:
/***/ (function(__unused_webpack_module, exports, __webpack_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.batchTransformFileSchema = exports.endpointFileSchema = exports.environmentFileSchema = void 0;
const z = __importStar(__webpack_require__(924));
const fields_ts_1 = __webpack_require__(81);
/** `environments/<name>/`: environment.yml, endpoint.yml and batch-transform.yml, as they are written. */
const date = (what) => z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/, 'must be a date (2026-12-20) or a time with its zone (2026-12-20T18:00Z)')
    .describe(what);
exports.environmentFileSchema = z.strictObject({
    account: (0, fields_ts_1.awsAccount)().describe('AWS account, in quotes.'),
    region: z.exactOptional((0, fields_ts_1.awsRegion)()).describe('AWS region; wins over aws.region.'),
    role: z.exactOptional((0, fields_ts_1.roleName)()).describe('Execution role by name; wins over aws.sagemaker_execution_role_name.'),
    role_arn: z.exactOptional((0, fields_ts_1.text)()).describe('Execution role by ARN; wins over aws.sagemaker_execution_role_arn.'),
    bucket: z.exactOptional((0, fields_ts_1.text)()).describe('Bucket; wins over aws.s3_bucket.'),
    promotes_from: z
        .nullable(z.string().min(1))
        .default(null)
        .describe('Environment that a model must have run in before.'),
    soak: z
        .string()
        .regex(/^\d+[smhd]$/, 'must be a duration such as 30m, 24h or 7d')
        .default('0h')
        .describe('How long a model must have run in promotes_from.'),
    freeze: z
        .array(z.strictObject({
        from: date('First moment.'),
        to: date('First moment after it.'),
        reason: (0, fields_ts_1.text)().describe('Shown to whom it stops.'),
    }))
        .default([])
        .describe('Times in which nothing is deployed here.'),
    approvers: z
        .array(z.string().regex(/^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/, 'must be a GitHub login, without @'))
        .default([])
        .describe('GitHub logins whose label counts; empty: everybody with write permission.'),
    config: z.exactOptional(z.record(z.string(), z.unknown())).describe('Keys of config.yml that differ here.'),
});
/** A model by content: the version may be deleted and made again, the digest of its artifact may not. */
const pin = z
    .nullable(z.strictObject({
    package_group: (0, fields_ts_1.name)(63).describe('Model package group.'),
    version: z.int().min(1).describe('Version in the group.'),
    artifact_digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')
        .describe('SHA-256 of model.tar.gz.'),
}))
    .default(null)
    .describe('The model that runs here; null: none yet.');
const rollout = z.strictObject({
    type: z.enum(['all-at-once', 'canary', 'linear']).describe('How traffic moves to the new model.'),
    // CanarySize, LinearStepSize: 10 (linear) or 1 (canary) to 50 percent of the new fleet.
    step_percent: z
        .exactOptional(z.int().min(1).max(50))
        .describe('canary, linear: share that moves first or per step, at most 50.'),
    wait_in_seconds: z.int().min(0).max(3600).default(300).describe('Wait between two moves of traffic.'),
    termination_wait_in_seconds: z.int().min(0).max(3600).default(0).describe('How long the old fleet is kept.'),
    maximum_execution_timeout_in_seconds: z
        .int()
        .min(600)
        .max(28800)
        .default(3600)
        .describe('Longest time of a rollout.'),
    alarms: z
        .array(z.string().min(1).max(255))
        .max(10)
        .default([])
        .describe('CloudWatch alarms that roll it back, at most 10.'),
});
exports.endpointFileSchema = z.strictObject({
    model: pin,
    endpoint_name: z.exactOptional((0, fields_ts_1.name)(63)).describe('Default: <realtime_endpoint.endpoint_name>-<environment>.'),
    instance_type: z.exactOptional((0, fields_ts_1.instanceType)()).describe('Default: realtime_endpoint.instance_type.'),
    min_instance_count: z.exactOptional((0, fields_ts_1.count)()).describe('Default: realtime_endpoint.min_instance_count.'),
    max_instance_count: z.exactOptional((0, fields_ts_1.count)()).describe('Default: realtime_endpoint.max_instance_count.'),
    scaling: z.exactOptional(z.enum(['managed', 'target-tracking'])).describe('Default: realtime_endpoint.scaling.'),
    target_invocations_per_instance: z
        .exactOptional(z.number().positive())
        .describe('Default: realtime_endpoint.target_invocations_per_instance.'),
    keep: z.int().min(0).max(100).default(2).describe('Old models and endpoint configurations that are kept.'),
    rollout: z.exactOptional(rollout).describe('How an update moves traffic.'),
});
exports.batchTransformFileSchema = z.strictObject({
    model: pin,
    pipeline_name: z.exactOptional((0, fields_ts_1.name)(256)).describe('Default: <pipeline.transform_pipeline_name>-<environment>.'),
    instance_type: z.exactOptional((0, fields_ts_1.instanceType)()).describe('Default: transform_step.instance_type.'),
    instance_count: z.exactOptional((0, fields_ts_1.count)()).describe('Default: transform_step.instance_count.'),
    query: z.exactOptional(z.string()).describe('SQL, inline; default: that of transform_step.'),
    query_file: z.exactOptional((0, fields_ts_1.filePath)()).describe('File with the SQL, relative to this file.'),
    output_prefix: z.exactOptional((0, fields_ts_1.keyPrefix)()).describe('Default: <transform_step.output_prefix>/<environment>.'),
    schedule: z.nullable(z.string()).default(null).describe('cron(0 6 * * ? *) or rate(1 day), in UTC; null: by hand.'),
});


/***/ }),

/***/ 81:
/***/ (function(__unused_webpack_module, exports, __webpack_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.filePath = exports.keyPrefix = exports.roleName = exports.awsRegion = exports.awsAccount = exports.tags = exports.tag = exports.count = exports.instanceType = exports.columnName = exports.stepName = exports.name = exports.text = void 0;
const z = __importStar(__webpack_require__(924));
/**
 * The kinds of value that the configuration files share. Limits are those of the AWS API reference (the service model
 * `sagemaker/2017-07-24` names the shape), so that a mistake is found on its line and not by a refused call.
 */
/** SageMaker names: letters, digits and hyphens, no hyphen at either end (shape EndpointName, EntityName, PipelineName …). */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
const text = () => z.string().min(1);
exports.text = text;
const name = (most) => z
    .string()
    .min(1)
    .max(most)
    .regex(NAME, 'must be letters, digits and hyphens, with no hyphen at the start or the end');
exports.name = name;
/** Shape StepName of a pipeline definition: 1 to 64 of `A-Za-z0-9-_`. */
const stepName = () => z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9\-_]+$/, 'must be letters, digits, hyphens and underscores');
exports.stepName = stepName;
/** Column names as they come back from Presto: anything that is not blank, no control characters. */
const columnName = () => z
    .string()
    .min(1)
    .max(128)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
    .regex(/^[^\u0000-\u001f\u007f]+$/, 'must not have control characters')
    .regex(/^\S(.*\S)?$/, 'must not start or end with a blank');
exports.columnName = columnName;
const instanceType = () => z.string().regex(/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/, 'must be an instance type such as ml.m5.xlarge');
exports.instanceType = instanceType;
const count = (most) => (most === undefined ? z.int().min(1) : z.int().min(1).max(most));
exports.count = count;
/** Shapes TagKey (1–128) and TagValue (0–256); TagList holds at most 50. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_RULE = 'must be letters, digits, blanks and _ . : / = + - @';
exports.tag = z.strictObject({
    Key: z
        .string()
        .min(1)
        .max(128)
        .regex(TAG_TEXT, TAG_RULE)
        .regex(/^(?!aws:)/i, 'must not start with aws:, which AWS keeps for itself')
        .describe('Name of the tag.'),
    Value: z.string().max(256).regex(TAG_TEXT, TAG_RULE).describe('Value of the tag.'),
});
const tags = () => z.array(exports.tag).max(50).default([]).describe('Tags, put on every resource that this makes.');
exports.tags = tags;
const awsAccount = () => z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes ("012345678901")');
exports.awsAccount = awsAccount;
const awsRegion = () => z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-east-1');
exports.awsRegion = awsRegion;
/** IAM role name (IAM API reference: 64 characters of `\w+=,.@-`). A path in front of it belongs into the ARN. */
const roleName = () => z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w+=,.@-]+$/, 'must be the name of an IAM role, without a path and not an ARN');
exports.roleName = roleName;
/** S3 key prefix without a slash at either end, so that joining is never ambiguous. */
const keyPrefix = () => z
    .string()
    .min(1)
    .max(512)
    .regex(/^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/, 'must be an S3 prefix without blanks and without a slash at either end');
exports.keyPrefix = keyPrefix;
/** A file named by a configuration file, relative to that file. */
const filePath = () => z
    .string()
    .min(1)
    .regex(/^[^\\]*$/, 'must use / between folders');
exports.filePath = filePath;


/***/ }),

/***/ 5157:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.normaliseRange = normaliseRange;
const closest_ts_1 = __webpack_require__(9417);
const MANY = Number.MAX_SAFE_INTEGER;
/** The parameters of scikit-learn's RandomForestClassifier that can be searched, with the ranges that it accepts. */
const PARAMETERS = {
    n_estimators: { kinds: ['integer'], integer: [1, MANY] },
    max_depth: { kinds: ['integer'], integer: [1, MANY] },
    min_samples_split: { kinds: ['integer', 'continuous'], integer: [2, MANY], continuous: [0, 1] },
    min_samples_leaf: { kinds: ['integer', 'continuous'], integer: [1, MANY], continuous: [0, 1] },
    max_features: {
        kinds: ['integer', 'continuous', 'categorical'],
        integer: [1, MANY],
        continuous: [0, 1],
        values: ['sqrt', 'log2'],
    },
    max_leaf_nodes: { kinds: ['integer'], integer: [2, MANY] },
    max_samples: { kinds: ['integer', 'continuous'], integer: [1, MANY], continuous: [0, 1] },
    min_weight_fraction_leaf: { kinds: ['continuous'], continuous: [0, 0.5] },
    min_impurity_decrease: { kinds: ['continuous'], continuous: [0, MANY] },
    ccp_alpha: { kinds: ['continuous'], continuous: [0, MANY] },
    criterion: { kinds: ['categorical'], values: ['gini', 'entropy', 'log_loss'] },
    class_weight: { kinds: ['categorical'], values: ['balanced', 'balanced_subsample'] },
};
/**
 * Brings a range into its one form: `[int, int]` is an integer range, two numbers of which one is not whole a continuous
 * one, a list of names a categorical one. Mistakes are reported and yield nothing.
 */
function normaliseRange(name, written, report) {
    const path = ['tuning_step', 'hyperparam_ranges', name];
    const range = Array.isArray(written) ? fromList(written, path, report) : fromMapping(written, path, report);
    if (!range)
        return undefined;
    const parameter = parameterOf(name, path, report);
    if (parameter && !fits(range, name, parameter, path, Array.isArray(written), report))
        return undefined;
    return range;
}
/** Where the least and the greatest value stand, in either form. */
const bound = (path, isList, which) => [
    ...path,
    isList ? (which === 'min' ? 0 : 1) : which,
];
function fromList(list, path, report) {
    if (list.every((item) => typeof item === 'number')) {
        const [min, max] = list;
        if (list.length !== 2 || min === undefined || max === undefined) {
            report(path, `a range of numbers is [least, greatest], found ${list.length} ${list.length === 1 ? 'number' : 'numbers'}`, {
                hint: 'Names to choose from are written as text; {type: categorical, values: […]} takes numbers.',
            });
            return undefined;
        }
        const type = Number.isInteger(min) && Number.isInteger(max) ? 'integer' : 'continuous';
        return ordered({ type, min, max, scaling: 'Auto' }, path, true, report);
    }
    if (list.some((item) => typeof item === 'number')) {
        report(path, 'mixes numbers and names', { hint: 'Write {type: categorical, values: […]} to choose from both.' });
        return undefined;
    }
    return categorical(list, path, report);
}
function fromMapping(written, path, report) {
    if (written.type === 'categorical') {
        for (const key of ['min', 'max', 'scaling']) {
            if (written[key] !== undefined)
                report([...path, key], 'does not belong to a categorical range', { onKey: true });
        }
        if (written.values === undefined)
            report([...path, 'values'], 'is required and missing');
        return written.values === undefined ? undefined : categorical(written.values, [...path, 'values'], report);
    }
    if (written.values !== undefined)
        report([...path, 'values'], `does not belong to a range of type ${written.type}`, { onKey: true });
    const { type, min, max, scaling = 'Auto' } = written;
    for (const key of ['min', 'max'])
        if (written[key] === undefined)
            report([...path, key], 'is required and missing');
    if (min === undefined || max === undefined)
        return undefined;
    for (const [key, value] of [
        ['min', min],
        ['max', max],
    ]) {
        if (type === 'integer' && !Number.isInteger(value)) {
            report([...path, key], `must be a whole number in a range of type integer, got ${value}`);
            return undefined;
        }
    }
    // CreateHyperParameterTuningJob, "Hyperparameter scaling": logarithmic above 0, reverse logarithmic within [0, 1).
    if (scaling === 'Logarithmic' && min <= 0) {
        report([...path, 'min'], `must be greater than 0 with scaling: Logarithmic, got ${min}`);
    }
    if (scaling === 'ReverseLogarithmic' && (type === 'integer' || min < 0 || max >= 1)) {
        report([...path, 'scaling'], 'ReverseLogarithmic takes a continuous range within 0 and 1');
    }
    return ordered({ type, min, max, scaling }, path, false, report);
}
function ordered(range, path, isList, report) {
    for (const which of ['min', 'max']) {
        if (!Number.isFinite(range[which])) {
            report(bound(path, isList, which), `must be a finite number, got ${range[which]}`);
            return undefined;
        }
    }
    if (range.min <= range.max)
        return range;
    const at = bound(path, isList, 'min');
    report(path, `minimum ${range.min} is greater than maximum ${range.max}`, { at });
    return undefined;
}
function categorical(values, path, report) {
    const names = values.map(String);
    const repeat = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (repeat !== -1)
        report([...path, repeat], `${names[repeat]} is there twice`);
    const empty = names.indexOf('');
    if (empty !== -1)
        report([...path, empty], 'must not be empty');
    return repeat === -1 && empty === -1 ? { type: 'categorical', values: names } : undefined;
}
function parameterOf(name, path, report) {
    const known = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (known)
        return known;
    const names = Object.keys(PARAMETERS);
    const slip = names.some((other) => (0, closest_ts_1.editDistance)(name.slice(0, 64), other) <= 2);
    report(path, `${name} is not a parameter of RandomForestClassifier${(0, closest_ts_1.didYouMean)(name, names)}`, {
        onKey: true,
        // A team may have a training script of its own; a name this near to a known one is a slip of the keyboard.
        severity: slip ? 'error' : 'warning',
        hint: slip ? undefined : 'The training script has to accept it.',
    });
    return undefined;
}
function fits(range, name, parameter, path, isList, report) {
    if (range.type === 'categorical') {
        if (parameter.values) {
            const wrong = range.values.findIndex((value) => !parameter.values?.includes(value) && Number.isNaN(Number(value)));
            const value = range.values[wrong];
            if (value === undefined)
                return true;
            report([...path, ...(isList ? [] : ['values']), wrong], `${name} does not take ${value}; it takes ${parameter.values.join(', ')}${(0, closest_ts_1.didYouMean)(value, parameter.values)}`);
            return false;
        }
        if (range.values.every((value) => value.trim() !== '' && Number.isFinite(Number(value))))
            return true;
        report(path, `${name} takes numbers, found names (${range.values.slice(0, 3).join(', ')})`, {
            hint: 'Write [least, greatest].',
        });
        return false;
    }
    if (!parameter.kinds.includes(range.type)) {
        const wanted = parameter.kinds.includes('integer')
            ? 'whole numbers'
            : parameter.values
                ? parameter.values.join(', ')
                : 'a number';
        if (range.type === 'integer' && parameter.continuous)
            return within(range, name, parameter.continuous, path, isList, report);
        report(path, `${name} takes ${wanted}, found a range of type ${range.type}`);
        return false;
    }
    const limits = range.type === 'integer' ? parameter.integer : parameter.continuous;
    return limits === undefined || within(range, name, limits, path, isList, report);
}
function within(range, name, [least, greatest], path, isList, report) {
    if (range.min < least) {
        report(path, `${name} is at least ${least}, got ${range.min}`, { at: bound(path, isList, 'min') });
        return false;
    }
    if (range.max > greatest) {
        report(path, `${name} is at most ${greatest}, got ${range.max}`, { at: bound(path, isList, 'max') });
        return false;
    }
    return true;
}


/***/ }),

/***/ 9750:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.showConfig = exports.setPin = exports.resolveAccount = exports.partitionOf = exports.describeOrigin = exports.loadEnvironments = exports.loadConfig = exports.configJsonSchema = exports.instanceTypes = exports.instanceProblem = exports.durationSeconds = exports.formatDiagnostics = void 0;
/** The configuration: YAML text in, one typed value or every mistake with its place out. */
var diagnostic_ts_1 = __webpack_require__(7859);
Object.defineProperty(exports, "formatDiagnostics", ({ enumerable: true, get: function () { return diagnostic_ts_1.formatDiagnostics; } }));
var duration_ts_1 = __webpack_require__(7840);
Object.defineProperty(exports, "durationSeconds", ({ enumerable: true, get: function () { return duration_ts_1.durationSeconds; } }));
var instance_types_ts_1 = __webpack_require__(1495);
Object.defineProperty(exports, "instanceProblem", ({ enumerable: true, get: function () { return instance_types_ts_1.instanceProblem; } }));
Object.defineProperty(exports, "instanceTypes", ({ enumerable: true, get: function () { return instance_types_ts_1.instanceTypes; } }));
var json_schema_ts_1 = __webpack_require__(4752);
Object.defineProperty(exports, "configJsonSchema", ({ enumerable: true, get: function () { return json_schema_ts_1.configJsonSchema; } }));
var load_config_ts_1 = __webpack_require__(6943);
Object.defineProperty(exports, "loadConfig", ({ enumerable: true, get: function () { return load_config_ts_1.loadConfig; } }));
var load_environments_ts_1 = __webpack_require__(1527);
Object.defineProperty(exports, "loadEnvironments", ({ enumerable: true, get: function () { return load_environments_ts_1.loadEnvironments; } }));
var origins_ts_1 = __webpack_require__(8217);
Object.defineProperty(exports, "describeOrigin", ({ enumerable: true, get: function () { return origins_ts_1.describeOrigin; } }));
var partition_ts_1 = __webpack_require__(844);
Object.defineProperty(exports, "partitionOf", ({ enumerable: true, get: function () { return partition_ts_1.partitionOf; } }));
var placeholders_ts_1 = __webpack_require__(3782);
Object.defineProperty(exports, "resolveAccount", ({ enumerable: true, get: function () { return placeholders_ts_1.resolveAccount; } }));
var set_pin_ts_1 = __webpack_require__(9284);
Object.defineProperty(exports, "setPin", ({ enumerable: true, get: function () { return set_pin_ts_1.setPin; } }));
var show_config_ts_1 = __webpack_require__(2972);
Object.defineProperty(exports, "showConfig", ({ enumerable: true, get: function () { return show_config_ts_1.showConfig; } }));


/***/ }),

/***/ 1495:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.instanceTypes = instanceTypes;
exports.instanceProblem = instanceProblem;
const closest_ts_1 = __webpack_require__(9417);
/**
 * Instance types by use, families with the sizes that they come in: shapes ProcessingInstanceType, TrainingInstanceType,
 * TransformInstanceType and ProductionVariantInstanceType of the service model `sagemaker/2017-07-24`, November 2026.
 */
const TYPES = {
    processing: [
        ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'],
        ['c5', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
        ['c6i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
        ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['c7i-flex c8i-flex g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['c8i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
        ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['g7 g7e', '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge'],
        ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
        ['m5', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
        ['m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
        ['m7i-flex m8i-flex r8i-flex', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['m8i r8i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
        ['p2', 'xlarge 8xlarge 16xlarge'],
        ['p3', '2xlarge 8xlarge 16xlarge'],
        ['p5', '4xlarge'],
        ['r5 r5d', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge'],
        ['t3', 'medium large xlarge 2xlarge'],
    ],
    training: [
        ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'],
        ['c5 c5n', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
        ['c6i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
        ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['c7i-flex c8i-flex g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['c8i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
        ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['g7 g7e', '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge'],
        ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
        ['m5', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
        ['m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
        ['m7i-flex m8i-flex r8i-flex', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['m8i r8i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
        ['p2', 'xlarge 8xlarge 16xlarge'],
        ['p3', '2xlarge 8xlarge 16xlarge'],
        ['p3dn p4d p4de', '24xlarge'],
        ['p5', '4xlarge 48xlarge'],
        ['p5e p5en p6-b200 p6-b300 trn2', '48xlarge'],
        ['p6e-gb200', '36xlarge'],
        ['r5 r5d', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge'],
        ['t3', 'medium large xlarge 2xlarge'],
        ['trn1', '2xlarge 32xlarge'],
        ['trn1n', '32xlarge'],
    ],
    transform: [
        ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'],
        ['c5', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
        ['c6i m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
        ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['inf2', 'xlarge 8xlarge 24xlarge 48xlarge'],
        ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
        ['m5', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
        ['p2', 'xlarge 8xlarge 16xlarge'],
        ['p3', '2xlarge 8xlarge 16xlarge'],
        ['trn1', '2xlarge 32xlarge'],
    ],
    hosting: [
        ['c4', 'large xlarge 2xlarge 4xlarge 8xlarge'],
        ['c5 c5d', 'large xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
        ['c6g c6gd c6gn c7g m6g m6gd r6g r6gd', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['c6i c6in m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
        ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['c8g m8g r8g', 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['dl1 p4d p4de', '24xlarge'],
        ['g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
        ['g7 g7e', '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge'],
        ['inf1', 'xlarge 2xlarge 6xlarge 24xlarge'],
        ['inf2', 'xlarge 8xlarge 24xlarge 48xlarge'],
        ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
        ['m5 m5d r5 r5d', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
        ['p2', 'xlarge 8xlarge 16xlarge'],
        ['p3', '2xlarge 8xlarge 16xlarge'],
        ['p5', '4xlarge 48xlarge'],
        ['p5e p5en p6-b200 p6-b300 trn2', '48xlarge'],
        ['p6e-gb200', '36xlarge'],
        ['r7gd', 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
        ['t2', 'medium large xlarge 2xlarge'],
        ['trn1', '2xlarge 32xlarge'],
        ['trn1n', '32xlarge'],
    ],
};
function sizesOf(use) {
    const sizes = new Map();
    for (const [families, list] of TYPES[use]) {
        for (const family of families.split(' '))
            sizes.set(family, list.split(' '));
    }
    return sizes;
}
/** Every instance type that SageMaker offers for a use. */
function instanceTypes(use) {
    return [...sizesOf(use)].flatMap(([family, sizes]) => sizes.map((size) => `ml.${family}.${size}`));
}
/**
 * What is wrong with an instance type for a use, if anything. A family that AWS may have added since the list was made
 * is only a warning; a size that a known family does not have is an error.
 */
function instanceProblem(type, use) {
    const [, family = '', size = ''] = type.split('.');
    const known = sizesOf(use);
    const sizes = known.get(family);
    if (sizes?.includes(size))
        return undefined;
    if (sizes) {
        return {
            severity: 'error',
            message: `${type} does not exist for ${use}; ml.${family} comes as ${sizes.join(', ')}`,
        };
    }
    const elsewhere = Object.keys(TYPES).some((other) => sizesOf(other).has(family));
    const near = (0, closest_ts_1.closest)(type, instanceTypes(use));
    const suggestion = near === undefined ? '' : `; did you mean ${near}?`;
    const looksNew = /^(c|m|r|t|p|g|inf|trn)\d/.test(family) && [...known.values()].some((list) => list.includes(size));
    if (elsewhere || !looksNew) {
        return { severity: 'error', message: `${type} is not an instance type for ${use}${suggestion}` };
    }
    return {
        severity: 'warning',
        message: `${type} is not among the instance types for ${use} that are known here${suggestion}`,
    };
}


/***/ }),

/***/ 4752:
/***/ (function(__unused_webpack_module, exports, __webpack_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.configJsonSchema = configJsonSchema;
const z = __importStar(__webpack_require__(924));
const schema_ts_1 = __webpack_require__(131);
/**
 * JSON Schema (draft 2020-12) of config.yml, for completion and checking in editors. It says what one value may be; the
 * rules between values are those of `loadConfig` alone.
 */
function configJsonSchema() {
    const { $schema, ...schema } = z.toJSONSchema(schema_ts_1.configFileSchema, { io: 'input' });
    annotate(schema, '');
    return {
        $schema,
        title: 'config.yml',
        description: 'Training, evaluation, batch transform and serving of one model whose data is in PrestoDB.',
        ...schema,
    };
}
/** Titles each property with its path, and allows a key without a value where the key may be left out: it counts as absent. */
function annotate(schema, path) {
    const properties = (schema.properties ?? {});
    const required = (schema.required ?? []);
    for (const [key, property] of Object.entries(properties)) {
        const at = path === '' ? key : `${path}.${key}`;
        annotate(property, at);
        const { title: _, ...rest } = property;
        properties[key] = { title: at, ...(required.includes(key) ? rest : nullable(rest)) };
    }
    if (typeof schema.items === 'object' && schema.items !== null)
        annotate(schema.items, `${path}[]`);
}
function nullable(schema) {
    if (Array.isArray(schema.anyOf))
        return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
    if (Array.isArray(schema.enum))
        return { ...schema, type: ['string', 'null'], enum: [...schema.enum, null] };
    const types = Array.isArray(schema.type) ? schema.type : [schema.type];
    return { ...schema, type: [...types, 'null'] };
}


/***/ }),

/***/ 2348:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.judgeConfig = judgeConfig;
exports.findUnfilled = findUnfilled;
const check_ts_1 = __webpack_require__(3890);
const checks_account_ts_1 = __webpack_require__(1907);
const checks_model_ts_1 = __webpack_require__(7453);
const decode_ts_1 = __webpack_require__(4514);
const defaults_ts_1 = __webpack_require__(1954);
const diagnostic_ts_1 = __webpack_require__(7859);
const hyperparameter_range_ts_1 = __webpack_require__(5157);
const node_ts_1 = __webpack_require__(216);
const placeholders_ts_1 = __webpack_require__(3782);
const query_ts_1 = __webpack_require__(5526);
const schema_ts_1 = __webpack_require__(131);
const scripts_ts_1 = __webpack_require__(4086);
/** Judges config.yml, already merged with its overlays, by every rule there is: all mistakes at once. */
function judgeConfig(root, options) {
    const unfilled = findUnfilled(root);
    const decoded = (0, decode_ts_1.decode)(root, schema_ts_1.configFileSchema);
    // A value that nobody filled in breaks other rules too; saying so once is enough.
    const shape = decoded.diagnostics.filter(({ path }) => !unfilled.some((diagnostic) => diagnostic.path === path));
    const filled = unfilled.length === 0 ? decoded.sound : (0, decode_ts_1.decode)(withoutPaths(root, unfilled), schema_ts_1.configFileSchema).sound;
    const draft = (0, defaults_ts_1.withDefaults)(filled, schema_ts_1.configFileSchema);
    const ranges = {};
    let training;
    let batch;
    let scripts;
    const resolve = (_, report) => {
        for (const [name, written] of Object.entries(draft.tuning_step?.hyperparam_ranges ?? {})) {
            const range = isWholeRange(written) ? (0, hyperparameter_range_ts_1.normaliseRange)(name, written, report) : undefined;
            if (range)
                ranges[name] = range;
        }
        if (draft.training_step)
            training = (0, query_ts_1.resolveQuery)(root, ['training_step'], 'training', report);
        if (draft.transform_step)
            batch = (0, query_ts_1.resolveQuery)(root, ['transform_step'], 'batch', report);
        if (draft.scripts && Object.values(draft.scripts).every((value) => typeof value === 'string')) {
            const whole = draft.scripts;
            scripts = (0, scripts_ts_1.resolveScripts)(whole, root, options.configFile, options.packageRoot, report);
        }
    };
    const found = (0, check_ts_1.runChecks)([...checks_account_ts_1.accountChecks, ...checks_model_ts_1.modelChecks, resolve], draft, root);
    const diagnostics = [...unfilled, ...shape, ...found];
    const value = decoded.value;
    if (!value || !training || !batch || !scripts || diagnostics.some(({ severity }) => severity === 'error')) {
        return { diagnostics };
    }
    const { port, parameter, ...presto } = value.presto;
    const { query: _query, query_file: _queryFile, ...trainingStep } = value.training_step;
    const { query: _batchQuery, query_file: _batchQueryFile, ...transformStep } = value.transform_step;
    const config = {
        ...value,
        presto: { ...presto, port: port ?? Number(parameter) },
        training_step: { ...trainingStep, ...training },
        tuning_step: { ...value.tuning_step, hyperparam_ranges: ranges },
        transform_step: { ...transformStep, ...batch },
        scripts,
    };
    return { config: (0, placeholders_ts_1.resolveAccount)(config, options.account), diagnostics };
}
function isWholeRange(written) {
    return Array.isArray(written) || (typeof written === 'object' && written !== null && 'type' in written);
}
/** Texts that may hold anything, `<` too. */
const FREE_TEXT = new Set(['query', 'Regex', 'reason']);
/** Places of a template that nobody filled in. */
function findUnfilled(root) {
    const diagnostics = [];
    const walk = (node, path) => {
        if (node.kind === 'map')
            for (const [key, { node: child }] of node.entries)
                walk(child, [...path, key]);
        else if (node.kind === 'list')
            for (const [index, child] of node.items.entries())
                walk(child, [...path, index]);
        else if (typeof node.value === 'string' && !FREE_TEXT.has(String(path.at(-1))) && (0, placeholders_ts_1.isUnfilled)(node.value)) {
            diagnostics.push((0, diagnostic_ts_1.diagnosticAt)(node.place, (0, node_ts_1.dotted)(path), `${node.value} is a placeholder; write your value here`));
        }
    };
    walk(root, []);
    return diagnostics;
}
function withoutPaths(root, diagnostics) {
    const paths = new Set(diagnostics.map(({ path }) => path));
    const prune = (node, path) => {
        if (node.kind === 'list') {
            return { ...node, items: node.items.filter((_, index) => !paths.has((0, node_ts_1.dotted)([...path, index]))) };
        }
        if (node.kind !== 'map')
            return node;
        let pruned = { ...node, entries: new Map() };
        for (const [key, entry] of node.entries) {
            const at = [...path, key];
            if (!paths.has((0, node_ts_1.dotted)(at)))
                pruned = (0, node_ts_1.graft)(pruned, [key], prune(entry.node, at), entry.key);
        }
        return pruned;
    };
    return prune(root, []);
}


/***/ }),

/***/ 5377:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.readEnvironment = readEnvironment;
exports.buildEnvironment = buildEnvironment;
const node_path_1 = __webpack_require__(6760);
const check_ts_1 = __webpack_require__(3890);
const checks_account_ts_1 = __webpack_require__(1907);
const closest_ts_1 = __webpack_require__(9417);
const config_tree_ts_1 = __webpack_require__(3959);
const decode_ts_1 = __webpack_require__(4514);
const defaults_ts_1 = __webpack_require__(1954);
const environment_schema_ts_1 = __webpack_require__(2451);
const instance_types_ts_1 = __webpack_require__(1495);
const judge_config_ts_1 = __webpack_require__(2348);
const node_ts_1 = __webpack_require__(216);
const query_ts_1 = __webpack_require__(5526);
const schedule_ts_1 = __webpack_require__(985);
const source_file_ts_1 = __webpack_require__(5916);
/** Reads `environments/<name>/` beside config.yml. endpoint.yml and batch-transform.yml need not exist. */
function readEnvironment(configFile, name) {
    const directory = (0, node_path_1.join)((0, node_path_1.dirname)(configFile), 'environments', name).replaceAll('\\', '/');
    const names = (0, config_tree_ts_1.environmentNames)(configFile);
    const paths = ['environment.yml', 'endpoint.yml', 'batch-transform.yml'].map((file) => (0, node_path_1.join)(directory, file));
    const empty = (path) => (0, node_ts_1.emptyMap)({ source: (0, source_file_ts_1.sourceFile)(path, ''), start: 0, end: 0 });
    const nothing = { environment: empty(paths[0]), endpoint: empty(paths[1]), batch: empty(paths[2]) };
    if (!names.includes(name)) {
        const known = names.length === 0 ? '; there are no environments' : (0, closest_ts_1.didYouMean)(name, names) || `; there are ${names.join(', ')}`;
        const diagnostic = {
            severity: 'error',
            file: directory,
            line: 1,
            column: 1,
            path: '',
            message: `there is no environment ${name}${known}`,
        };
        return { name, directory, roots: nothing, diagnostics: [diagnostic] };
    }
    const read = [(0, config_tree_ts_1.readYaml)(paths[0]), (0, config_tree_ts_1.readYaml)(paths[1], true), (0, config_tree_ts_1.readYaml)(paths[2], true)];
    const roots = {
        environment: read[0].root ?? nothing.environment,
        endpoint: read[1].root ?? nothing.endpoint,
        batch: read[2].root ?? nothing.batch,
    };
    const diagnostics = read.flatMap((file) => file.diagnostics);
    const judge = (root, schema, checks) => {
        const unfilled = (0, judge_config_ts_1.findUnfilled)(root);
        const decoded = (0, decode_ts_1.decode)(root, schema);
        const shape = decoded.diagnostics.filter(({ path }) => !unfilled.some((diagnostic) => diagnostic.path === path));
        const draft = (0, defaults_ts_1.withDefaults)(decoded.sound, schema);
        diagnostics.push(...unfilled, ...shape, ...(0, check_ts_1.runChecks)(checks, draft, root));
        return decoded.value;
    };
    let query;
    // A file whose text could not be read has had its say: that its keys are missing too is no news.
    const environment = read[0].root && judge(roots.environment, environment_schema_ts_1.environmentFileSchema, environmentChecks(name, names));
    const endpoint = judge(roots.endpoint, environment_schema_ts_1.endpointFileSchema, endpointChecks);
    const batch = judge(roots.batch, environment_schema_ts_1.batchTransformFileSchema, [
        ...batchChecks,
        (_, report) => {
            query = (0, query_ts_1.resolveQuery)(roots.batch, [], 'batch', report, true);
        },
    ]);
    if (!environment || !endpoint || !batch)
        return { name, directory, roots, diagnostics };
    const values = { environment, endpoint, batch, ...(query ? { query } : {}) };
    return { name, directory, roots, values, diagnostics };
}
const environmentChecks = (name, names) => [
    function promotesFromAnother({ promotes_from: from }, report) {
        if (from === undefined || from === null)
            return;
        if (from === name)
            report(['promotes_from'], 'is this environment itself');
        else if (!names.includes(from)) {
            report(['promotes_from'], `there is no environment ${from}${(0, closest_ts_1.didYouMean)(from, names) || `; there are ${names.join(', ')}`}`);
        }
    },
    function freezesEnd({ freeze }, report) {
        for (const [index, window] of (freeze ?? []).entries()) {
            const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
            if (Number.isNaN(from))
                report(['freeze', index, 'from'], `there is no such date: ${window.from}`);
            else if (Number.isNaN(to))
                report(['freeze', index, 'to'], `there is no such date: ${window.to}`);
            else if (from >= to)
                report(['freeze', index, 'to'], `${window.to} is not after ${window.from}`);
        }
    },
    function roleIsGivenOnce({ role, role_arn }, report) {
        if (role !== undefined && role_arn !== undefined && !role_arn.includes('{role}')) {
            report(['role'], 'has no effect beside role_arn; keep one of them', { onKey: true });
        }
    },
];
const instanceIsKnown = (use) => ({ instance_type: type }, report) => {
    const problem = type === undefined ? undefined : (0, instance_types_ts_1.instanceProblem)(type, use);
    if (problem)
        report(['instance_type'], problem.message, { severity: problem.severity });
};
const endpointChecks = [
    instanceIsKnown('hosting'),
    /** BlueGreenUpdatePolicy, TrafficRoutingConfig, AutoRollbackConfig of UpdateEndpoint. */
    function rolloutIsComplete({ rollout }, report) {
        if (!rollout)
            return;
        if (rollout.type === 'all-at-once') {
            if (rollout.step_percent !== undefined)
                report(['rollout', 'step_percent'], 'does not belong to all-at-once', { onKey: true });
        }
        else if (rollout.step_percent === undefined) {
            report(['rollout', 'step_percent'], `is required and missing: ${rollout.type} moves a share of the traffic at a time`);
        }
        else if (rollout.type === 'linear' && rollout.step_percent < 10) {
            report(['rollout', 'step_percent'], `must be at least 10 for linear, got ${rollout.step_percent}`);
        }
        if (rollout.alarms.length === 0) {
            report(['rollout', 'type'], 'without alarms SageMaker never rolls back', {
                severity: 'warning',
                hint: 'List CloudWatch alarms in rollout.alarms.',
            });
        }
        const repeat = rollout.alarms.findIndex((alarm, index) => rollout.alarms.indexOf(alarm) !== index);
        if (repeat !== -1)
            report(['rollout', 'alarms', repeat], `${rollout.alarms[repeat]} is there twice`);
    },
];
const batchChecks = [
    instanceIsKnown('transform'),
    function scheduleIsValid({ schedule }, report) {
        const problem = typeof schedule === 'string' ? (0, schedule_ts_1.scheduleProblem)(schedule) : undefined;
        if (problem)
            report(['schedule'], problem);
    },
];
/** Names of endpoints, models and configurations have at most 63 characters; of configurations, a digest follows. */
const LONGEST_NAME = 63;
/** The environment with what its files leave out taken from config.yml, once both are right. */
function buildEnvironment(files, config) {
    if (!files.values)
        return { diagnostics: [] };
    const { environment, endpoint, batch, query } = files.values;
    const { config: _config, region: _region, role: _role, role_arn: _roleArn, bucket: _bucket, ...own } = environment;
    const serving = config.realtime_endpoint;
    const suffixed = (name) => `${name}-${files.name}`;
    const target = endpoint.target_invocations_per_instance ?? serving.target_invocations_per_instance;
    const result = {
        ...own,
        name: files.name,
        directory: files.directory,
        region: config.aws.region,
        endpoint: {
            file: files.roots.endpoint.place.source.name,
            model: endpoint.model,
            endpoint_name: endpoint.endpoint_name ?? suffixed(serving.endpoint_name),
            endpoint_config_name: suffixed(serving.endpoint_config_name),
            instance_type: endpoint.instance_type ?? serving.instance_type,
            min_instance_count: endpoint.min_instance_count ?? serving.min_instance_count,
            max_instance_count: endpoint.max_instance_count ?? serving.max_instance_count,
            scaling: endpoint.scaling ?? serving.scaling,
            ...(target === undefined ? {} : { target_invocations_per_instance: target }),
            keep: endpoint.keep,
            ...(endpoint.rollout === undefined ? {} : { rollout: endpoint.rollout }),
        },
        batch_transform: {
            file: files.roots.batch.place.source.name,
            model: batch.model,
            pipeline_name: batch.pipeline_name ?? suffixed(config.pipeline.transform_pipeline_name),
            instance_type: batch.instance_type ?? config.transform_step.instance_type,
            instance_count: batch.instance_count ?? config.transform_step.instance_count,
            query: query?.query ?? config.transform_step.query,
            query_source: query?.query_source ?? config.transform_step.query_source,
            output_prefix: batch.output_prefix ?? `${config.transform_step.output_prefix}/${files.name}`,
            schedule: batch.schedule,
        },
    };
    const named = [
        (value, report) => {
            for (const key of ['endpoint_name', 'endpoint_config_name']) {
                const name = value.endpoint[key];
                if (name.length <= LONGEST_NAME)
                    continue;
                report([key], `${name} has ${name.length} characters; a name has at most ${LONGEST_NAME}`, {
                    hint: `It is realtime_endpoint.${key} with -${files.name}: shorten that, or set endpoint_name here.`,
                });
            }
        },
        (value, report) => (0, checks_account_ts_1.scalingRules)(value.endpoint, [], report),
    ];
    const batchNamed = [
        ({ batch_transform: { pipeline_name: name } }, report) => {
            if (name.length > 256)
                report(['pipeline_name'], `${name} has ${name.length} characters; a pipeline name has at most 256`);
            if (name === config.pipeline.training_pipeline_name) {
                report(['pipeline_name'], `${name} is the training pipeline; the one would overwrite the other`);
            }
        },
    ];
    const diagnostics = [
        ...(0, check_ts_1.runChecks)(named, result, files.roots.endpoint),
        ...(0, check_ts_1.runChecks)(batchNamed, result, files.roots.batch),
    ];
    return { environment: result, diagnostics };
}


/***/ }),

/***/ 6943:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.loadConfig = loadConfig;
const config_tree_ts_1 = __webpack_require__(3959);
const diagnostic_ts_1 = __webpack_require__(7859);
const judge_config_ts_1 = __webpack_require__(2348);
const judge_environment_ts_1 = __webpack_require__(5377);
const origins_ts_1 = __webpack_require__(8217);
/**
 * Reads config.yml, and with `environment` the folder of that name beside it. Never throws for what is in the files:
 * either everything is right, or every mistake is in `diagnostics` (warnings too), in the order of the files.
 */
function loadConfig(options) {
    const file = (0, config_tree_ts_1.readYaml)(options.file);
    const files = options.environment === undefined ? undefined : (0, judge_environment_ts_1.readEnvironment)(options.file, options.environment);
    const diagnostics = [...file.diagnostics, ...(files?.diagnostics ?? [])];
    if (!file.root)
        return { ok: false, diagnostics: (0, diagnostic_ts_1.sortDiagnostics)(diagnostics) };
    let root = files ? (0, config_tree_ts_1.overlay)(file.root, files.roots.environment) : file.root;
    root = (0, config_tree_ts_1.give)(root, ['aws', 'region'], 'option region', options.region);
    root = (0, config_tree_ts_1.give)(root, ['presto', 'host'], 'environment variable PRESTO_HOST', options.env?.PRESTO_HOST);
    root = (0, config_tree_ts_1.give)(root, ['presto', 'port'], 'environment variable PRESTO_PORT', options.env?.PRESTO_PORT, [
        'presto',
        'parameter',
    ]);
    const account = options.account ?? files?.values?.environment.account;
    const judged = (0, judge_config_ts_1.judgeConfig)(root, { configFile: options.file, account, packageRoot: options.packageRoot });
    diagnostics.push(...judged.diagnostics);
    const built = files && judged.config ? (0, judge_environment_ts_1.buildEnvironment)(files, judged.config) : undefined;
    diagnostics.push(...(built?.diagnostics ?? []));
    const sorted = (0, diagnostic_ts_1.sortDiagnostics)(diagnostics);
    const failed = sorted.some(({ severity }) => severity === 'error');
    if (failed || !judged.config || (files && !built?.environment))
        return { ok: false, diagnostics: sorted };
    const origins = (0, origins_ts_1.collectOrigins)(judged.config, root, files, built?.environment);
    return {
        ok: true,
        config: judged.config,
        ...(built?.environment ? { environment: built.environment } : {}),
        origins,
        warnings: sorted,
    };
}


/***/ }),

/***/ 1527:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.loadEnvironments = loadEnvironments;
const check_ts_1 = __webpack_require__(3890);
const config_tree_ts_1 = __webpack_require__(3959);
const diagnostic_ts_1 = __webpack_require__(7859);
const judge_environment_ts_1 = __webpack_require__(5377);
const load_config_ts_1 = __webpack_require__(6943);
/** Reads every folder of `environments/` and checks them against each other: order of promotion, names in one account. */
function loadEnvironments(options) {
    const names = (0, config_tree_ts_1.environmentNames)(options.file);
    if (names.length === 0) {
        const loaded = (0, load_config_ts_1.loadConfig)(options);
        return loaded.ok ? { ok: true, environments: [], warnings: loaded.warnings } : loaded;
    }
    const diagnostics = [];
    const environments = [];
    for (const name of names) {
        const loaded = (0, load_config_ts_1.loadConfig)({ ...options, environment: name });
        diagnostics.push(...(loaded.ok ? loaded.warnings : loaded.diagnostics));
        if (loaded.ok && loaded.environment) {
            environments.push({ environment: loaded.environment, config: loaded.config, origins: loaded.origins });
        }
    }
    const folders = new Map(names.map((name) => [name, (0, judge_environment_ts_1.readEnvironment)(options.file, name)]));
    diagnostics.push(...promotionCycles(folders), ...sharedNames(environments.map(({ environment }) => environment), folders));
    const sorted = (0, diagnostic_ts_1.sortDiagnostics)(diagnostics);
    if (sorted.some(({ severity }) => severity === 'error'))
        return { ok: false, diagnostics: sorted };
    const depth = (name) => {
        const from = folders.get(name)?.values?.environment.promotes_from;
        return from === undefined || from === null ? 0 : 1 + depth(from);
    };
    environments.sort((a, b) => depth(a.environment.name) - depth(b.environment.name));
    return { ok: true, environments, warnings: sorted };
}
/** Every environment that, promoting from one to the next, comes back to itself. */
function promotionCycles(folders) {
    return [...folders].flatMap(([name, files]) => {
        const way = [name];
        for (let from = sourceOf(folders, name); from !== undefined && way.length <= folders.size; from = sourceOf(folders, from)) {
            way.push(from);
            if (from === name)
                break;
        }
        // An environment that names itself has been told so already.
        if (way.length < 3 || way.at(-1) !== name)
            return [];
        const message = `promotes in a circle: ${way.join(' ← ')}`;
        return (0, check_ts_1.runChecks)([(_, report) => report(['promotes_from'], message)], undefined, files.roots.environment);
    });
}
function sourceOf(folders, name) {
    return folders.get(name)?.values?.environment.promotes_from ?? undefined;
}
/** Two environments in one account and region would take turns in overwriting one endpoint or pipeline. */
function sharedNames(environments, folders) {
    const owners = new Map();
    return environments.flatMap((environment) => {
        const files = folders.get(environment.name);
        if (!files)
            return [];
        const names = [
            ['endpoint_name', environment.endpoint.endpoint_name, files.roots.endpoint],
            ['pipeline_name', environment.batch_transform.pipeline_name, files.roots.batch],
        ];
        return names.flatMap(([key, name, root]) => {
            const id = [environment.account, environment.region, key, name].join(' ');
            const owner = owners.get(id);
            if (owner === undefined)
                owners.set(id, environment.name);
            if (owner === undefined)
                return [];
            const message = `${name} is the name in ${owner} too, in the same account and region`;
            return (0, check_ts_1.runChecks)([(_, report) => report([key], message)], undefined, root);
        });
    });
}


/***/ }),

/***/ 216:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.TooManyNodes = exports.isNull = exports.dotted = void 0;
exports.emptyMap = emptyMap;
exports.nodeAt = nodeAt;
exports.keyAt = keyAt;
exports.placeOf = placeOf;
exports.mergeNodes = mergeNodes;
exports.graft = graft;
exports.toValue = toValue;
/** `a.b.0` */
const dotted = (path) => path.join('.');
exports.dotted = dotted;
const isNull = (node) => node.kind === 'scalar' && node.value === null;
exports.isNull = isNull;
function emptyMap(place) {
    return { kind: 'map', entries: new Map(), place };
}
/** The node at a path, if the file has one there. */
function nodeAt(root, path) {
    let node = root;
    for (const step of path) {
        if (node?.kind === 'map')
            node = node.entries.get(String(step))?.node;
        else if (node?.kind === 'list')
            node = node.items[Number(step)];
        else
            return undefined;
    }
    return node;
}
/** Where the key at the end of a path stands; items of a list have no key. */
function keyAt(root, path) {
    const last = path.at(-1);
    if (last === undefined)
        return undefined;
    const parent = nodeAt(root, path.slice(0, -1));
    return parent?.kind === 'map' ? parent.entries.get(String(last))?.key : undefined;
}
/**
 * Where to point for a path: at the value; where there is none, at the key; and where that is missing too, at the key
 * of the section that lacks it.
 */
function placeOf(root, path) {
    const node = nodeAt(root, path);
    if (node && !(0, exports.isNull)(node))
        return node.place;
    const key = keyAt(root, path);
    if (key)
        return key;
    for (let length = path.length - 1; length > 0; length--) {
        const ancestor = path.slice(0, length);
        const place = keyAt(root, ancestor) ?? nodeAt(root, ancestor)?.place;
        if (place)
            return place;
    }
    return { ...root.place, end: root.place.start };
}
/**
 * `over` laid over `base`: maps merge, lists and scalars replace. A key without a value in `over` takes the value away,
 * so that the default applies.
 */
function mergeNodes(base, over) {
    if (base.kind !== 'map' || over.kind !== 'map')
        return over;
    const entries = new Map(base.entries);
    for (const [key, entry] of over.entries) {
        const below = entries.get(key);
        if (below && below.node.kind === 'map' && entry.node.kind === 'map') {
            entries.set(key, { key: below.key, node: mergeNodes(below.node, entry.node) });
        }
        else
            entries.set(key, entry);
    }
    return { kind: 'map', entries, place: base.place };
}
/** A copy of `root` with `node` at `path`; maps on the way are made. `key` is where its key stands. */
function graft(root, path, node, key) {
    const [step, ...rest] = path;
    if (step === undefined)
        return root;
    const entries = new Map(root.entries);
    const below = entries.get(String(step));
    if (rest.length === 0)
        entries.set(String(step), { key, node });
    else if (below && below.node.kind !== 'map' && !(0, exports.isNull)(below.node)) {
        // Not a section: that is a mistake of the file, and it is to be found by who judges the tree.
        return root;
    }
    else {
        const parent = below?.node.kind === 'map' ? below.node : emptyMap(key);
        entries.set(String(step), { key: below?.key ?? key, node: graft(parent, rest, node, key) });
    }
    return { ...root, entries };
}
/** Aliases may make a small file a huge value: materialising stops here. */
const MOST_NODES = 100_000;
class TooManyNodes extends Error {
}
exports.TooManyNodes = TooManyNodes;
/**
 * The plain value. Keys without a value are left out: `subnets:` means absent. Objects have no prototype, so that a key
 * such as `__proto__` is a key like any other.
 */
function toValue(root) {
    let left = MOST_NODES;
    const convert = (node) => {
        if (left-- <= 0)
            throw new TooManyNodes();
        if (node.kind === 'scalar')
            return node.value;
        if (node.kind === 'list')
            return node.items.map(convert);
        const value = Object.create(null);
        for (const [key, entry] of node.entries)
            if (!(0, exports.isNull)(entry.node))
                value[key] = convert(entry.node);
        return value;
    };
    return convert(root);
}


/***/ }),

/***/ 8217:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.describeOrigin = describeOrigin;
exports.collectOrigins = collectOrigins;
const node_ts_1 = __webpack_require__(216);
const source_file_ts_1 = __webpack_require__(5916);
/** `config.yml:12`, `environment variable PRESTO_HOST`, `option region`, `default` */
function describeOrigin(origin) {
    if (origin === 'default')
        return 'default';
    if ('variable' in origin)
        return VARIABLE + origin.variable;
    // A value that was given as an option, or as the name of a folder, has no line.
    return origin.line === 0 ? origin.file : `${origin.file}:${origin.line}`;
}
const VARIABLE = 'environment variable ';
function originOf(place) {
    const { name, given } = place.source;
    if (!given)
        return { file: name, ...(0, source_file_ts_1.position)(place) };
    return name.startsWith(VARIABLE) ? { variable: name.slice(VARIABLE.length) } : { file: name, line: 0, column: 0 };
}
const isNode = (value) => typeof value === 'object' && 'kind' in value;
/** Origins of every value of the decoded configuration, by dotted path; lists have one of their own and one per item. */
function collectOrigins(config, root, files, environment) {
    const origins = new Map();
    collect(config, [], (path) => inConfig(config, root, path), origins);
    if (files && environment) {
        collect(environment, ['environment'], (path) => inEnvironment(config, environment, files, origins, path.slice(1)), origins);
    }
    return origins;
}
/** Facts about the value rather than values of it. */
const ABOUT = new Set(['query_source', 'directory', 'file']);
function collect(value, path, locate, origins) {
    if (Array.isArray(value)) {
        put(value, path, locate, origins);
        for (const [index, item] of value.entries())
            collect(item, [...path, index], locate, origins);
    }
    else if (typeof value === 'object' && value !== null) {
        for (const [key, item] of Object.entries(value)) {
            if (!ABOUT.has(key))
                collect(item, [...path, key], locate, origins);
        }
    }
    else
        put(value, path, locate, origins);
}
function put(value, path, locate, origins) {
    const found = locate(path) ?? 'default';
    // A key without a value has its default; where the value itself is null, the file says so.
    const absent = isNode(found) && (0, node_ts_1.isNull)(found) && value !== null;
    origins.set(path.join('.'), absent ? 'default' : isNode(found) ? originOf(found.place) : found);
}
function inConfig(config, root, path) {
    const [section, key, name, part, index] = path;
    if (section === 'presto' && key === 'port') {
        const port = (0, node_ts_1.nodeAt)(root, path);
        return port && !(0, node_ts_1.isNull)(port) ? port : (0, node_ts_1.nodeAt)(root, ['presto', 'parameter']);
    }
    if (key === 'query' && (section === 'training_step' || section === 'transform_step')) {
        return { ...config[section].query_source, column: 1 };
    }
    if (key === 'hyperparam_ranges' && name !== undefined && part !== undefined) {
        const written = (0, node_ts_1.nodeAt)(root, [String(section), key, name]);
        if (written?.kind !== 'list')
            return (0, node_ts_1.nodeAt)(root, path);
        if (part === 'min')
            return written.items[0];
        if (part === 'max')
            return written.items[1];
        if (part === 'scaling')
            return undefined;
        return index === undefined ? written : written.items[Number(index)];
    }
    return (0, node_ts_1.nodeAt)(root, path);
}
/** Where a value of endpoint.yml or batch-transform.yml comes from when the file leaves it out. */
const FALLBACKS = {
    'endpoint.endpoint_name': 'realtime_endpoint.endpoint_name',
    'endpoint.endpoint_config_name': 'realtime_endpoint.endpoint_config_name',
    'endpoint.instance_type': 'realtime_endpoint.instance_type',
    'endpoint.min_instance_count': 'realtime_endpoint.min_instance_count',
    'endpoint.max_instance_count': 'realtime_endpoint.max_instance_count',
    'endpoint.scaling': 'realtime_endpoint.scaling',
    'endpoint.target_invocations_per_instance': 'realtime_endpoint.target_invocations_per_instance',
    'batch_transform.pipeline_name': 'pipeline.transform_pipeline_name',
    'batch_transform.instance_type': 'transform_step.instance_type',
    'batch_transform.instance_count': 'transform_step.instance_count',
    'batch_transform.query': 'transform_step.query',
    'batch_transform.output_prefix': 'transform_step.output_prefix',
    region: 'aws.region',
};
function inEnvironment(config, environment, files, origins, path) {
    const [first, ...rest] = path;
    const roots = { endpoint: files.roots.endpoint, batch_transform: files.roots.batch };
    const root = roots[String(first)];
    const name = path.join('.');
    if (name === 'name')
        return { file: files.directory, line: 0, column: 0 };
    if (name === 'batch_transform.query') {
        const source = environment.batch_transform.query_source;
        const inherited = source.file === config.transform_step.query_source.file &&
            source.line === config.transform_step.query_source.line;
        return inherited ? origins.get('transform_step.query') : { ...source, column: 1 };
    }
    const written = root ? (0, node_ts_1.nodeAt)(root, rest) : name === 'region' ? undefined : (0, node_ts_1.nodeAt)(files.roots.environment, path);
    const fallback = FALLBACKS[name];
    if (written && (!(0, node_ts_1.isNull)(written) || fallback === undefined))
        return written;
    return fallback === undefined ? undefined : origins.get(fallback);
}


/***/ }),

/***/ 921:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.parseYaml = parseYaml;
const js_yaml_1 = __webpack_require__(2103);
const diagnostic_ts_1 = __webpack_require__(7859);
const node_ts_1 = __webpack_require__(216);
const source_file_ts_1 = __webpack_require__(5916);
/** No configuration is this long; a wrong path that names a data file is. */
const MOST_BYTES = 1_048_576;
/** Merge keys may repeat a mapping in each of a thousand others. */
const MOST_MERGED = 10_000;
/**
 * Reads one YAML 1.2 document (core schema, plus merge keys) into nodes with places. Never throws: whatever the bytes
 * are, the answer is nodes or diagnostics.
 */
function parseYaml(name, bytes) {
    if (bytes.byteLength > MOST_BYTES) {
        const source = (0, source_file_ts_1.sourceFile)(name, '');
        const message = `is ${bytes.byteLength.toLocaleString('en-US')} bytes; a configuration file has at most 1 MiB`;
        return { source, diagnostics: [(0, diagnostic_ts_1.diagnosticAt)({ source, start: 0, end: 0 }, '', message)] };
    }
    let text;
    try {
        // A byte order mark is dropped by the decoder, so that columns count from the first visible character.
        text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        const source = (0, source_file_ts_1.sourceFile)(name, '');
        return { source, diagnostics: [(0, diagnostic_ts_1.diagnosticAt)({ source, start: 0, end: 0 }, '', 'is not UTF-8 text')] };
    }
    const source = (0, source_file_ts_1.sourceFile)(name, text);
    const diagnostics = [];
    let events;
    try {
        events = (0, js_yaml_1.parseEvents)(text, {});
    }
    catch (error) {
        return { source, diagnostics: [syntaxError(source, error)] };
    }
    const documents = events.filter((event) => event.type === js_yaml_1.EVENT_ID.DOCUMENT).length;
    const start = { source, start: 0, end: 0 };
    if (documents === 0)
        return { source, diagnostics: [(0, diagnostic_ts_1.diagnosticAt)(start, '', 'is empty')] };
    if (documents > 1) {
        const second = events[events.findLastIndex((event) => event.type === js_yaml_1.EVENT_ID.DOCUMENT) + 1];
        const offset = second && 'start' in second ? second.start : second && 'valueStart' in second ? second.valueStart : 0;
        const at = { source, start: Math.max(0, offset), end: offset + 1 };
        return {
            source,
            diagnostics: [(0, diagnostic_ts_1.diagnosticAt)(at, '', 'a second YAML document starts here; keep one and remove ---')],
        };
    }
    const root = new Builder(source, events, diagnostics).build();
    if (root.kind !== 'map') {
        const what = root.kind === 'list' ? 'a list' : root.value === null ? 'nothing' : 'a single value';
        diagnostics.push((0, diagnostic_ts_1.diagnosticAt)(root.place, '', `must be a mapping (key: value), found ${what}`));
        return { source, diagnostics };
    }
    try {
        (0, node_ts_1.toValue)(root);
    }
    catch (error) {
        if (!(error instanceof node_ts_1.TooManyNodes))
            throw error;
        return {
            source,
            diagnostics: [(0, diagnostic_ts_1.diagnosticAt)(start, '', 'aliases (*name) repeat each other into more than 100,000 values')],
        };
    }
    return { source, root, diagnostics };
}
function syntaxError(source, error) {
    if (!(error instanceof js_yaml_1.YAMLException)) {
        return (0, diagnostic_ts_1.diagnosticAt)({ source, start: 0, end: 0 }, '', 'could not be read as YAML');
    }
    const at = Math.min(error.mark?.position ?? 0, source.text.length);
    const lineStart = Math.max(source.text.lastIndexOf('\n', at - 1), source.text.lastIndexOf('\r', at - 1)) + 1;
    const indent = /^[ ]*\t/.exec(source.text.slice(lineStart, at + 1));
    if (indent) {
        const start = lineStart + indent[0].length - 1;
        return (0, diagnostic_ts_1.diagnosticAt)({ source, start, end: start + 1 }, '', 'is not YAML: a tab indents this line; use spaces');
    }
    const hint = /bad indentation of a mapping entry/.test(error.reason)
        ? 'The line is not indented like its neighbours, or a value with ": " in it needs quotes.'
        : undefined;
    return (0, diagnostic_ts_1.diagnosticAt)({ source, start: at, end: at + 1 }, '', `is not YAML: ${error.reason}`, { hint });
}
/** Events to nodes. Recursion is bounded: js-yaml refuses more than 100 levels. */
class Builder {
    #source;
    #events;
    #diagnostics;
    #anchors = new Map();
    #path = [];
    #merges = 0;
    #next = 1;
    constructor(source, events, diagnostics) {
        this.#source = source;
        this.#events = events;
        this.#diagnostics = diagnostics;
    }
    build() {
        const start = this.#place(0, 0);
        return this.#node(start);
    }
    #place(start, end) {
        return { source: this.#source, start, end };
    }
    #slice(start, end) {
        return this.#source.text.slice(start, end);
    }
    #error(place, message) {
        this.#diagnostics.push((0, diagnostic_ts_1.diagnosticAt)(place, this.#path.join('.'), message));
    }
    /** `fallback` is the place of a value that is not written, such as that of `subnets:`. */
    #node(fallback) {
        const event = this.#events[this.#next++];
        if (!event || event.type === js_yaml_1.EVENT_ID.POP || event.type === js_yaml_1.EVENT_ID.DOCUMENT)
            return { kind: 'scalar', value: null, place: fallback };
        if (event.type === js_yaml_1.EVENT_ID.ALIAS)
            return this.#alias(event.anchorStart, event.anchorEnd, fallback);
        let node;
        if (event.type === js_yaml_1.EVENT_ID.SCALAR)
            node = this.#scalar(event, fallback);
        else {
            const place = this.#place(event.start, this.#lineEnd(event.start));
            this.#checkTag(event.tagStart, event.tagEnd, event.type === js_yaml_1.EVENT_ID.MAPPING ? '!!map' : '!!seq');
            node = event.type === js_yaml_1.EVENT_ID.MAPPING ? this.#map(place) : this.#list(place);
        }
        // Registered once it is complete: an alias inside its own anchor is unknown, so nothing can contain itself.
        if (event.anchorStart !== -1)
            this.#anchors.set(this.#slice(event.anchorStart, event.anchorEnd), node);
        return node;
    }
    #lineEnd(start) {
        const end = /[\r\n]/.exec(this.#source.text.slice(start, start + 4096));
        const text = this.#slice(start, end ? start + end.index : start + 4096);
        return start + text.replace(/\s+#.*$/, '').trimEnd().length;
    }
    #alias(start, end, fallback) {
        const name = this.#slice(start, end);
        const target = this.#anchors.get(name);
        if (target)
            return target;
        this.#error(this.#place(start - 1, end), `no anchor &${name} comes before this alias`);
        return { kind: 'scalar', value: null, place: fallback };
    }
    #checkTag(start, end, allowed) {
        if (start === -1)
            return;
        const tag = this.#slice(start, end);
        if (tag !== '!' && tag !== allowed)
            this.#error(this.#place(start, end), `the tag ${tag} is not supported here`);
    }
    #scalar(event, fallback) {
        const place = event.valueStart === -1 ? fallback : this.#scalarPlace(event);
        const text = (0, js_yaml_1.getScalarValue)(this.#source.text, event);
        const tag = event.tagStart === -1 ? undefined : this.#slice(event.tagStart, event.tagEnd);
        if (tag === '!' || tag === '!!str')
            return { kind: 'scalar', value: text, place };
        if (tag !== undefined) {
            this.#error(this.#place(event.tagStart, event.tagEnd), `the tag ${tag} is not supported here`);
            return { kind: 'scalar', value: text, place };
        }
        return { kind: 'scalar', value: event.style === js_yaml_1.SCALAR_STYLE.PLAIN ? plainValue(text) : text, place };
    }
    /** With its quotes; of a block scalar (`|`), from its first line of text. */
    #scalarPlace(event) {
        const quoted = event.style === js_yaml_1.SCALAR_STYLE.SINGLE_QUOTED || event.style === js_yaml_1.SCALAR_STYLE.DOUBLE_QUOTED;
        if (quoted)
            return this.#place(event.valueStart - 1, event.valueEnd + 1);
        if (event.style === js_yaml_1.SCALAR_STYLE.PLAIN)
            return this.#place(event.valueStart, event.valueEnd);
        const blank = /^[ \t]*(\r\n|\n|\r)/;
        let start = event.valueStart;
        for (let match = blank.exec(this.#slice(start, event.valueEnd)); match; match = blank.exec(this.#slice(start, event.valueEnd))) {
            start += match[0].length;
        }
        const indent = /^ */.exec(this.#slice(start, event.valueEnd))?.[0].length ?? 0;
        return this.#place(start + indent, event.valueEnd);
    }
    #list(place) {
        const items = [];
        while (!this.#closes()) {
            this.#path.push(String(items.length));
            items.push(this.#node(place));
            this.#path.pop();
        }
        return { kind: 'list', items, place };
    }
    #map(place) {
        const entries = new Map();
        const merged = [];
        while (!this.#closes()) {
            const key = this.#node(place);
            this.#path.push(key.kind === 'scalar' ? String(key.value) : '?');
            const node = this.#node(key.place);
            this.#path.pop();
            if (key.kind !== 'scalar') {
                this.#error(key.place, 'a key must be a single word, not a list or a mapping');
                continue;
            }
            const written = this.#slice(key.place.start, key.place.end);
            if (written === '<<') {
                merged.push({ key: key.place, node });
                continue;
            }
            const name = String(key.value);
            const first = entries.get(name);
            if (first) {
                const { line } = (0, source_file_ts_1.position)(first.key);
                const path = [...this.#path, name].join('.');
                this.#diagnostics.push((0, diagnostic_ts_1.diagnosticAt)(key.place, path, `duplicate key; the first one is on line ${line}`));
            }
            else
                entries.set(name, { key: key.place, node });
        }
        for (const { key, node } of merged)
            this.#merge(entries, key, node);
        return { kind: 'map', entries, place };
    }
    /** Merge key `<<`: keys that are written win, then the earlier of several sources. */
    #merge(entries, key, node) {
        const sources = node.kind === 'list' ? node.items : [node];
        for (const source of sources) {
            if (source.kind !== 'map') {
                this.#error(key, '<< takes a mapping, or a list of mappings');
                return;
            }
            this.#merges += source.entries.size;
            if (this.#merges > MOST_MERGED) {
                this.#error(key, `<< brings in more than ${MOST_MERGED.toLocaleString('en-US')} keys`);
                return;
            }
            for (const [name, entry] of source.entries)
                if (!entries.has(name))
                    entries.set(name, entry);
        }
    }
    #closes() {
        const event = this.#events[this.#next];
        if (event && event.type !== js_yaml_1.EVENT_ID.POP)
            return false;
        this.#next++;
        return true;
    }
}
/** YAML 1.2 core schema: null, true, 1, 0x1f, 1.5, .nan; anything else is text. `yes` and dates are text. */
function plainValue(text) {
    for (const tag of [js_yaml_1.nullCoreTag, js_yaml_1.boolCoreTag, js_yaml_1.intCoreTag, js_yaml_1.floatCoreTag]) {
        const value = tag.resolve(text, false, tag.tagName);
        if (value !== js_yaml_1.NOT_RESOLVED)
            return value;
    }
    return text;
}


/***/ }),

/***/ 844:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.partitionOf = partitionOf;
/** Partition of a region (AWS General Reference, "Amazon Resource Names"). */
function partitionOf(region) {
    if (region.startsWith('cn-'))
        return 'aws-cn';
    if (region.startsWith('us-gov-'))
        return 'aws-us-gov';
    if (region.startsWith('us-isob-'))
        return 'aws-iso-b';
    if (region.startsWith('us-iso-'))
        return 'aws-iso';
    return 'aws';
}


/***/ }),

/***/ 3782:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.WITH_PLACEHOLDERS = void 0;
exports.fill = fill;
exports.placeholderProblem = placeholderProblem;
exports.resolveAccount = resolveAccount;
exports.isUnfilled = isUnfilled;
const closest_ts_1 = __webpack_require__(9417);
const partition_ts_1 = __webpack_require__(844);
const NAMES = ['region', 'account_id', 'role', 'partition'];
/** Replaces `{region}`, `{account_id}`, `{role}` and `{partition}` by what is known; what is not known stays. */
function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
/** What is wrong with the placeholders of a text: the first name that nothing replaces. */
function placeholderProblem(text) {
    for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
        if (NAMES.includes(name))
            continue;
        return `{${name}} is not a placeholder${(0, closest_ts_1.didYouMean)(name, NAMES) || `; there are ${NAMES.map((known) => `{${known}}`).join(', ')}`}`;
    }
    return undefined;
}
/** Values that may have placeholders. */
exports.WITH_PLACEHOLDERS = [
    ['aws', 'sagemaker_execution_role_arn'],
    ['aws', 's3_bucket'],
    ['aws', 'kms_key_id'],
    ['presto', 'host'],
    ['presto', 'presto_credentials'],
];
/** The configuration with the placeholders replaced, `{account_id}` only when the account is known. */
function resolveAccount(config, account) {
    const values = {
        region: config.aws.region,
        partition: (0, partition_ts_1.partitionOf)(config.aws.region),
        role: config.aws.sagemaker_execution_role_name,
        account_id: account,
    };
    const resolve = (text) => fill(text, values);
    const { kms_key_id } = config.aws;
    return {
        ...config,
        aws: {
            ...config.aws,
            sagemaker_execution_role_arn: resolve(config.aws.sagemaker_execution_role_arn),
            s3_bucket: resolve(config.aws.s3_bucket),
            ...(kms_key_id === undefined ? {} : { kms_key_id: resolve(kms_key_id) }),
        },
        presto: {
            ...config.presto,
            host: resolve(config.presto.host),
            presto_credentials: resolve(config.presto.presto_credentials),
        },
    };
}
/** Looks like a place in a template that nobody filled in: `<your-role>`, also with its last bracket lost. */
function isUnfilled(text) {
    return /^<[\w .-]+>?$/.test(text.trim()) || /<[a-z][a-z0-9]*([-_ ][a-z0-9]+)+>/i.test(text);
}


/***/ }),

/***/ 5526:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.resolveQuery = resolveQuery;
const node_fs_1 = __webpack_require__(3024);
const posix_1 = __webpack_require__(3916);
const closest_ts_1 = __webpack_require__(9417);
const node_ts_1 = __webpack_require__(216);
const source_file_ts_1 = __webpack_require__(5916);
const sql_text_ts_1 = __webpack_require__(104);
/** An SQL file is data that goes into a container's input; beyond this it is not a query. */
const MOST_BYTES = 1_048_576;
/**
 * The SQL of a section: `query`, or the file that `query_file` names relative to the file that says so. Mistakes are
 * reported and yield nothing.
 */
function resolveQuery(root, section, kind, report, optional = false) {
    const inline = (0, node_ts_1.nodeAt)(root, [...section, 'query']);
    const named = (0, node_ts_1.nodeAt)(root, [...section, 'query_file']);
    const hasInline = inline !== undefined && !(0, node_ts_1.isNull)(inline);
    const hasFile = named !== undefined && !(0, node_ts_1.isNull)(named);
    if (hasInline && hasFile) {
        report([...section, 'query_file'], 'query is given too; keep one of query and query_file', { onKey: true });
        return undefined;
    }
    if (!hasInline && !hasFile) {
        if (!optional)
            report([...section, 'query'], 'is required and missing; give query or query_file', { onKey: true });
        return undefined;
    }
    if (hasInline) {
        if (inline.kind !== 'scalar' || typeof inline.value !== 'string')
            return undefined;
        const sql = (0, sql_text_ts_1.readSql)(inline.value);
        const place = (offset, length) => inBlock(inline.place, sql, inline.value, offset, length);
        return judge(sql, place, [...section, 'query'], kind, report)
            ? { query: sql.sql, query_source: { file: inline.place.source.name, line: (0, source_file_ts_1.position)(inline.place).line } }
            : undefined;
    }
    if (named?.kind !== 'scalar' || typeof named.value !== 'string' || named.value === '')
        return undefined;
    const file = readSqlFile(named.place.source, named.value, [...section, 'query_file'], report);
    if (!file)
        return undefined;
    const sql = (0, sql_text_ts_1.readSql)(file.text);
    const place = (offset, length) => ({ source: file, start: offset, end: offset + length });
    return judge(sql, place, [...section, 'query_file'], kind, report)
        ? { query: sql.sql, query_source: { file: file.name, line: (0, source_file_ts_1.position)({ source: file, start: sql.start }).line } }
        : undefined;
}
function readSqlFile(namedBy, path, at, report) {
    const name = path.startsWith('/') ? path : (0, posix_1.join)((0, posix_1.dirname)(namedBy.name), path);
    let bytes;
    try {
        bytes = (0, node_fs_1.readFileSync)(name);
    }
    catch (error) {
        const code = error.code;
        if (code === 'ENOENT' || code === 'ENOTDIR') {
            report(at, `there is no file ${name}`, { hint: `The path is relative to ${namedBy.name}.` });
        }
        else
            report(at, `${name} cannot be read (${code ?? 'unknown error'})`);
        return undefined;
    }
    if (bytes.byteLength > MOST_BYTES) {
        report(at, `${name} is ${bytes.byteLength.toLocaleString('en-US')} bytes; an SQL file has at most 1 MiB`);
        return undefined;
    }
    try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        if (!text.includes('\0'))
            return (0, source_file_ts_1.sourceFile)(name, text);
    }
    catch {
        // Reported below, as for a text with a null byte.
    }
    report(at, `${name} is not UTF-8 text`);
    return undefined;
}
const WINDOW = ['start_time_utc', 'end_time_utc'];
/** Functions and clauses that make Presto answer differently each time. */
const RANDOM = /\b(rand|random|shuffle|uuid)\s*\(|\btablesample\b/gi;
function judge(sql, place, path, kind, report) {
    if (sql.problem) {
        report(path, sql.problem.message, { place: place(sql.problem.offset, sql.problem.length) });
        return false;
    }
    let sound = true;
    for (const match of sql.code.matchAll(/\{\s*(\w+)\s*\}/g)) {
        const name = match[1] ?? '';
        const known = WINDOW.includes(name);
        const near = (0, closest_ts_1.closest)(name, WINDOW);
        if (known ? kind === 'batch' : near === undefined)
            continue;
        const where = place(match.index, match[0].length);
        if (known)
            report(path, `{${name}} is replaced in the batch query only`, { place: where });
        else
            report(path, `{${name}} is not replaced by anything; did you mean {${near}}?`, { place: where });
        sound = false;
    }
    if (kind === 'training') {
        for (const match of sql.code.matchAll(RANDOM)) {
            const word = match[0].replace(/\s*\($/, '').toUpperCase();
            report(path, `${word} reads other rows at every run, so two runs cannot be compared`, {
                place: place(match.index, word.length),
                severity: 'warning',
                hint: 'Take it out and set key_column and sample: the same rows at every run.',
            });
        }
    }
    else if (!WINDOW.some((name) => sql.code.includes(`{${name}}`))) {
        report(path, 'has no {start_time_utc} or {end_time_utc}: every run predicts all of its rows', {
            place: place(sql.start, 1),
            severity: 'warning',
        });
    }
    return sound;
}
/** Place of an offset of a block scalar's text: its line is known, its column is looked for on that line. */
function inBlock(block, sql, text, offset, length) {
    const { source } = block;
    const lines = text.slice(sql.start, Math.max(sql.start, offset)).split('\n').length - 1;
    const line = (0, source_file_ts_1.position)(block).line + lines;
    const start = source.lines[line - 1] ?? block.start;
    const column = source.text.slice(start, source.lines[line]).indexOf(text.slice(offset, offset + length));
    // Folded and quoted text has other lines than the file: then the value as a whole is marked.
    if (length === 0 || column === -1)
        return block;
    return { source, start: start + column, end: start + column + length };
}


/***/ }),

/***/ 985:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.scheduleProblem = scheduleProblem;
const FIELDS = ['minutes', 'hours', 'day of month', 'month', 'day of week', 'year'];
const CRON_FIELD = /^[0-9A-Za-z*?,/#LW-]+$/;
/**
 * What is wrong with a schedule of Amazon EventBridge Scheduler (user guide, "Schedule types"): `cron(…)` with six
 * fields, one of the two days being `?`, or `rate(value unit)`.
 */
function scheduleProblem(text) {
    const rate = /^rate\((\d+) (minute|minutes|hour|hours|day|days)\)$/.exec(text);
    if (rate)
        return Number(rate[1]) > 0 ? undefined : 'the rate must be at least 1';
    const cron = /^cron\((.*)\)$/.exec(text);
    if (!cron) {
        const fields = text.trim().split(/\s+/);
        const five = fields.length === 5 && fields.every((field) => CRON_FIELD.test(field));
        return `must be cron(…) or rate(…)${five ? `; EventBridge has six fields: ${asEventBridge(fields)}` : ', for example cron(0 6 * * ? *) or rate(1 day)'}`;
    }
    const fields = (cron[1] ?? '').trim().split(/\s+/);
    if (fields.length !== FIELDS.length) {
        return `cron(…) has six fields (${FIELDS.join(', ')}), found ${fields.length}`;
    }
    const wrong = fields.findIndex((field) => !CRON_FIELD.test(field));
    if (wrong !== -1)
        return `${fields[wrong]} is not valid for the ${FIELDS[wrong]}`;
    if ((fields[2] === '?') === (fields[4] === '?'))
        return 'one of day of month and day of week must be ?, the other not';
    return undefined;
}
/** The common five fields in EventBridge's way: one of the two days is `?`, Sunday is 1. */
function asEventBridge([minute, hour, day, month, weekday]) {
    const days = weekday === '*' ? [day, '?'] : ['?', weekday?.replace(/\d/g, (digit) => String((Number(digit) % 7) + 1))];
    return `cron(${minute} ${hour} ${days[0]} ${month} ${days[1]} *)`;
}


/***/ }),

/***/ 131:
/***/ (function(__unused_webpack_module, exports, __webpack_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.configFileSchema = void 0;
const z = __importStar(__webpack_require__(924));
const fields_ts_1 = __webpack_require__(81);
/**
 * `config.yml`, as it is written. Sections and keys are those of the published three-notebook solution, so that its file loads
 * unchanged; everything that was added is optional. A key without a value (`subnets:`) counts as absent.
 * Rules that look at more than one key are in checks.ts.
 */
const networkConfig = z.strictObject({
    enable_network_isolation: z.exactOptional(z.boolean()).describe('Run the containers without any network.'),
    security_group_ids: z
        .exactOptional(z
        .array(z
        .string()
        .max(32)
        .regex(/^[-0-9a-zA-Z]+$/, 'must be the id of a security group'))
        .min(1)
        .max(5))
        .describe('Security groups of the VPC, at most 5; needs subnets.'),
    subnets: z
        .exactOptional(z
        .array(z
        .string()
        .max(32)
        .regex(/^[-0-9a-zA-Z]+$/, 'must be the id of a subnet'))
        .min(1)
        .max(16))
        .describe('Subnets of the VPC, at most 16; needs security_group_ids.'),
    encrypt_inter_container_traffic: z
        .exactOptional(z.boolean())
        .describe('Encrypt the traffic between the instances of one job.'),
});
const aws = z.strictObject({
    region: (0, fields_ts_1.awsRegion)().describe('AWS region of every resource.'),
    sagemaker_execution_role_name: z
        .exactOptional((0, fields_ts_1.roleName)())
        .describe('Name of the role that SageMaker works under; {role} in other values.'),
    sagemaker_execution_role_arn: (0, fields_ts_1.text)()
        .default('arn:{partition}:iam::{account_id}:role/{role}')
        .describe('ARN of that role; {partition}, {account_id}, {region} and {role} are replaced.'),
    s3_bucket: (0, fields_ts_1.text)()
        .default('sagemaker-{region}-{account_id}')
        .describe('Bucket of data, code and models; {region} and {account_id} are replaced.'),
    s3_prefix: (0, fields_ts_1.keyPrefix)().default('mlops-pipeline-model').describe('Prefix in the bucket.'),
    kms_key_id: z
        .exactOptional(z
        .string()
        .max(2048)
        .regex(/^[a-zA-Z0-9:/_{}-]+$/, 'must be the id, alias or ARN of a KMS key'))
        .describe('KMS key that encrypts volumes and outputs.'),
    network_config: networkConfig.prefault({}).describe('VPC and isolation of every job and model.'),
});
const presto = z.strictObject({
    host: z
        .string()
        .regex(/^[A-Za-z0-9{]([A-Za-z0-9._{}-]*[A-Za-z0-9}])?$|^\[[0-9A-Fa-f:.]+\]$/, 'must be a host name or an address, without http:// and without a port')
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
    catalog: (0, fields_ts_1.text)().describe('Catalog of unqualified tables.'),
    schema: (0, fields_ts_1.text)().describe('Schema of unqualified tables.'),
});
const pipeline = z.strictObject({
    // Shape PipelineName: at most 256.
    training_pipeline_name: (0, fields_ts_1.name)(256).describe('Name of the training pipeline.'),
    transform_pipeline_name: (0, fields_ts_1.name)(256).describe('Name of the batch transform pipeline; each environment adds -<environment>.'),
    base_job_name: (0, fields_ts_1.name)(63).describe('Start of the names of jobs, models and S3 prefixes.'),
    tags: (0, fields_ts_1.tags)(),
    cache: z
        .strictObject({
        enabled: z.boolean().default(true).describe('Skip a step whose inputs did not change.'),
        expire_after: z
            .string()
            .regex(/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/, 'must be an ISO 8601 duration such as P30D')
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
const queryFile = () => z.exactOptional((0, fields_ts_1.filePath)()).describe('File with the SQL, relative to the file that names it.');
const trainingStep = z.strictObject({
    step_name: z.exactOptional((0, fields_ts_1.stepName)()).describe('Not used: the step is named by tuning_step.step_name.'),
    training_target: (0, fields_ts_1.columnName)().describe('Column that the model learns to predict: 0 or 1.'),
    training_features: z.array((0, fields_ts_1.columnName)()).min(1).max(1000).describe('Columns that it learns from, in this order.'),
    // The images that SageMaker publishes for training and inference: <major>.<minor>-<revision>[-py3xx].
    sklearn_framework_version: z
        .string()
        .regex(/^\d+\.\d+-\d+(-py\d+)?$/, 'must be the version of a SageMaker scikit-learn image such as 1.2-1')
        .default('1.2-1')
        .describe('Version of the SageMaker scikit-learn image.'),
    n_estimators: z.int().min(1).default(100).describe('Trees, where tuning has no range for it.'),
    max_depth: z.int().min(1).default(10).describe('Greatest depth of a tree.'),
    min_samples_split: z.int().min(2).default(2).describe('Rows that a node needs to be split.'),
    max_features: z
        .union([z.enum(['sqrt', 'log2']), z.number().positive()])
        .default('sqrt')
        .describe('Features looked at per split: sqrt, log2, a count, or a share below 1.'),
    random_state: z.int().min(0).max(4294967295).default(42).describe('Seed of the training.'),
    instance_type: (0, fields_ts_1.instanceType)().describe('Instance of a training job.'),
    instance_count: (0, fields_ts_1.count)().default(1).describe('Instances of a training job.'),
    volume_size_in_gb: (0, fields_ts_1.count)(16384).default(30).describe('Disk of a training instance.'),
    // CreateTrainingJob: at most 28 days.
    max_runtime_in_seconds: (0, fields_ts_1.count)(2419200).default(86400).describe('Longest time of a training job.'),
    base_job_name: (0, fields_ts_1.name)(63).default('rf-sklearn').describe('Start of the training jobs’ names.'),
    train_split: z.number().gt(0).lt(1).default(0.7).describe('Rows below this share train; cumulative.'),
    test_split: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.9)
        .describe('From train_split to here validate, the rest test; cumulative.'),
    tags: (0, fields_ts_1.tags)(),
    key_column: z
        .exactOptional((0, fields_ts_1.columnName)())
        .describe('Column that is unique in each row: sample and split go by its hash.'),
    sample: z
        .exactOptional(z.strictObject({
        rows: z.int().min(1).describe('Rows to keep.'),
        seed: z.int().min(0).default(42).describe('Another seed, another sample.'),
    }))
        .describe('The same rows at every run, by hash of key_column.'),
    query: query(),
    query_file: queryFile(),
});
const explicitRange = z.strictObject({
    type: z.enum(['integer', 'continuous', 'categorical']).describe('Kind of the range.'),
    min: z.exactOptional(z.number()).describe('Least value.'),
    max: z.exactOptional(z.number()).describe('Greatest value.'),
    scaling: z
        .exactOptional(z.enum(['Auto', 'Linear', 'Logarithmic', 'ReverseLogarithmic']))
        .describe('How the range is searched; Auto when absent.'),
    values: z
        .exactOptional(z
        .array(z.union([z.string().max(256), z.number(), z.boolean()]))
        .min(1)
        .max(30))
        .describe('Values of a categorical range.'),
});
const range = z.union([
    z
        .array(z.union([z.string().max(256), z.number(), z.boolean()]))
        .min(1)
        .max(30),
    explicitRange,
]);
const tuningStep = z.strictObject({
    step_name: (0, fields_ts_1.stepName)().default('Train-And-Tune-Model').describe('Name of the step.'),
    maximum_parallel_training_jobs: (0, fields_ts_1.count)(100).default(1).describe('Training jobs at the same time.'),
    maximum_training_jobs: (0, fields_ts_1.count)(750).default(2).describe('Training jobs in all.'),
    hyperparam_ranges: z
        .record(z.string().min(1).max(256), range)
        .describe('Ranges to search: [least, greatest], a list of names, or {type, min, max, scaling, values}.'),
    metric_definitions: z
        .array(z.strictObject({
        Name: z.string().min(1).max(255).describe('Name of the metric.'),
        Regex: z.string().min(1).max(500).describe('Finds its value in the log: the first group.'),
    }))
        .min(1)
        .max(40)
        .describe('Metrics read from the log of a training job, at most 40.'),
    objective_metric_name: z.string().min(1).max(255).describe('The metric that tuning improves.'),
    objective_type: z.enum(['Maximize', 'Minimize']).default('Maximize').describe('Which way is better.'),
    strategy: z.enum(['Bayesian', 'Random']).default('Bayesian').describe('How the next trial is chosen.'),
    early_stopping: z.enum(['Off', 'Auto']).default('Off').describe('Stop trials that will not win.'),
    random_seed: z.exactOptional(z.int().min(0)).describe('The same trials at every run.'),
});
const evaluationStep = z.strictObject({
    step_name: (0, fields_ts_1.stepName)().default('Evaluate-Model').describe('Name of the step.'),
    accuracy_condition_threshold: z.number().min(0).max(1).default(0.6).describe('Least accuracy on the test split.'),
    gates: z
        .strictObject({
        beat_baseline: z.boolean().default(true).describe('Must beat always answering the majority class.'),
        not_worse_than_deployed: z
            .boolean()
            .default(true)
            .describe('Must not be worse than the deployed model on the same rows.'),
    })
        .prefault({})
        .describe('Further conditions of registration.'),
    instance_type: (0, fields_ts_1.instanceType)().describe('Instance of the evaluation job.'),
    instance_count: (0, fields_ts_1.count)(1).default(1).describe('One: every instance would evaluate the same rows.'),
    evaluation_filename: z
        .string()
        .regex(/^[A-Za-z0-9._-]+\.json$/, 'must be a file name that ends in .json')
        .default('evaluation.json')
        .describe('Name of the report.'),
});
const transformStep = z.strictObject({
    step_name: (0, fields_ts_1.stepName)().default('mlops-RandomForestTransform').describe('Name of the step.'),
    instance_type: (0, fields_ts_1.instanceType)().describe('Instance of the transform job.'),
    instance_count: (0, fields_ts_1.count)().default(1).describe('Instances of the transform job.'),
    num_hours_to_go_back: z
        .number()
        .positive()
        .max(876000)
        .default(1)
        .describe('Length of the window that ends at the start of the run.'),
    output_prefix: (0, fields_ts_1.keyPrefix)().default('batch_transform_output').describe('Prefix of the predictions.'),
    strategy: z.enum(['MultiRecord', 'SingleRecord']).default('MultiRecord').describe('Rows per request to the model.'),
    // CreateTransformJob: at most 100 MB.
    max_payload_in_mb: z.int().min(1).max(100).default(6).describe('Greatest request to the model.'),
    max_concurrent_transforms: z.exactOptional(z.int().min(1)).describe('Requests at the same time per instance.'),
    tags: (0, fields_ts_1.tags)(),
    key_column: z.exactOptional((0, fields_ts_1.columnName)()).describe('Column that identifies the row in the output.'),
    query: query(),
    query_file: queryFile(),
});
const dataProcessingStep = z.strictObject({
    step_name: (0, fields_ts_1.stepName)().default('Preprocess-Data').describe('Name of the step.'),
    processing_instance_type: (0, fields_ts_1.instanceType)().describe('Instance that reads from Presto.'),
    // Shape ProcessingInstanceCount: at most 100.
    instance_count: (0, fields_ts_1.count)(100).default(1).describe('Instances; the query is shared out by key hash.'),
    tags: (0, fields_ts_1.tags)(),
});
const registerModelStep = z.strictObject({
    step_name: (0, fields_ts_1.stepName)().default('Register-Model').describe('Name of the step.'),
    model_group: (0, fields_ts_1.name)(63).describe('Model package group.'),
    model_name: (0, fields_ts_1.name)(63).describe('Start of the names of models.'),
    approval_status: z
        .enum(['PendingManualApproval', 'Approved', 'Rejected'])
        .default('PendingManualApproval')
        .describe('Status of a newly registered package.'),
    inference_instance_types: z.array((0, fields_ts_1.instanceType)()).min(1).describe('Instances that may serve the model.'),
    transform_instance_types: z.array((0, fields_ts_1.instanceType)()).min(1).describe('Instances that may run it in batch.'),
    tags: (0, fields_ts_1.tags)(),
});
/** How often a serving instance may be called per minute before target tracking adds one. */
const target = () => z.exactOptional(z.number().positive()).describe('target-tracking: invocations per instance and minute.');
const realtimeEndpoint = z.strictObject({
    endpoint_config_name: (0, fields_ts_1.name)(63).describe('Start of the endpoint configurations’ names.'),
    endpoint_name: (0, fields_ts_1.name)(63).describe('Name of the endpoint; each environment adds -<environment>.'),
    instance_type: (0, fields_ts_1.instanceType)().describe('Instance that serves.'),
    min_instance_count: (0, fields_ts_1.count)().default(1).describe('Least number of instances.'),
    max_instance_count: (0, fields_ts_1.count)().default(1).describe('Greatest number of instances.'),
    scaling: z
        .enum(['managed', 'target-tracking'])
        .default('managed')
        .describe('Who scales: SageMaker, or an Application Auto Scaling policy.'),
    target_invocations_per_instance: target(),
});
const scripts = z.strictObject({
    source_dir: (0, fields_ts_1.filePath)().default('sagemaker-code').describe('Folder of the container scripts, relative to this file.'),
    query: (0, fields_ts_1.filePath)().default('query.py').describe('Kept from the seed; the query is passed as data.'),
    preprocess_data: (0, fields_ts_1.filePath)().default('presto_preprocess_for_training.py').describe('Reads the training rows.'),
    evaluation: (0, fields_ts_1.filePath)().default('sagemaker-code/evaluate.py').describe('Evaluates the model.'),
    batch_transform_get_data: (0, fields_ts_1.filePath)()
        .default('presto_preprocess_for_batch_inference.py')
        .describe('Reads the batch rows.'),
    batch_inference: (0, fields_ts_1.filePath)().default('sagemaker-code/inference.py').describe('Serves the model.'),
    training_script: (0, fields_ts_1.filePath)().default('sagemaker-code/training.py').describe('Trains the model.'),
});
exports.configFileSchema = z.strictObject({
    aws: aws.describe('AWS and SageMaker.'),
    presto: presto.describe('Where the data is.'),
    pipeline: pipeline.describe('Both pipelines.'),
    training_step: trainingStep.describe('What is learned, and from which rows.'),
    tuning_step: tuningStep.describe('Search of the hyperparameters.'),
    evaluation_step: evaluationStep.describe('Evaluation and its gates.'),
    transform_step: transformStep.describe('Batch predictions.'),
    data_processing_step: dataProcessingStep.describe('Reading from Presto.'),
    register_model_step: registerModelStep.describe('The model registry.'),
    fail_step: z
        .strictObject({ step_name: (0, fields_ts_1.stepName)().default('AccuracyThresholdFailed').describe('Name of the step.') })
        .prefault({})
        .describe('The step that ends a run whose model did not pass.'),
    condition_step: z
        .strictObject({ step_name: (0, fields_ts_1.stepName)().default('Accuracy-Condition').describe('Name of the step.') })
        .prefault({})
        .describe('The step that decides.'),
    realtime_endpoint: realtimeEndpoint.describe('Real-time predictions.'),
    scripts: scripts.prefault({}).describe('Programs that run inside the containers.'),
});


/***/ }),

/***/ 4086:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.resolveScripts = resolveScripts;
const node_fs_1 = __webpack_require__(3024);
const node_path_1 = __webpack_require__(6760);
const closest_ts_1 = __webpack_require__(9417);
const node_ts_1 = __webpack_require__(216);
/** The scripts that a pipeline cannot do without; `query` is kept from the seed and read by nothing. */
const NEEDED = [
    'preprocess_data',
    'evaluation',
    'batch_transform_get_data',
    'batch_inference',
    'training_script',
];
/** Names that mean the scripts which this package ships, where the team has no folder of that name. */
const SHIPPED = ['code', 'sagemaker-code'];
/**
 * Resolves `scripts`: `source_dir` relative to config.yml (absolute when it is the package's own folder), each script
 * relative to `source_dir`, whether or not it was written with the folder in front.
 */
function resolveScripts(scripts, root, configFile, packageRoot, report) {
    const written = scripts.source_dir.replace(/\/+$/, '');
    const node = (0, node_ts_1.nodeAt)(root, ['scripts', 'source_dir']);
    const base = (0, node_path_1.dirname)(node && !node.place.source.given ? node.place.source.name : configFile);
    const own = (0, node_path_1.isAbsolute)(written) ? written : (0, node_path_1.join)(base, written);
    const result = { ...scripts };
    for (const key of ['query', ...NEEDED]) {
        if (result[key].startsWith(`${written}/`))
            result[key] = result[key].slice(written.length + 1);
        else if (node === undefined || SHIPPED.includes(written)) {
            const folder = SHIPPED.find((name) => result[key].startsWith(`${name}/`));
            if (folder)
                result[key] = result[key].slice(folder.length + 1);
        }
    }
    const shipped = packageRoot === undefined ? undefined : (0, node_path_1.join)(packageRoot, 'sagemaker-code');
    let directory = own;
    if (!isFolder(own)) {
        if (!SHIPPED.includes(written) || shipped === undefined || !isFolder(shipped)) {
            const shippedIsUnknown = SHIPPED.includes(written) && shipped === undefined;
            // Without a package to fall back on, reading a configuration alone (to show or to check it) is no mistake.
            if (!shippedIsUnknown)
                report(['scripts', 'source_dir'], `there is no folder ${own.replaceAll('\\', '/')}`);
            return { ...result, source_dir: portable((0, node_path_1.isAbsolute)(written) ? own : (0, node_path_1.relative)((0, node_path_1.dirname)(configFile), own)) };
        }
        if (node) {
            const message = `there is no folder ${portable(own)}; the scripts of this package are used`;
            report(['scripts', 'source_dir'], message, { severity: 'warning' });
        }
        directory = shipped;
    }
    result.source_dir = portable(directory === own && !(0, node_path_1.isAbsolute)(written) ? (0, node_path_1.relative)((0, node_path_1.dirname)(configFile), own) || '.' : directory);
    for (const key of NEEDED) {
        const script = result[key];
        if (script.startsWith('/') || script.split('/').includes('..')) {
            report(['scripts', key], `must be inside source_dir (${written}): only that folder is packaged`);
        }
        else if (!(0, node_fs_1.existsSync)((0, node_path_1.join)(directory, script))) {
            const near = (0, closest_ts_1.closest)(script, Object.values(DEFAULT_NAMES).filter((name) => (0, node_fs_1.existsSync)((0, node_path_1.join)(directory, name))));
            report(['scripts', key], `there is no ${script} in ${written}${near ? `; did you mean ${near}?` : ''}`);
        }
    }
    return result;
}
const DEFAULT_NAMES = {
    preprocess_data: 'presto_preprocess_for_training.py',
    evaluation: 'evaluate.py',
    batch_transform_get_data: 'presto_preprocess_for_batch_inference.py',
    batch_inference: 'inference.py',
    training_script: 'training.py',
};
const portable = (path) => path.replaceAll('\\', '/');
function isFolder(path) {
    try {
        return (0, node_fs_1.statSync)(path).isDirectory();
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 9284:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.setPin = setPin;
const failure_ts_1 = __webpack_require__(1633);
const decode_ts_1 = __webpack_require__(4514);
const environment_schema_ts_1 = __webpack_require__(2451);
const node_ts_1 = __webpack_require__(216);
const parse_yaml_ts_1 = __webpack_require__(921);
const source_file_ts_1 = __webpack_require__(5916);
const KEYS = ['package_group', 'version', 'artifact_digest'];
/**
 * The text of endpoint.yml or batch-transform.yml with another model: only the `model:` block changes, comments and
 * layout stay. `null` takes the model out. Throws `config_invalid` when the text is not such a file, or when the block
 * is written in a way (anchors, aliases) in which a change would reach further than the block.
 */
function setPin(text, pin) {
    const changed = edit(text, pin);
    const { root, diagnostics } = (0, parse_yaml_ts_1.parseYaml)('the edited file', new TextEncoder().encode(changed));
    const model = root && (0, node_ts_1.nodeAt)(root, ['model']);
    const read = model && !(0, node_ts_1.isNull)(model) && root ? pinOf(root) : null;
    if (diagnostics.length > 0 || JSON.stringify(read) !== JSON.stringify(pin && ordered(pin))) {
        throw invalid('the model: block is written in a way that cannot be edited');
    }
    return changed;
}
const ordered = (pin) => ({
    package_group: pin.package_group,
    version: pin.version,
    artifact_digest: pin.artifact_digest,
});
function pinOf(root) {
    const entry = root.entries.get('model');
    if (!entry)
        return null;
    const decoded = (0, decode_ts_1.decode)({ ...root, entries: new Map([['model', entry]]) }, environment_schema_ts_1.endpointFileSchema);
    return decoded.value?.model ? ordered(decoded.value.model) : null;
}
function invalid(message) {
    return new failure_ts_1.Failure('config_invalid', message, {
        wayOut: 'Write model: null, or model: with package_group, version and artifact_digest on lines of their own.',
    });
}
function edit(text, pin) {
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    const bare = text.replace(/^\uFEFF/, '');
    const mark = text.slice(0, text.length - bare.length);
    const hasContent = bare.split(/\r?\n/).some((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
    if (!hasContent)
        return mark + append(bare, block(pin, newline), newline);
    const { root, diagnostics } = (0, parse_yaml_ts_1.parseYaml)('the file', new TextEncoder().encode(text));
    const [first] = diagnostics;
    if (!root || first)
        throw invalid(first ? `line ${first.line}: ${first.message}` : 'is not a mapping');
    const entry = root.entries.get('model');
    if (!entry)
        return mark + append(bare, block(pin, newline), newline);
    if ((0, source_file_ts_1.position)(entry.key).column !== 1)
        throw invalid('model: is not at the start of a line');
    const after = bare.slice(entry.key.end);
    const colon = /^["']?\s*:/.exec(after);
    if (!colon)
        throw invalid('the model: block is written in a way that cannot be edited');
    const start = entry.key.end + colon[0].length;
    const end = blockEnd(bare, start);
    if (pin && entry.node.kind === 'map') {
        const inPlace = replaceValues(bare, entry.node, pin, start, end);
        if (inPlace !== undefined)
            return mark + inPlace;
    }
    return mark + replaceBlock(bare, start, end, pin, newline);
}
/** The block reaches to the first line that is neither indented nor blank nor a comment that is followed by such a line. */
function blockEnd(text, start) {
    let end = lineEnd(text, start);
    for (let line = end; line < text.length; line = lineEnd(text, line)) {
        const content = text.slice(line, lineEnd(text, line));
        if (/^[ \t]+[^\s#]/.test(content) || /^[}\]]/.test(content))
            end = lineEnd(text, line);
        else if (/^[^\s#]/.test(content))
            break;
    }
    return end;
}
function lineEnd(text, from) {
    const newline = text.indexOf('\n', from);
    return newline === -1 ? text.length : newline + 1;
}
/** Each value in its own place, so that every comment and the order of the keys stay. Nothing when a key is missing. */
function replaceValues(text, node, pin, start, end) {
    const places = [];
    for (const key of KEYS) {
        const value = node.entries.get(key);
        if (!value || (0, node_ts_1.isNull)(value.node) || value.node.kind !== 'scalar')
            return undefined;
        const { start: from, end: to } = value.node.place;
        // Outside of the block: an alias, whose change would reach everywhere that it is used.
        if (from < start || to > end)
            throw invalid('the model: block uses an alias');
        places.push({ from, to, text: String(pin[key]) });
    }
    if (node.entries.size !== KEYS.length)
        return undefined;
    let result = text;
    for (const place of places.sort((a, b) => b.from - a.from)) {
        result = result.slice(0, place.from) + place.text + result.slice(place.to);
    }
    return result;
}
/** The whole block anew; the comment behind `model:` or behind `null` stays. */
function replaceBlock(text, start, end, pin, newline) {
    const first = text.slice(start, lineEnd(text, start));
    if (/(^|\s)[&*]\w/.test(first.replace(/\s#.*$/, '')))
        throw invalid('the model: block uses an anchor or an alias');
    const comment = /(?:^|\s)(#[^\r\n]*)/.exec(first)?.[1];
    const kept = text
        .slice(lineEnd(text, start), end)
        .split(/(?<=\n)/)
        .filter((line) => /^\s*#/.test(line));
    const [head = '', ...body] = block(pin, newline).split(newline);
    const opening = `${head.slice('model:'.length)}${comment === undefined ? '' : ` ${comment}`}`;
    const values = body.filter((line) => line !== '').map((line) => line + newline);
    const closed = end === text.length && !text.endsWith('\n') ? '' : newline;
    const rebuilt = [opening + newline, ...kept, ...values].join('');
    return text.slice(0, start) + (closed === '' ? rebuilt.replace(/\r?\n$/, '') : rebuilt) + text.slice(end);
}
function block(pin, newline) {
    if (!pin)
        return `model: null${newline}`;
    return ['model:', ...KEYS.map((key) => `  ${key}: ${pin[key]}`), ''].join(newline);
}
function append(text, added, newline) {
    return text + (text === '' || text.endsWith('\n') ? '' : newline) + added;
}


/***/ }),

/***/ 2972:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.showConfig = showConfig;
const origins_ts_1 = __webpack_require__(8217);
/** Facts for the program, not for a reader of the configuration. */
const LEFT_OUT = new Set(['query_source', 'directory', 'file']);
/**
 * The decoded configuration, with an environment under `environment`, for a reader: YAML with `# file:line` behind each
 * value, or JSON `{config, environment?, origins?}` where origins maps dotted paths to `file:line` or `default`.
 */
function showConfig(loaded, options) {
    const { config, environment } = loaded;
    const tree = environment ? { ...config, environment } : config;
    if (options.format === 'json') {
        const origins = Object.fromEntries([...loaded.origins].map(([path, origin]) => [path, (0, origins_ts_1.describeOrigin)(origin)]));
        const shown = { config, ...(environment ? { environment } : {}), ...(options.origins ? { origins } : {}) };
        return `${JSON.stringify(shown, (key, value) => (LEFT_OUT.has(key) ? undefined : value), 2)}\n`;
    }
    const lines = [];
    print(tree, '', '', lines);
    const width = Math.min(72, Math.max(0, ...lines.filter(({ path }) => path !== undefined).map(({ text }) => text.length)));
    return `${lines
        .map(({ text, path }) => {
        const origin = options.origins && path !== undefined ? loaded.origins.get(path) : undefined;
        return origin === undefined ? text : `${text.padEnd(width)}  # ${(0, origins_ts_1.describeOrigin)(origin)}`;
    })
        .join('\n')}\n`;
}
function print(value, indent, path, lines) {
    for (const [key, child] of Object.entries(value)) {
        if (LEFT_OUT.has(key) || child === undefined)
            continue;
        const at = path === '' ? key : `${path}.${key}`;
        const head = `${indent}${scalar(key)}:`;
        if (Array.isArray(child))
            printList(child, head, indent, at, lines);
        else if (typeof child === 'object' && child !== null) {
            if (Object.keys(child).length === 0)
                lines.push({ text: `${head} {}` });
            else {
                lines.push({ text: head });
                print(child, `${indent}  `, at, lines);
            }
        }
        else if (typeof child === 'string' && child.includes('\n') && !/^\s/.test(child)) {
            lines.push({ text: `${head} |-`, path: at });
            for (const line of child.split(/\r\n|\n/))
                lines.push({ text: line === '' ? '' : `${indent}  ${line}` });
        }
        else
            lines.push({ text: `${head} ${scalar(child)}`, path: at });
    }
}
function printList(items, head, indent, path, lines) {
    if (items.length === 0) {
        lines.push({ text: `${head} []`, path });
        return;
    }
    lines.push({ text: head });
    for (const [index, item] of items.entries()) {
        if (typeof item === 'object' && item !== null) {
            const inner = [];
            print(item, `${indent}    `, `${path}.${index}`, inner);
            const [first, ...rest] = inner;
            if (first)
                lines.push({ ...first, text: `${indent}  - ${first.text.trimStart()}` }, ...rest);
        }
        else
            lines.push({ text: `${indent}  - ${scalar(item)}`, path: `${path}.${index}` });
    }
}
/** Words that YAML 1.2 or an older reader would not take for text. */
const NOT_TEXT = /^(|~|null|true|false|yes|no|on|off|y|n|[-+]?(\d[\d_.:]*|\.\d+|0x[0-9a-f]+|0o[0-7]+)(e[-+]?\d+)?|[-+]?\.(inf|nan)|\d{4}-\d{2}-\d{2}.*)$/i;
function scalar(value) {
    if (typeof value !== 'string')
        return value === null ? 'null' : String(value);
    const plain = /^[A-Za-z0-9_./(]\P{Cc}*$/u.test(value) && !/: |:$| #|\s$/.test(value);
    return plain && !NOT_TEXT.test(value) ? value : JSON.stringify(value);
}


/***/ }),

/***/ 5916:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.sourceFile = sourceFile;
exports.givenValue = givenValue;
exports.position = position;
exports.lineText = lineText;
function sourceFile(name, text) {
    const lines = [0];
    for (const newline of text.matchAll(/\r\n|\n|\r/g))
        lines.push(newline.index + newline[0].length);
    return { name: name.replaceAll('\\', '/'), text, lines };
}
/** A value given by something that is not a file; `name` says by what ("environment variable PRESTO_PORT"). */
function givenValue(name, text) {
    return { ...sourceFile(name, text), given: true };
}
/** Line and column of an offset, both counted from 1, the column in characters. */
function position(place) {
    const { lines, text } = place.source;
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((lines[middle] ?? 0) <= place.start)
            low = middle;
        else
            high = middle - 1;
    }
    return { line: low + 1, column: [...text.slice(lines[low] ?? 0, place.start)].length + 1 };
}
/** Text of a line (from 1) without its newline. */
function lineText(source, line) {
    const start = source.lines[line - 1] ?? source.text.length;
    return source.text.slice(start, source.lines[line] ?? source.text.length).replace(/[\r\n]+$/, '');
}


/***/ }),

/***/ 104:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.readSql = readSql;
/** `--` and block comments, 'text' and "names" (a quote is doubled inside), as Presto's grammar has them. */
const QUIET = /--[^\r\n]*|\/\*[\s\S]*?(\*\/|$)|'[^']*('|$)|"[^"]*("|$)/g;
function readSql(text) {
    let unclosed;
    const code = text.replace(QUIET, (part, comment, single, double, offset) => {
        if (comment === '' || single === '' || double === '') {
            unclosed = { offset, what: part.startsWith('/*') ? 'comment' : 'quote' };
        }
        // Quoted text stays visible as a placeholder: `'a'` alone is code, a comment alone is none.
        const quoted = part.startsWith("'") || part.startsWith('"');
        return part.replace(/[^\r\n]/g, quoted ? '_' : ' ');
    });
    let end = code.length;
    while (end > 0 && /[;\s]/.test(code.charAt(end - 1)))
        end--;
    const start = text.length - text.trimStart().length;
    const result = { sql: text.slice(start, Math.max(start, end)), start, code };
    const second = code.slice(0, end).indexOf(';');
    if (unclosed) {
        const { offset, what } = unclosed;
        return { ...result, problem: { offset, length: 1, message: `this ${what} is never closed` } };
    }
    if (end === 0 || code.slice(0, end).trim() === '') {
        const message = text.replace(/[;\s]/g, '') === '' ? 'the query is empty' : 'the query has only comments';
        return { ...result, problem: { offset: start, length: 1, message } };
    }
    if (second !== -1) {
        const message = 'a second statement follows this semicolon; the query must be one statement';
        return { ...result, problem: { offset: second, length: 1, message } };
    }
    return result;
}


/***/ }),

/***/ 7351:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.loadProject = loadProject;
exports.openProject = openProject;
exports.sourceDir = sourceDir;
const node_path_1 = __webpack_require__(6760);
const index_ts_1 = __webpack_require__(9750);
const failure_ts_1 = __webpack_require__(1633);
/** Reads the configuration; every mistake at once in one `config_invalid`. Warnings go to the log with their place. */
function loadProject(input, log) {
    const options = {
        file: input.configFile,
        env: process.env,
        ...(input.environment === undefined ? {} : { environment: input.environment }),
        ...(input.account === undefined ? {} : { account: input.account }),
        ...(input.region === undefined ? {} : { region: input.region }),
        ...(input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot }),
    };
    const loaded = (0, index_ts_1.loadConfig)(options);
    if (!loaded.ok) {
        throw new failure_ts_1.Failure('config_invalid', (0, index_ts_1.formatDiagnostics)(loaded.diagnostics), {
            facts: { diagnostics: loaded.diagnostics },
        });
    }
    for (const { message, hint, file, line, column } of loaded.warnings) {
        log?.warn(hint === undefined ? message : `${message} (${hint})`, { file, line, column });
    }
    return { config: loaded.config, environment: loaded.environment, origins: loaded.origins };
}
/**
 * Reads the configuration and asks AWS whose credentials these are. Refuses (`not_allowed`) when that is another account
 * than the environment or the caller names: a production folder is never applied with the credentials of another account.
 */
async function openProject(input, ports) {
    const first = loadProject(input);
    const region = first.environment?.region ?? first.config.aws.region;
    const aws = ports.aws(region);
    const caller = await aws.identity.caller();
    const named = [
        ['--account', input.account],
        [`environments/${input.environment}/environment.yml`, first.environment?.account],
    ];
    for (const [where, account] of named) {
        if (account !== undefined && account !== caller.account) {
            throw new failure_ts_1.Failure('not_allowed', `These credentials belong to account ${caller.account}, but ${where} says ${account}`, {
                wayOut: `Take credentials of account ${account}, or correct ${where}.`,
                facts: { account: caller.account, expected: account, caller: caller.arn },
            });
        }
    }
    const loaded = loadProject({ ...input, account: caller.account }, ports.log);
    const partition = caller.arn.split(':')[1] ?? 'aws';
    return {
        ...loaded,
        account: caller.account,
        region,
        partition,
        aws,
        sourceDir: sourceDir(loaded.config, input.configFile),
    };
}
/** `scripts.source_dir`, which is relative to the file that names it. */
function sourceDir(config, configFile) {
    const dir = config.scripts.source_dir;
    return (0, node_path_1.isAbsolute)(dir) ? dir : (0, node_path_1.resolve)((0, node_path_1.dirname)(configFile), dir);
}


/***/ })

};
