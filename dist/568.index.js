export const id = 568;
export const ids = [568];
export const modules = {

/***/ 4883:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.lineageMetadata = lineageMetadata;
exports.recordLineage = recordLineage;
const failure_ts_1 = __webpack_require__(1633);
/** CustomerMetadataProperties: at most 50 pairs, keys of 128 and values of 256 characters. */
const LONGEST_VALUE = 256;
/** What a package says about where it comes from. */
function lineageMetadata(run) {
    const pairs = [
        ['commit', run.provenance.commit],
        ['repository', run.provenance.repository],
        ['environment', run.provenance.environment],
        ['run_key', run.provenance.run_key],
        ['execution_arn', run.execution.arn],
        ['definition_hash', run.lineage.definition_hash],
        ['query_sha256', run.lineage.query_sha256],
        ['source_sha256', run.lineage.source_sha256],
        ['data_digest', run.lineage.data_digest],
        ['artifact_digest', run.package?.artifact_digest],
    ];
    return Object.fromEntries(pairs.flatMap(([key, value]) => (value ? [[key, value.slice(0, LONGEST_VALUE)]] : [])));
}
/**
 * Writes the lineage into the registered package, once: pairs that are there stay. An artifact that is not the one that was
 * recorded means that somebody replaced the file behind the registry's back: `moved`.
 */
async function recordLineage(sagemaker, run) {
    if (run.package === null)
        return;
    const { arn, metadata, artifact_digest, model_data_uri } = run.package;
    if (artifact_digest === null) {
        throw new failure_ts_1.Failure('inconclusive', `${arn} was registered, but its artifact ${model_data_uri} is not there`, {
            wayOut: 'It cannot be approved or deployed. Look at the tuning step, and train again.',
            facts: { package: arn, artifact: model_data_uri },
        });
    }
    if (metadata.artifact_digest !== undefined && metadata.artifact_digest !== artifact_digest) {
        throw new failure_ts_1.Failure('moved', `The artifact of ${arn} is not the one that was registered`, {
            wayOut: 'Train again; find out who wrote to the bucket.',
            facts: { recorded: metadata.artifact_digest, found: artifact_digest },
        });
    }
    const missing = Object.entries(lineageMetadata(run)).filter(([key]) => metadata[key] === undefined);
    if (missing.length > 0)
        await sagemaker.updateModelPackage({ arn, metadata: Object.fromEntries(missing) });
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


/***/ }),

/***/ 1568:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.train = train;
exports.stepTable = stepTable;
const follow_execution_ts_1 = __webpack_require__(356);
const record_lineage_ts_1 = __webpack_require__(4883);
const start_execution_ts_1 = __webpack_require__(6247);
const upsert_pipeline_ts_1 = __webpack_require__(4732);
const index_ts_1 = __webpack_require__(4010);
const failure_ts_1 = __webpack_require__(1633);
const describe_run_ts_1 = __webpack_require__(3839);
const ownership_ts_1 = __webpack_require__(7357);
const canonical_ts_1 = __webpack_require__(1416);
const pinned_package_ts_1 = __webpack_require__(5183);
const project_ts_1 = __webpack_require__(7351);
const DEFAULT_TIMEOUT = 5 * 3600_000;
/**
 * Upserts the training pipeline, runs it once for this commit, and waits. Called again with the same commit, configuration,
 * environment and run key it picks the same execution up, whatever happened in between.
 * @throws Failure gate_failed, execution_failed, or what the configuration and AWS give reason for.
 */
