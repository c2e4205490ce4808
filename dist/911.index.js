export const id = 911;
export const ids = [911,23];
export const modules = {

/***/ 604:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.applyEndpoint = applyEndpoint;
const failure_ts_1 = __webpack_require__(1633);
const redact_ts_1 = __webpack_require__(6670);
const wait_endpoint_ts_1 = __webpack_require__(7225);
const LOG_LINES = 40;
/**
 * Brings an endpoint into the planned state. Every step may be repeated: models and configurations are named by their
 * content, an endpoint by its environment. Nothing old is removed before the new one is in service.
 */
async function applyEndpoint(aws, plan, options) {
    const { desired } = plan;
    const { sagemaker, scaling } = aws;
    const variant = { endpoint: desired.name, variant: desired.config.variant.name };
    if (plan.model === 'create')
        await sagemaker.createModel(desired.model);
    if (plan.config === 'create')
        await sagemaker.createEndpointConfig(desired.config);
    if (plan.scaling === 'deregister')
        await scaling.deregister(variant);
    await bringUp(aws, plan, options);
    const endpoint = await verify(aws, desired, await (0, wait_endpoint_ts_1.waitForEndpoint)(sagemaker, desired.name, options));
    if (plan.scaling === 'register' && desired.scaling !== null) {
        await scaling.register(variant, desired.scaling);
        await scaling.putPolicy(variant, desired.scaling.policy);
    }
    for (const name of plan.garbage.configs) {
        if (await sagemaker.deleteEndpointConfig(name))
            options.log.info(`Removed the old endpoint configuration ${name}`);
    }
    for (const name of plan.garbage.models) {
        if (await sagemaker.deleteModel(name))
            options.log.info(`Removed the old model ${name}`);
    }
    return endpoint;
}
async function bringUp({ sagemaker }, plan, options) {
    const { desired } = plan;
    if (plan.endpoint === 'keep')
        return;
    if (plan.endpoint === 'update') {
        await sagemaker.updateEndpoint({
            name: desired.name,
            configName: desired.config.name,
            retainInstanceCounts: plan.retainInstanceCounts,
            ...(desired.rollout === null ? {} : { rollout: desired.rollout }),
        });
        return;
    }
    if (plan.endpoint === 'replace') {
        await sagemaker.deleteEndpoint(desired.name);
        await (0, wait_endpoint_ts_1.waitForEndpoint)(sagemaker, desired.name, options);
    }
    await sagemaker.createEndpoint({
        name: desired.name,
        configName: desired.config.name,
        tags: desired.model.tags,
    });
}
/** In service with the wanted configuration, or `deployment_failed` with SageMaker's reason. */
async function verify(aws, desired, endpoint) {
    if (endpoint?.status === 'InService' && endpoint.configName === desired.config.name)
        return endpoint;
    const facts = {
        endpoint: desired.name,
        status: endpoint?.status ?? null,
        config: endpoint?.configName ?? null,
        wanted_config: desired.config.name,
        failure_reason: endpoint?.failureReason ?? null,
        log_tail: await logTail(aws, desired.name),
    };
    const reason = endpoint?.failureReason ?? 'SageMaker gave no reason';
    if (endpoint?.status === 'InService') {
        throw new failure_ts_1.Failure('deployment_failed', `Endpoint ${desired.name} rolled back to ${endpoint.configName}: ${reason}`, {
            wayOut: 'The model that served before still serves. Correct the cause, or revert the commit that moved the pin.',
            facts,
        });
    }
    throw new failure_ts_1.Failure('deployment_failed', `Endpoint ${desired.name} is ${endpoint?.status ?? 'gone'}: ${reason}`, {
        wayOut: `Look at the log group /aws/sagemaker/Endpoints/${desired.name}, correct the cause and deploy again.`,
        facts,
    });
}
/** The end of what the containers printed. A log that cannot be read must not hide the failure itself. */
async function logTail(aws, name) {
    try {
        return (await aws.jobLogs.tail({ kind: 'endpoint', name }, LOG_LINES)).map(redact_ts_1.redact);
    }
    catch (error) {
        if (error instanceof failure_ts_1.Failure)
            return [`(the log could not be read: ${error.message})`];
        throw error;
    }
}


/***/ }),

/***/ 6247:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.runToken = runToken;
exports.runDisplayName = runDisplayName;
exports.startOrAdopt = startOrAdopt;
const provenance_ts_1 = __webpack_require__(2769);
const canonical_ts_1 = __webpack_require__(1416);
/** The same commit, definition, environment and run key are the same run: this token says so to SageMaker. */
function runToken({ pipelineName, definitionHash, provenance }) {
    const { commit, repository, environment, run_key } = provenance;
    return (0, canonical_ts_1.sha256)(JSON.stringify([pipelineName, definitionHash, commit, repository, environment, run_key]));
}
/** At most 82 characters of [a-zA-Z0-9-]: the commit for a person, the token for us. */
function runDisplayName(identity) {
    const commit = /^[0-9a-f]{7,}$/.exec(identity.provenance.commit ?? '')?.[0].slice(0, 10);
    return `${commit ?? 'run'}-${runToken(identity).slice(0, 32)}`;
}
/**
 * The execution of a run: the one that an earlier attempt started, or a new one. Looks by display name first, since
 * SageMaker does not promise for how long it remembers a ClientRequestToken; the token covers two attempts at the same time.
 */
