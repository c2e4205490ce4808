export const id = 412;
export const ids = [412];
export const modules = {

/***/ 4574:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.removeEnvironment = removeEnvironment;
const failure_ts_1 = __webpack_require__(1633);
const describe_run_ts_1 = __webpack_require__(3839);
const canonical_ts_1 = __webpack_require__(1416);
const follow_execution_ts_1 = __webpack_require__(356);
const wait_endpoint_ts_1 = __webpack_require__(7225);
/** Removes what was observed. Each step may be repeated: what is gone already is no error. */
async function removeEnvironment(aws, observed, options) {
    const { sagemaker } = aws;
    const { endpointName, variant, endpoint, scaling, batchPipeline, registry } = observed;
    const say = (what) => options.log.info(`Removed ${what}`);
    if (scaling !== undefined) {
        await aws.scaling.deregister({ endpoint: endpointName, variant });
        say(`the scaling of ${endpointName}`);
    }
    if (endpoint !== undefined) {
        // SageMaker refuses to delete an endpoint that it is changing.
        const settled = await (0, wait_endpoint_ts_1.waitForEndpoint)(sagemaker, endpointName, options);
        if (settled !== undefined)
            await sagemaker.deleteEndpoint(endpointName);
        const left = await (0, wait_endpoint_ts_1.waitForEndpoint)(sagemaker, endpointName, options);
        if (left !== undefined) {
            throw new failure_ts_1.Failure('conflict', `Endpoint ${endpointName} is ${left.status} and does not go`, {
                wayOut: 'Run destroy again.',
            });
        }
        say(`endpoint ${endpointName}`);
    }
    for (const { name } of observed.configs) {
        if (await sagemaker.deleteEndpointConfig(name))
            say(`endpoint configuration ${name}`);
    }
    for (const { name } of observed.models) {
        if (await sagemaker.deleteModel(name))
            say(`model ${name}`);
    }
    // The models first: when the pipeline is gone, nothing says any more which ones were its own.
    if (batchPipeline !== undefined)
        await stopRuns(aws, batchPipeline.name, options);
    for (const name of observed.batchModels) {
        if (await sagemaker.deleteModel(name))
            say(`model ${name}`);
    }
    if (batchPipeline !== undefined && (await sagemaker.deletePipeline(batchPipeline.name))) {
        say(`pipeline ${batchPipeline.name}`);
    }
    if (registry !== undefined) {
        for (const arn of registry.packages) {
            if (await sagemaker.deleteModelPackage(arn))
                say(`model package ${arn}`);
        }
        if (await sagemaker.deleteModelPackageGroup(registry.group))
            say(`model package group ${registry.group}`);
    }
}
/** A pipeline cannot be deleted while it runs. */
async function stopRuns({ sagemaker }, pipeline, options) {
    for (const { arn, status } of await sagemaker.executions(pipeline)) {
        if ((0, describe_run_ts_1.isOver)(status))
            continue;
        if (status === 'Executing')
            await sagemaker.stopExecution(arn, (0, canonical_ts_1.sha256)(`stop ${arn}`));
        await (0, follow_execution_ts_1.followExecution)(sagemaker, arn, options);
    }
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

/***/ 2493:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.observeEnvironment = observeEnvironment;
const failure_ts_1 = __webpack_require__(1633);
const content_name_ts_1 = __webpack_require__(257);
const endpoint_ts_1 = __webpack_require__(9455);
const ownership_ts_1 = __webpack_require__(7357);
/**
 * Finds it by name and by tag. An endpoint or pipeline that has the right name but not our tags is somebody else's: it is
 * refused (`not_allowed`) and not touched.
 */
async function observeEnvironment(aws, environment, options) {
    const { endpoint, batch_transform, name } = environment;
    const observed = await (0, endpoint_ts_1.observeEndpoint)(aws, {
        environment: name,
        endpoint: endpoint.endpoint_name,
        variant: content_name_ts_1.VARIANT,
        configPrefix: (0, content_name_ts_1.contentPrefix)(endpoint.endpoint_config_name),
        modelPrefix: (0, content_name_ts_1.contentPrefix)(endpoint.endpoint_name),
    });
    if (observed.endpoint !== undefined)
        await claim(aws, `The endpoint ${endpoint.endpoint_name}`, observed.endpoint.arn, name);
    const pipeline = await aws.sagemaker.pipeline(batch_transform.pipeline_name);
    if (pipeline !== undefined)
        await claim(aws, `The pipeline ${pipeline.name}`, pipeline.arn, name);
    return {
        ...observed,
        endpointName: endpoint.endpoint_name,
        variant: content_name_ts_1.VARIANT,
        batchPipeline: pipeline && { name: pipeline.name, arn: pipeline.arn },
        batchModels: pipeline === undefined ? [] : await batchModels(aws, pipeline.name),
        registry: await registryOf(aws, options.registryGroup),
    };
}
async function claim(aws, what, arn, environment) {
    if ((0, ownership_ts_1.isOurs)(await aws.sagemaker.tags(arn), environment))
        return;
    throw new failure_ts_1.Failure('not_allowed', `${what} was not made for ${environment} by this project: it lacks its tags`, {
        wayOut: 'Nothing was removed. Remove it by hand if it is yours, or correct the name in the environment’s folder.',
        facts: { arn },
    });
}
async function batchModels(aws, pipelineName) {
    const names = new Set();
    for (const { arn } of await aws.sagemaker.executions(pipelineName)) {
        for (const { modelArn } of await aws.sagemaker.steps(arn)) {
            const name = modelArn?.slice(modelArn.lastIndexOf('/') + 1);
            if (name !== undefined && (await aws.sagemaker.model(name)) !== undefined)
                names.add(name);
        }
    }
    return [...names].sort();
}
async function registryOf(aws, group) {
    if (group === undefined)
        return undefined;
    const packages = await aws.sagemaker.modelPackages(group);
    return { group, packages: packages.map(({ arn }) => arn) };
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

/***/ 469:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.planRemoval = planRemoval;
/** What `destroy` removes, in the order in which it does. */
function planRemoval(observed) {
    const gone = (resource, why) => ({ resource, action: 'delete', from: null, to: null, why });
    const { endpointName, endpoint, scaling, configs, models, batchPipeline, batchModels, registry } = observed;
    return [
        ...(scaling === undefined
            ? []
            : [gone(`scaling of ${endpointName}`, `${scaling.min} to ${scaling.max} instances`)]),
        ...(endpoint === undefined ? [] : [gone(`endpoint ${endpointName}`, `it is ${endpoint.status}`)]),
        ...configs.map(({ name }) => gone(`endpoint-config ${name}`, 'made for this environment')),
        ...models.map(({ name }) => gone(`model ${name}`, 'made for this environment')),
        ...(batchPipeline === undefined ? [] : [gone(`pipeline ${batchPipeline.name}`, 'with its executions')]),
        ...batchModels.map((name) => gone(`model ${name}`, 'made by an execution of that pipeline')),
        ...(registry?.packages ?? []).map((arn) => gone(`model-package ${arn.slice(arn.indexOf('/') + 1)}`, '--registry')),
        ...(registry === undefined || registry.packages.length === 0
            ? []
            : [gone(`model-package-group ${registry.group}`, '--registry')]),
    ];
}


/***/ }),

/***/ 2412:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.destroy = destroy;
const remove_environment_ts_1 = __webpack_require__(4574);
const failure_ts_1 = __webpack_require__(1633);
const environment_ts_1 = __webpack_require__(2493);
const plan_removal_ts_1 = __webpack_require__(469);
const project_ts_1 = __webpack_require__(7351);
const DEFAULT_TIMEOUT = 30 * 60_000;
/**
 * Removes what deploys to an environment made: endpoint, scaling, configurations, models, batch pipeline. Only what carries
 * this project's tags for that environment goes; data and artifacts in S3 stay. May be repeated.
 */
async function destroy(input, ports) {
    const { aws, environment, config, account } = await (0, project_ts_1.openProject)(input, ports);
    if (environment === undefined)
        throw new failure_ts_1.Failure('usage', 'destroy needs --environment');
    const observed = await (0, environment_ts_1.observeEnvironment)(aws, environment, {
        registryGroup: input.registry === true ? config.register_model_step.model_group : undefined,
    });
    const plan = (0, plan_removal_ts_1.planRemoval)(observed);
    const facts = { environment: environment.name, account, changes: plan, removed: false };
    const result = (decision, summary, removed) => ({
        schema_version: 1,
        verb: 'destroy',
        decision,
        reason_code: 'ok',
        summary,
        facts: { ...facts, removed },
    });
    if (plan.length === 0)
        return result('unchanged', `${environment.name}: there is nothing to remove`, false);
    const count = `${plan.length} thing${plan.length === 1 ? '' : 's'}`;
    if (input.yes !== true) {
        return result('unchanged', `${environment.name}: ${count} would be removed; say --yes to remove them`, false);
    }
    await (0, remove_environment_ts_1.removeEnvironment)(aws, observed, {
        clock: ports.clock,
        log: ports.log,
        timeout: input.timeout ?? DEFAULT_TIMEOUT,
    });
    return result('done', `${environment.name}: ${count} removed`, true);
}


/***/ })

};