async function train(input, ports) {
    const { clock, log } = ports;
    const project = await (0, project_ts_1.openProject)(input, ports);
    const { config, environment, aws } = project;
    const provenance = {
        commit: input.commit ?? null,
        repository: input.repository ?? null,
        environment: environment?.name ?? null,
        run_key: input.runKey ?? null,
    };
    const desired = (0, index_ts_1.trainingPipeline)(config, {
        account: project.account,
        region: project.region,
        source: (0, index_ts_1.packageSource)(project.sourceDir),
        ...(environment === undefined ? {} : { environment: environment.name }),
    });
    const pipeline = await (0, upsert_pipeline_ts_1.upsertPipeline)(aws, desired, {
        roleArn: config.aws.sagemaker_execution_role_arn,
        // No commit: a tag that changed at each commit would be a write at each commit.
        tags: (0, ownership_ts_1.resourceTags)(desired.tags, { repository: provenance.repository, commit: null }),
        storage: `s3://${config.aws.s3_bucket}`,
        ...(config.aws.kms_key_id === undefined ? {} : { kmsKeyId: config.aws.kms_key_id }),
        log,
    });
    const identity = { pipelineName: desired.name, definitionHash: desired.hash, provenance };
    const started = await (0, start_execution_ts_1.startOrAdopt)(aws.sagemaker, identity, {
        parameters: {
            DeployedModel: await deployedModel(project),
            // A scheduled run is about fresh data: with the same value as before, the step cache would keep the old rows.
            ...(input.runKey === undefined ? {} : { DataSnapshot: input.runKey }),
        },
        ...(pipeline.version === undefined ? {} : { pipelineVersion: pipeline.version }),
    });
    log.info(started.adopted ? `Picking up ${started.arn} (${started.status})` : `Started ${started.arn}`);
    const facts = {
        pipeline_change: pipeline.change,
        token: (0, start_execution_ts_1.runToken)(identity),
        execution_arn: started.arn,
        adopted: started.adopted,
    };
    let alreadyOver = (0, describe_run_ts_1.isOver)(started.status);
    if (input.retry === true && (started.status === 'Failed' || started.status === 'Stopped')) {
        const before = await aws.sagemaker.execution(started.arn);
        // One retry per failure: the time of the failure is part of the token.
        await aws.sagemaker.retryExecution(started.arn, (0, canonical_ts_1.sha256)(`retry ${facts.token} ${before?.lastModifiedAt}`));
        log.info('Running its failed steps again');
        alreadyOver = false;
    }
    if (!alreadyOver) {
        const followed = await (0, follow_execution_ts_1.followExecution)(aws.sagemaker, started.arn, {
            clock,
            log,
            timeout: input.timeout ?? DEFAULT_TIMEOUT,
        });
        if (!followed.over)
            return parked(facts, followed.why);
    }
    const run = await (0, describe_run_ts_1.describeRun)(aws, started.arn);
    if (run.outcome !== 'registered')
        throw unsuccessful(run, facts);
    await (0, record_lineage_ts_1.recordLineage)(aws.sagemaker, run);
    return {
        schema_version: 1,
        verb: 'train',
        decision: alreadyOver ? 'unchanged' : 'done',
        reason_code: 'ok',
        summary: `Registered ${run.package?.group} version ${run.package?.version} in ${(0, follow_execution_ts_1.elapsed)((run.execution.duration_seconds ?? 0) * 1000)}`,
        facts: { ...facts, run: await (0, describe_run_ts_1.describeRun)(aws, started.arn) },
    };
}
/** Artifact of the model that runs in this environment, which the candidate is compared with; `none` without a pin. */
async function deployedModel(project) {
    const endpoint = project.environment?.endpoint;
    if (!endpoint?.model)
        return 'none';
    return (await (0, pinned_package_ts_1.intactPackage)(project, endpoint.model, endpoint.file)).model_data_uri;
}
function parked(facts, why) {
    return {
        schema_version: 1,
        verb: 'train',
        decision: 'parked',
        reason_code: 'still_running',
        summary: `The training goes on (${why}): run the same command again to pick up ${facts.execution_arn}`,
        facts: { ...facts, run: null },
    };
}
function unsuccessful(run, facts) {
    const all = { ...facts, run };
    const { failure } = run;
    if (run.outcome === 'gate_failed') {
        return new failure_ts_1.Failure('gate_failed', failure?.reason ?? 'The model did not pass its gates', {
            wayOut: 'Look at the evaluation report; nothing was registered.',
            facts: all,
        });
    }
    if (run.outcome === 'failed' && failure !== null) {
        const log = failure.log_tail.length === 0
            ? ''
            : `\n${failure.log_tail
                .slice(-10)
                .map((line) => `    ${line}`)
                .join('\n')}`;
        return new failure_ts_1.Failure('execution_failed', `${failure.step || 'The execution'} failed: ${failure.reason}${log}`, {
            wayOut: 'Correct it and merge, or run its failed steps again with --retry.',
            facts: all,
        });
    }
    return new failure_ts_1.Failure('execution_failed', `${run.execution.arn} ended in ${run.execution.status} without a registered model`, {
        wayOut: 'Run its steps again with --retry.',
        facts: all,
    });
}
/** The steps as a table: name, type, status, time. */
function stepTable(run) {
    const rows = run.steps.map((step) => [
        step.name,
        step.type,
        step.cache_hit === null ? step.status : `${step.status} (cache)`,
        step.duration_seconds === null ? '' : (0, follow_execution_ts_1.elapsed)(step.duration_seconds * 1000),
    ]);
    const table = [['Step', 'Type', 'Status', 'Time'], ...rows];
    const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    return table
        .map((row) => row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd())
        .join('\n');
}


/***/ })

};