async function startOrAdopt(sagemaker, identity, start) {
    const displayName = runDisplayName(identity);
    const known = (await sagemaker.executions(identity.pipelineName)).find((run) => run.displayName === displayName);
    if (known !== undefined)
        return { arn: known.arn, adopted: true, status: known.status };
    const arn = await sagemaker.startExecution({
        pipelineName: identity.pipelineName,
        token: runToken(identity),
        displayName,
        description: (0, provenance_ts_1.provenanceText)(identity.provenance),
        parameters: start.parameters,
        ...(start.pipelineVersion === undefined ? {} : { pipelineVersion: start.pipelineVersion }),
    });
    return { arn, adopted: false, status: 'Executing' };
}


/***/ }),

/***/ 4732:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.upsertPipeline = upsertPipeline;
const failure_ts_1 = __webpack_require__(1633);
const canonical_ts_1 = __webpack_require__(1416);
const plan_pipeline_ts_1 = __webpack_require__(9715);
/** SageMaker takes a definition of at most 1 MiB; above 100 KiB it goes by way of S3, as the SageMaker SDK does. */
const INLINE_BYTES = 100 * 1024;
const LARGEST_BYTES = 1024 * 1024;
/** Brings a pipeline and the files it refers to into the desired state; writes nothing that is already there. */
async function upsertPipeline(aws, desired, options) {
    const { roleArn, tags, log } = options;
    const uploaded = await uploadAssets(aws, desired.assets, options);
    const observed = await aws.sagemaker.pipeline(desired.name);
    const change = (0, plan_pipeline_ts_1.planPipeline)({ name: desired.name, hash: desired.hash, roleArn }, observed);
    if (observed !== undefined && change.action === 'keep') {
        await addMissingTags(aws, observed.arn, tags);
        log.info(`Pipeline ${desired.name}: unchanged (definition ${desired.hash.slice(0, 12)})`);
        return { change, arn: observed.arn, uploaded };
    }
    const input = { name: desired.name, roleArn, definition: await definitionPlace(aws, desired, options) };
    if (observed === undefined) {
        const token = (0, canonical_ts_1.sha256)(`create ${desired.name} ${desired.hash}`);
        const { arn } = await aws.sagemaker.createPipeline({ ...input, token, tags });
        log.info(`Pipeline ${desired.name}: created (definition ${desired.hash.slice(0, 12)})`);
        return { change, arn, uploaded };
    }
    const { version } = await aws.sagemaker.updatePipeline(input);
    await addMissingTags(aws, observed.arn, tags);
    log.info(`Pipeline ${desired.name}: updated, ${change.why} (${change.from} → ${change.to})`);
    return { change, arn: observed.arn, uploaded, ...(version === undefined ? {} : { version }) };
}
/** Files are named by their content, so one that is there is the right one. */
async function uploadAssets(aws, assets, { kmsKeyId, log }) {
    const uploaded = [];
    for (const { uri, bytes, contentType } of assets) {
        if ((await aws.objects.head(uri)) !== undefined)
            continue;
        const outcome = await aws.objects.writeIfAbsent(uri, bytes, {
            contentType,
            ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        });
        if (outcome === 'created') {
            uploaded.push(uri);
            log.info(`Uploaded ${uri} (${bytes.byteLength} bytes)`);
        }
    }
    return uploaded;
}
async function definitionPlace(aws, desired, { storage, kmsKeyId }) {
    const bytes = new TextEncoder().encode(desired.json);
    if (bytes.byteLength > LARGEST_BYTES) {
        throw new failure_ts_1.Failure('definition_invalid', `The definition of ${desired.name} has ${bytes.byteLength} bytes; SageMaker takes at most ${LARGEST_BYTES}`, { wayOut: 'Shorten lists of features or tags.' });
    }
    if (bytes.byteLength <= INLINE_BYTES)
        return { text: desired.json };
    const uri = `${storage}/${desired.name}/definition/${desired.hash}.json`;
    await aws.objects.writeIfAbsent(uri, bytes, {
        contentType: 'application/json',
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    });
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    return { bucket, key };
}
async function addMissingTags(aws, arn, wanted) {
    const present = await aws.sagemaker.tags(arn);
    const missing = Object.entries(wanted).filter(([key, value]) => present[key] !== value);
    if (missing.length > 0)
        await aws.sagemaker.addTags(arn, Object.fromEntries(missing));
}


/***/ }),

/***/ 4106:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifyBatch = verifyBatch;
const failure_ts_1 = __webpack_require__(1633);
const SAMPLE_LINES = 5;
/**
 * Holds a transform job's output against its input, row for row: SageMaker writes one `<input file>.out` for each input
 * file, with one line for each of its lines (AssembleWith: Line). Fails with `deployment_failed` and names what differs.
 */
async function verifyBatch(aws, transformJob) {
    const job = await aws.sagemaker.transformJob(transformJob);
    if (job === undefined)
        throw new failure_ts_1.Failure('not_found', `There is no transform job ${transformJob}`);
    const output = { input_uri: job.inputUri, output_uri: job.outputUri, files: [], rows: 0, sample: [] };
    for await (const { uri } of aws.objects.list(job.inputUri)) {
        const name = relativeKey(uri, job.inputUri);
        const written = `${job.outputUri.replace(/\/$/, '')}/${name}.out`;
        const { lines: expected } = await countLines(aws.objects, uri, 0);
        if (expected === 0)
            continue;
        const { lines: found, first } = await countLines(aws.objects, written, SAMPLE_LINES);
        if (found !== expected) {
            throw new failure_ts_1.Failure('deployment_failed', `${written} has ${found} rows, but its input ${uri} has ${expected}`, {
                wayOut: 'Look at the log of the transform job; do not use this output.',
                facts: { transform_job: transformJob, input: uri, output: written, expected, found },
            });
        }
        output.files.push({ input: uri, output: written, rows: found });
        output.rows += found;
        if (output.sample.length === 0)
            output.sample = first;
    }
    return output;
}
/** The part of a key behind the prefix that was given to the job; of a single file its name. */
function relativeKey(uri, prefix) {
    const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
    return uri.startsWith(folder) ? uri.slice(folder.length) : uri.slice(uri.lastIndexOf('/') + 1);
}
/** Lines that are not empty, and the first few of them. A last line needs no line feed. */
async function countLines(objects, uri, keep) {
    const decoder = new TextDecoder();
    const first = [];
    let lines = 0;
    let rest = '';
    const take = (line) => {
        if (line.trim() === '')
            return;
        lines += 1;
        if (first.length < keep)
            first.push(line.trimEnd());
    };
    for await (const chunk of objects.stream(uri)) {
        const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts)
            take(line);
    }
    take(rest + decoder.decode());
    return { lines, first };
}


/***/ }),

/***/ 7225:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.waitForEndpoint = waitForEndpoint;
const failure_ts_1 = __webpack_require__(1633);
const plan_endpoint_ts_1 = __webpack_require__(4788);
const follow_execution_ts_1 = __webpack_require__(356);
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 20_000;
const HEARTBEAT = 60_000;
/**
 * Waits until SageMaker is done with an endpoint and returns it, undefined when it is gone. Fails with `still_running` when
 * that takes longer than `timeout` milliseconds or the credentials run out: a later run picks it up.
 */
async function waitForEndpoint(sagemaker, name, { clock, log, timeout }) {
    const start = clock.now();
    const later = (why) => new failure_ts_1.Failure('still_running', `Endpoint ${name} is still being changed (${why})`, {
        wayOut: 'Run the same command again: it goes on from there.',
        facts: { endpoint: name },
    });
    let status;
    let spoken = start;
    let wait = FIRST_WAIT;
    for (;;) {
        try {
            const endpoint = await sagemaker.endpoint(name);
            if (endpoint?.status !== status) {
                status = endpoint?.status;
                log.info(`${(0, follow_execution_ts_1.elapsed)(clock.now() - start)}  endpoint ${name}: ${status ?? 'gone'}`);
                spoken = clock.now();
                wait = FIRST_WAIT;
            }
            if (endpoint === undefined || !(0, plan_endpoint_ts_1.isMoving)(endpoint.status))
                return endpoint;
            if (clock.now() - spoken >= HEARTBEAT) {
                log.info(`${(0, follow_execution_ts_1.elapsed)(clock.now() - start)}  waiting for endpoint ${name}, which is ${status}`);
                spoken = clock.now();
            }
        }
        catch (error) {
            if (!(error instanceof failure_ts_1.Failure))
                throw error;
            if (error.code === 'credentials_missing')
                throw later('the credentials of this job ran out');
            if (error.code !== 'unavailable')
                throw error;
            log.warn(`${error.message}; still waiting`);
        }
        if (clock.now() + wait - start > timeout)
            throw later(`${status} after ${(0, follow_execution_ts_1.elapsed)(clock.now() - start)}`);
        await clock.sleep(wait);
        wait = Math.min(LONGEST_WAIT, wait * 1.3);
    }
}


/***/ }),

/***/ 257:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.contentPrefix = exports.VARIANT = void 0;
exports.contentName = contentName;
const canonical_ts_1 = __webpack_require__(1416);
/** The variant's name, as the SageMaker SDK and the console call it. */
exports.VARIANT = 'AllTraffic';
/** Names of models, configurations and endpoints: at most 63 characters. */
const LONGEST_NAME = 63;
/** `<base>-<12 hexadecimal digits of the content's hash>`, within the limit. */
function contentName(base, content) {
    return `${(0, exports.contentPrefix)(base)}${(0, canonical_ts_1.sha256)((0, canonical_ts_1.canonicalJson)(content)).slice(0, 12)}`;
}
/** What all names of that base begin with. */
const contentPrefix = (base) => `${base.slice(0, LONGEST_NAME - 13).replace(/-+$/, '')}-`;
exports.contentPrefix = contentPrefix;


/***/ }),

/***/ 9455:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.observeEndpoint = observeEndpoint;
const ownership_ts_1 = __webpack_require__(7357);
/** Reads an environment's endpoint with everything that belongs to it. Only what carries our tags counts as ours. */
async function observeEndpoint(aws, names) {
    const variant = { endpoint: names.endpoint, variant: names.variant };
    const [endpoint, scaling, policies, configs, models] = await Promise.all([
        aws.sagemaker.endpoint(names.endpoint),
        aws.scaling.target(variant),
        aws.scaling.policies(variant),
        aws.sagemaker.endpointConfigs(names.configPrefix),
        aws.sagemaker.models(names.modelPrefix),
    ]);
    const owned = await ours(aws, names.environment, configs, names.configPrefix);
    return {
        endpoint,
        scaling,
        policies,
        models: await ours(aws, names.environment, models, names.modelPrefix),
        configs: await Promise.all(owned.map(async (config) => {
            const found = await aws.sagemaker.endpointConfig(config.name);
            return {
                ...config,
                models: (found?.variants ?? []).flatMap(({ modelName }) => (modelName === undefined ? [] : [modelName])),
            };
        })),
    };
}
async function ours(aws, environment, resources, prefix) {
    const kept = [];
    for (const resource of resources) {
        // NameContains also finds the prefix in the middle of a name.
        if (!resource.name.startsWith(prefix))
            continue;
        if ((0, ownership_ts_1.isOurs)(await aws.sagemaker.tags(resource.arn), environment))
            kept.push(resource);
    }
    return kept.sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? '') || a.name.localeCompare(b.name));
}


/***/ }),

/***/ 7023:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.changeLines = changeLines;
/** A line a change, as a person reads it. */
function changeLines(changes) {
    const mark = { create: '+', update: '~', replace: '±', delete: '-', start: '>', wait: '…', keep: '=' };
    return changes.map(({ resource, action, from, to, why }) => {
        const move = from !== null && to !== null && from !== to ? ` ${from} → ${to}` : '';
        return `${mark[action]} ${action} ${resource}${move}: ${why}`;
    });
}


/***/ }),

/***/ 2995:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.desiredEndpoint = desiredEndpoint;
const failure_ts_1 = __webpack_require__(1633);
const content_name_ts_1 = __webpack_require__(257);
/**
 * The endpoint of an environment with the model that it pins. Models and configurations are named by their content: the
 * same desired state is the same names, so a second attempt finds what the first one made. Tags are no part of the content.
 */
function desiredEndpoint(config, environment, registered, tags) {
    const { endpoint } = environment;
    const { subnets, security_group_ids, enable_network_isolation } = config.aws.network_config;
    const modelSpec = {
        roleArn: config.aws.sagemaker_execution_role_arn,
        image: registered.image,
        modelDataUri: registered.model_data_uri,
        environment: registered.environment,
        networkIsolation: enable_network_isolation ?? false,
        ...(subnets === undefined || security_group_ids === undefined
            ? {}
            : { vpc: { subnets, securityGroupIds: security_group_ids } }),
    };
    // The digest is part of the identity: the same address with other bytes would be another model.
    const model = {
        ...modelSpec,
        name: (0, content_name_ts_1.contentName)(endpoint.endpoint_name, { ...modelSpec, digest: registered.artifact_digest }),
        tags,
    };
    const { min_instance_count: min, max_instance_count: max } = endpoint;
    const managed = endpoint.scaling === 'managed';
    const variant = {
        name: content_name_ts_1.VARIANT,
        modelName: model.name,
        instanceType: endpoint.instance_type,
        initialInstanceCount: min,
        ...(managed ? { managedScaling: { min, max } } : {}),
    };
    const kms = config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id };
    return {
        name: endpoint.endpoint_name,
        model,
        config: {
            name: (0, content_name_ts_1.contentName)(endpoint.endpoint_config_name, { endpoint: endpoint.endpoint_name, variant, ...kms }),
            variant,
            ...kms,
            tags,
        },
        scaling: managed ? null : { min, max, policy: policyOf(environment) },
        rollout: rolloutOf(environment),
        keep: endpoint.keep,
        serves: `${registered.group} version ${registered.version}`,
    };
}
function policyOf({ endpoint, name }) {
    if (endpoint.target_invocations_per_instance === undefined) {
        throw new failure_ts_1.Failure('config_invalid', `${endpoint.file}: scaling is target-tracking, but target_invocations_per_instance is not set`, { wayOut: 'Set it there or in realtime_endpoint of config.yml: invocations a minute that one instance takes.' });
    }
    return {
        name: `${endpoint.endpoint_name}-${name}-invocations`.slice(0, 256),
        invocationsPerInstance: endpoint.target_invocations_per_instance,
    };
}
const ROLLOUT_TYPES = { 'all-at-once': 'ALL_AT_ONCE', canary: 'CANARY', linear: 'LINEAR' };
function rolloutOf({ endpoint: { rollout } }) {
    if (rollout === undefined)
        return null;
    return {
        type: ROLLOUT_TYPES[rollout.type],
        waitSeconds: rollout.wait_in_seconds,
        alarms: rollout.alarms,
        terminationWaitSeconds: rollout.termination_wait_in_seconds,
        timeoutSeconds: rollout.maximum_execution_timeout_in_seconds,
        ...(rollout.step_percent === undefined ? {} : { stepPercent: rollout.step_percent }),
    };
}


/***/ }),

/***/ 4788:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.isMoving = void 0;
exports.planEndpoint = planEndpoint;
const MOVING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];
/** True while SageMaker itself is at work on the endpoint and would refuse a change. */
const isMoving = (status) => MOVING.includes(status);
exports.isMoving = isMoving;
/** Compares the endpoint that is wanted with the one that is there; pure. */
function planEndpoint(desired, observed) {
    const changes = [];
    const note = (resource, action, why, from, to) => changes.push({ resource, action, from, to, why });
    const { endpoint } = observed;
    if (endpoint !== undefined && (0, exports.isMoving)(endpoint.status)) {
        note(`endpoint ${desired.name}`, 'wait', `it is ${endpoint.status}`, endpoint.status, null);
    }
    const model = observed.models.some(({ name }) => name === desired.model.name) ? 'keep' : 'create';
    if (model === 'create') {
        note(`model ${desired.model.name}`, 'create', `for ${desired.serves}`, null, desired.model.modelDataUri);
    }
    const config = observed.configs.some(({ name }) => name === desired.config.name) ? 'keep' : 'create';
    if (config === 'create') {
        const { instanceType, managedScaling, initialInstanceCount } = desired.config.variant;
        const count = managedScaling === undefined ? `${initialInstanceCount}` : `${managedScaling.min}–${managedScaling.max}`;
        note(`endpoint-config ${desired.config.name}`, 'create', `${count} × ${instanceType}`, null, desired.model.name);
    }
    const scaling = scalingAction(desired, observed);
    if (scaling === 'deregister') {
        note(`scaling of ${desired.name}`, 'delete', 'SageMaker scales it by itself now', 'target-tracking', null);
    }
    const action = endpointAction(desired, observed);
    note(`endpoint ${desired.name}`, action.do, action.why, endpoint?.configName ?? null, desired.config.name);
    if (scaling === 'register' && desired.scaling !== null) {
        const { min, max, policy } = desired.scaling;
        note(`scaling of ${desired.name}`, observed.scaling === undefined ? 'create' : 'update', `${min} to ${max} instances at ${policy.invocationsPerInstance} invocations a minute each`, observed.scaling === undefined ? null : `${observed.scaling.min}–${observed.scaling.max}`, `${min}–${max}`);
    }
    const garbage = findGarbage(desired, observed);
    for (const name of garbage.configs) {
        note(`endpoint-config ${name}`, 'delete', `more than ${desired.keep} old ones`, name, null);
    }
    for (const name of garbage.models)
        note(`model ${name}`, 'delete', 'no configuration that is kept uses it', name, null);
    return {
        desired,
        changes,
        endpoint: action.do,
        model,
        config,
        scaling,
        retainInstanceCounts: retains(desired, observed),
        garbage,
    };
}
function endpointAction(desired, { endpoint }) {
    if (endpoint === undefined || endpoint.status === 'Deleting')
        return { do: 'create', why: `serves ${desired.serves}` };
    if (endpoint.status === 'Failed') {
        // API reference, EndpointStatus: DeleteEndpoint is the only operation that can be performed on a failed endpoint.
        const reason = endpoint.failureReason === undefined ? '' : ` (${endpoint.failureReason})`;
        return { do: 'replace', why: `it is Failed${reason}; SageMaker allows nothing but to delete it and make it again` };
    }
    if (endpoint.configName !== desired.config.name)
        return { do: 'update', why: `serves ${desired.serves}, in place` };
    if (endpoint.status === 'UpdateRollbackFailed' || endpoint.status === 'OutOfService') {
        return { do: 'update', why: `it is ${endpoint.status}` };
    }
    return { do: 'keep', why: `serves ${desired.serves} already` };
}
function scalingAction(desired, { scaling, policies }) {
    const wanted = desired.scaling;
    if (wanted === null)
        return scaling === undefined ? 'keep' : 'deregister';
    const policy = policies.find(({ name }) => name === wanted.policy.name);
    const same = scaling?.min === wanted.min &&
        scaling.max === wanted.max &&
        policy?.invocationsPerInstance === wanted.policy.invocationsPerInstance;
    return same ? 'keep' : 'register';
}
/** A number outside the new limits is not worth keeping: SageMaker would refuse it. */
function retains({ config: { variant }, scaling }, { endpoint }) {
    const limits = scaling ?? variant.managedScaling;
    const running = endpoint?.variants.find(({ name }) => name === variant.name)?.desiredInstanceCount;
    return limits !== undefined && running !== undefined && running >= limits.min && running <= limits.max;
}
/** Ours, not wanted, and beyond the number to keep. A model stays as long as a configuration that stays uses it. */
function findGarbage(desired, observed) {
    const inService = observed.endpoint?.configName;
    const old = observed.configs.filter(({ name }) => name !== desired.config.name);
    // What served last is the one to go back to, however long ago it was made.
    old.sort((a, b) => Number(b.name === inService) - Number(a.name === inService));
    const kept = old.slice(0, desired.keep);
    const used = new Set([desired.model.name, ...kept.flatMap(({ models }) => models)]);
    return {
        configs: old.slice(desired.keep).map(({ name }) => name),
        models: observed.models.map(({ name }) => name).filter((name) => !used.has(name)),
    };
}


/***/ }),

/***/ 9715:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.planPipeline = planPipeline;
const canonical_ts_1 = __webpack_require__(1416);
/** Compares by meaning: the service may return the definition with other blanks or another order of members. */
function planPipeline(wanted, observed) {
    const resource = `pipeline ${wanted.name}`;
    const to = wanted.hash.slice(0, 12);
    if (observed === undefined) {
        return { resource, action: 'create', from: null, to, why: 'it does not exist' };
    }
    const hash = definitionHash(observed.definition);
    const from = hash?.slice(0, 12) ?? 'unreadable';
    if (hash !== wanted.hash)
        return { resource, action: 'update', from, to, why: 'its definition differs' };
    if (observed.roleArn !== wanted.roleArn) {
        return { resource, action: 'update', from: observed.roleArn, to: wanted.roleArn, why: 'its role differs' };
    }
    return { resource, action: 'keep', from, to, why: 'it is as it should be' };
}
function definitionHash(text) {
    try {
        return (0, canonical_ts_1.sha256)((0, canonical_ts_1.canonicalJson)(JSON.parse(text)));
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 9078:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.planBatchDeploy = planBatchDeploy;
exports.applyBatchDeploy = applyBatchDeploy;
const follow_execution_ts_1 = __webpack_require__(356);
const start_execution_ts_1 = __webpack_require__(6247);
const upsert_pipeline_ts_1 = __webpack_require__(4732);
const verify_batch_ts_1 = __webpack_require__(4106);
const index_ts_1 = __webpack_require__(4010);
const failure_ts_1 = __webpack_require__(1633);
const canonical_ts_1 = __webpack_require__(1416);
const plan_pipeline_ts_1 = __webpack_require__(9715);
const pinned_package_ts_1 = __webpack_require__(5183);
/** What batch-transform.yml asks for beside what is there. */
async function planBatchDeploy(project, environment, runs) {
    const { aws, config, account, region } = project;
    const { batch_transform } = environment;
    const facts = { pipeline: batch_transform.pipeline_name, package: null, changes: [], run: null };
    if (batch_transform.model === null)
        return { facts, desired: undefined };
    const registered = await (0, pinned_package_ts_1.approvedPackage)(project, batch_transform.model, batch_transform.file);
    const desired = (0, index_ts_1.batchPipeline)(config, environment, {
        account,
        region,
        source: (0, index_ts_1.packageSource)(project.sourceDir),
        environment: environment.name,
        model: { packageArn: registered.arn },
    });
    const roleArn = config.aws.sagemaker_execution_role_arn;
    const change = (0, plan_pipeline_ts_1.planPipeline)({ name: desired.name, hash: desired.hash, roleArn }, await aws.sagemaker.pipeline(desired.name));
    const start = {
        resource: `pipeline ${desired.name}`,
        action: 'start',
        from: null,
        to: null,
        why: `predictions by ${registered.group} version ${registered.version} for the last ${config.transform_step.num_hours_to_go_back} h`,
    };
    return {
        desired,
        facts: { ...facts, package: registered.arn, changes: runs ? [change, start] : [change] },
    };
}
/** Upserts the batch pipeline and, when asked, runs it once, waits, and holds its output against its input. */
async function applyBatchDeploy(project, environment, planned, input, ports) {
    const { desired, facts } = planned;
    if (desired === undefined)
        return facts;
    const { aws, config } = project;
    const pipeline = await (0, upsert_pipeline_ts_1.upsertPipeline)(aws, desired, {
        roleArn: config.aws.sagemaker_execution_role_arn,
        tags: input.tags,
        storage: `s3://${config.aws.s3_bucket}`,
        ...(config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id }),
        log: ports.log,
    });
    if (!input.run)
        return facts;
    const identity = {
        pipelineName: desired.name,
        definitionHash: desired.hash,
        provenance: input.provenance,
    };
    const started = await (0, start_execution_ts_1.startOrAdopt)(aws.sagemaker, identity, {
        parameters: {
            ...(0, index_ts_1.batchWindow)(config, new Date(ports.clock.now())),
            OutputPrefix: environment.batch_transform.output_prefix,
        },
        ...(pipeline.version === undefined ? {} : { pipelineVersion: pipeline.version }),
    });
    ports.log.info(started.adopted ? `Picking up ${started.arn} (${started.status})` : `Started ${started.arn}`);
    if (started.status === 'Failed' || started.status === 'Stopped') {
        const before = await aws.sagemaker.execution(started.arn);
        await aws.sagemaker.retryExecution(started.arn, (0, canonical_ts_1.sha256)(`retry ${started.arn} ${before?.lastModifiedAt}`));
        ports.log.info('Running its failed steps again');
    }
    if (started.status !== 'Succeeded')
        await follow(project, started.arn, input.timeout, ports);
    return { ...facts, run: await outcome(project, started) };
}
async function follow(project, arn, timeout, { clock, log }) {
    const followed = await (0, follow_execution_ts_1.followExecution)(project.aws.sagemaker, arn, { clock, log, timeout });
    if (!followed.over) {
        throw new failure_ts_1.Failure('still_running', `The batch transform goes on (${followed.why}): ${arn}`, {
            wayOut: 'Run the same command again to pick it up.',
            facts: { execution_arn: arn },
        });
    }
    if (followed.status !== 'Succeeded') {
        const steps = await project.aws.sagemaker.steps(arn);
        const failed = steps.find((step) => step.status === 'Failed');
        throw new failure_ts_1.Failure('deployment_failed', `The batch transform ended in ${followed.status}${failed === undefined ? '' : ` at ${failed.name}: ${failed.failureReason ?? 'no reason was given'}`}`, { wayOut: 'Correct the cause and deploy again: the failed steps run again.', facts: { execution_arn: arn } });
    }
}
async function outcome({ aws }, started) {
    const [steps, execution] = await Promise.all([
        aws.sagemaker.steps(started.arn),
        aws.sagemaker.execution(started.arn),
    ]);
    const arn = steps.find((step) => step.job?.kind === 'transform')?.job?.arn;
    if (arn === undefined)
        throw new failure_ts_1.Failure('inconclusive', `${started.arn} succeeded without a transform job`);
    const transformJob = arn.slice(arn.lastIndexOf('/') + 1);
    return {
        execution_arn: started.arn,
        adopted: started.adopted,
        already_over: started.status === 'Succeeded',
        parameters: execution?.parameters ?? {},
        transform_job: transformJob,
        output: await (0, verify_batch_ts_1.verifyBatch)(aws, transformJob),
    };
}


/***/ }),

/***/ 3825:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.planEndpointDeploy = planEndpointDeploy;
exports.applyEndpointDeploy = applyEndpointDeploy;
const apply_endpoint_ts_1 = __webpack_require__(604);
const wait_endpoint_ts_1 = __webpack_require__(7225);
const content_name_ts_1 = __webpack_require__(257);
const endpoint_ts_1 = __webpack_require__(9455);
const change_ts_1 = __webpack_require__(7023);
const desired_endpoint_ts_1 = __webpack_require__(2995);
const plan_endpoint_ts_1 = __webpack_require__(4788);
const pinned_package_ts_1 = __webpack_require__(5183);
/**
 * What endpoint.yml asks for beside what is there. With `settle` it first waits for a change that is in progress (an
 * earlier attempt, or somebody else), so that the plan is about an endpoint at rest.
 */
async function planEndpointDeploy(project, environment, tags, ports, settle) {
    const { aws, config } = project;
    const { endpoint } = environment;
    const facts = {
        name: endpoint.endpoint_name,
        package: null,
        model: null,
        config: null,
        status: null,
        instance_count: null,
        changes: [],
    };
    if (endpoint.model === null)
        return { facts, plan: undefined };
    const registered = await (0, pinned_package_ts_1.approvedPackage)(project, endpoint.model, endpoint.file);
    const desired = (0, desired_endpoint_ts_1.desiredEndpoint)(config, environment, registered, tags);
    const observe = () => (0, endpoint_ts_1.observeEndpoint)(aws, {
        environment: environment.name,
        endpoint: desired.name,
        variant: content_name_ts_1.VARIANT,
        configPrefix: (0, content_name_ts_1.contentPrefix)(endpoint.endpoint_config_name),
        modelPrefix: (0, content_name_ts_1.contentPrefix)(desired.name),
    });
    let observed = await observe();
    if (settle !== undefined && observed.endpoint !== undefined && (0, plan_endpoint_ts_1.isMoving)(observed.endpoint.status)) {
        await (0, wait_endpoint_ts_1.waitForEndpoint)(aws.sagemaker, desired.name, { clock: ports.clock, log: ports.log, timeout: settle.timeout });
        observed = await observe();
    }
    const plan = (0, plan_endpoint_ts_1.planEndpoint)(desired, observed);
    const { arn, group, version, artifact_digest } = registered;
    return {
        plan,
        facts: {
            ...facts,
            package: { arn, group, version, artifact_digest },
            model: desired.model.name,
            config: desired.config.name,
            status: observed.endpoint?.status ?? null,
            changes: plan.changes,
        },
    };
}
/** Does what was planned. */
async function applyEndpointDeploy(project, planned, ports, timeout) {
    if (planned.plan === undefined)
        return planned.facts;
    for (const line of (0, change_ts_1.changeLines)(planned.plan.changes))
        ports.log.info(line);
    const endpoint = await (0, apply_endpoint_ts_1.applyEndpoint)(project.aws, planned.plan, { clock: ports.clock, log: ports.log, timeout });
    return {
        ...planned.facts,
        status: endpoint.status,
        instance_count: endpoint.variants[0]?.currentInstanceCount ?? null,
    };
}


/***/ }),

/***/ 3911:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.deploy = deploy;
const failure_ts_1 = __webpack_require__(1633);
const ownership_ts_1 = __webpack_require__(7357);
const deploy_batch_ts_1 = __webpack_require__(9078);
const deploy_endpoint_ts_1 = __webpack_require__(3825);
const project_ts_1 = __webpack_require__(7351);
const DEFAULT_TIMEOUT = 2 * 3600_000;
/**
 * Brings endpoint and batch transform of an environment to what its folder says: the pinned model, when it is approved and
 * its artifact is the pinned one. Both are planned before either is changed. May be repeated and killed at any point.
 */
async function deploy(input, ports) {
    const project = await (0, project_ts_1.openProject)(input, ports);
    const { environment } = project;
    if (environment === undefined)
        throw new failure_ts_1.Failure('usage', 'deploy needs --environment');
    const timeout = input.timeout ?? DEFAULT_TIMEOUT;
    const runs = input.runBatch === true;
    const provenance = {
        commit: input.commit ?? null,
        repository: input.repository ?? null,
        environment: environment.name,
        run_key: input.runKey ?? null,
    };
    const owner = { environment: environment.name, repository: provenance.repository };
    const configured = project.config.pipeline.tags;
    const tags = (0, ownership_ts_1.resourceTags)(configured, { ...owner, commit: provenance.commit });
    const endpointPlan = await (0, deploy_endpoint_ts_1.planEndpointDeploy)(project, environment, tags, ports, input.dryRun ? undefined : { timeout });
    const batchPlan = await (0, deploy_batch_ts_1.planBatchDeploy)(project, environment, runs);
    const changes = [...endpointPlan.facts.changes, ...batchPlan.facts.changes];
    const facts = {
        environment: environment.name,
        account: project.account,
        dry_run: input.dryRun === true,
        changes,
        endpoint: endpointPlan.facts,
        batch: batchPlan.facts,
    };
    const result = (decision, summary, now) => ({
        schema_version: 1,
        verb: 'deploy',
        decision,
        reason_code: 'ok',
        summary,
        facts: now,
    });
    if (endpointPlan.plan === undefined && batchPlan.desired === undefined) {
        return result('unchanged', `Nothing is pinned in ${environment.name}: no model to deploy`, facts);
    }
    const work = changes.filter(({ action }) => action !== 'keep');
    if (input.dryRun === true) {
        return result('unchanged', `${work.length} change${work.length === 1 ? '' : 's'} in ${environment.name}`, facts);
    }
    const endpoint = await (0, deploy_endpoint_ts_1.applyEndpointDeploy)(project, endpointPlan, ports, timeout);
    // No commit in a pipeline's tags: it would be a write at each commit.
    const batchRun = { provenance, tags: (0, ownership_ts_1.resourceTags)(configured, { ...owner, commit: null }), run: runs, timeout };
    const batch = await (0, deploy_batch_ts_1.applyBatchDeploy)(project, environment, batchPlan, batchRun, ports).catch((error) => {
        if (!(error instanceof failure_ts_1.Failure))
            throw error;
        // What was done before it failed belongs to the answer.
        const known = { ...facts, endpoint, ...error.facts };
        const wayOut = error.wayOut === undefined ? {} : { wayOut: error.wayOut };
        throw new failure_ts_1.Failure(error.code, error.message, { ...wayOut, facts: known, cause: error });
    });
    const done = { ...facts, endpoint, batch };
    const onlyAnOldRun = work.every(({ action }) => action === 'start') && done.batch.run?.already_over === true;
    return result(work.length === 0 || onlyAnOldRun ? 'unchanged' : 'done', summaryOf(environment.name, done), done);
}
function summaryOf(name, { endpoint, batch }) {
    const parts = [];
    if (endpoint.package !== null) {
        parts.push(`endpoint ${endpoint.name} serves ${endpoint.package.group} version ${endpoint.package.version} (${endpoint.status})`);
    }
    if (batch.package !== null)
        parts.push(`batch pipeline ${batch.pipeline} is in place`);
    if (batch.run !== null)
        parts.push(`${batch.run.output.rows} predictions in ${batch.run.output.output_uri}`);
    return `${name}: ${parts.join('; ')}`;
}


/***/ }),

/***/ 5183:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.pinnedPackage = pinnedPackage;
exports.intactPackage = intactPackage;
exports.approvedPackage = approvedPackage;
const failure_ts_1 = __webpack_require__(1633);
const describe_run_ts_1 = __webpack_require__(3839);
/** ARN of the model package version that a pin names. */
function pinnedPackage(where, pin) {
    return (0, describe_run_ts_1.packageArn)(where, pin.package_group, pin.version);
}
/**
 * The model package version that a pin names, when its artifact is still the one that was pinned.
 * @throws Failure not_found without such a version, `inconclusive` without its artifact, `moved` when the bytes differ.
 */
async function intactPackage(where, pin, file) {
    const arn = pinnedPackage(where, pin);
    const found = await (0, describe_run_ts_1.describePackage)(where.aws, arn);
    if (found.artifact_digest === null) {
        throw new failure_ts_1.Failure('inconclusive', `The artifact ${found.model_data_uri} of ${arn} is gone`, {
            wayOut: `Train again and pin the new version in ${file}.`,
            facts: { package: arn, pinned: pin.artifact_digest },
        });
    }
    if (found.artifact_digest !== pin.artifact_digest) {
        throw new failure_ts_1.Failure('moved', `The artifact of ${arn} is ${found.artifact_digest}, but ${file} pins ${pin.artifact_digest}`, {
            wayOut: 'Somebody replaced the file: pin a version whose artifact is intact.',
            facts: { package: arn, pinned: pin.artifact_digest, found: found.artifact_digest },
        });
    }
    return found;
}
/** As `intactPackage`, and approved: nothing else is deployed. */
async function approvedPackage(where, pin, file) {
    const found = await intactPackage(where, pin, file);
    if (found.approval_status !== 'Approved') {
        throw new failure_ts_1.Failure('not_allowed', `${found.group} version ${found.version} is ${found.approval_status}, not Approved`, {
            wayOut: 'Approve it with the label on its pull request, or pin an approved version.',
            facts: { package: found.arn, approval_status: found.approval_status, pinned_in: file },
        });
    }
    return found;
}


/***/ })

};
