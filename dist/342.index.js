export const id = 342;
export const ids = [342];
export const modules = {

/***/ 356:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.followExecution = followExecution;
exports.elapsed = elapsed;
const failure_ts_1 = __webpack_require__(1633);
const describe_run_ts_1 = __webpack_require__(3839);
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 20_000;
const HEARTBEAT = 60_000;
/** Waits for a pipeline execution and says each step's change of state with the time it took. */
async function followExecution(sagemaker, arn, { clock, log, timeout }) {
    const start = clock.now();
    const seen = new Map();
    let wait = FIRST_WAIT;
    let spoken = start;
    for (;;) {
        try {
            const execution = await sagemaker.execution(arn);
            if (execution === undefined)
                throw new failure_ts_1.Failure('not_found', `The execution ${arn} is gone`);
            const steps = await sagemaker.steps(arn);
            for (const step of steps) {
                if (seen.get(step.name) === step.status)
                    continue;
                seen.set(step.name, step.status);
                log.info(`${elapsed(clock.now() - start)}  ${step.name}: ${stepLine(step)}`);
                spoken = clock.now();
                wait = FIRST_WAIT;
            }
            if ((0, describe_run_ts_1.isOver)(execution.status))
                return { over: true, status: execution.status };
            if (clock.now() - spoken >= HEARTBEAT) {
                const running = steps.filter((step) => step.endedAt === undefined).map((step) => step.name);
                log.info(`${elapsed(clock.now() - start)}  waiting for ${running.join(', ') || 'the next step'}`);
                spoken = clock.now();
            }
        }
        catch (error) {
            // The work goes on whether we can watch it or not.
            if (!(error instanceof failure_ts_1.Failure))
                throw error;
            if (error.code === 'credentials_missing')
                return { over: false, why: 'the credentials of this job ran out' };
            if (error.code !== 'unavailable')
                throw error;
            log.warn(`${error.message}; still waiting`);
        }
        if (clock.now() + wait - start > timeout)
            return { over: false, why: `it takes longer than ${elapsed(timeout)}` };
        await clock.sleep(wait);
        wait = Math.min(LONGEST_WAIT, wait * 1.3);
    }
}
function stepLine(step) {
    const took = step.startedAt !== undefined && step.endedAt !== undefined
        ? ` in ${elapsed(Date.parse(step.endedAt) - Date.parse(step.startedAt))}`
        : '';
    const cached = step.cacheHit === undefined ? '' : ' (from the cache)';
    const reason = step.failMessage ?? step.failureReason;
    return `${step.status}${took}${cached}${reason === undefined ? '' : `: ${reason}`}`;
}
/** `4 s`, `2 min 05 s`, `1 h 02 min`. */
function elapsed(milliseconds) {
    const total = Math.max(0, Math.round(milliseconds / 1000));
    const pad = (value) => String(value).padStart(2, '0');
    if (total < 60)
        return `${total} s`;
    if (total < 3600)
        return `${Math.floor(total / 60)} min ${pad(total % 60)} s`;
    return `${Math.floor(total / 3600)} h ${pad(Math.floor((total % 3600) / 60))} min`;
}


/***/ }),

/***/ 5561:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.artifactDigest = artifactDigest;
const node_crypto_1 = __webpack_require__(7598);
const failure_ts_1 = __webpack_require__(1633);
/** `sha256:<hex>` of an object as it lies in S3 now, streamed; undefined when it is not there. */
async function artifactDigest(objects, uri) {
    const hash = (0, node_crypto_1.createHash)('sha256');
    try {
        for await (const chunk of objects.stream(uri))
            hash.update(chunk);
    }
    catch (error) {
        if (error instanceof failure_ts_1.Failure && error.code === 'not_found')
            return undefined;
        throw error;
    }
    return `sha256:${hash.digest('hex')}`;
}


/***/ }),

/***/ 7025:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.definitionFacts = definitionFacts;
const failure_ts_1 = __webpack_require__(1633);
const canonical_ts_1 = __webpack_require__(1416);
/** Fails with `inconclusive` when the text is no JSON object. */
function definitionFacts(text) {
    const definition = parse(text);
    return {
        hash: (0, canonical_ts_1.sha256)((0, canonical_ts_1.canonicalJson)(definition)),
        steps: flatten(definition.Steps),
        defaults: Object.fromEntries(list(definition.Parameters).flatMap((parameter) => parameter.DefaultValue === undefined ? [] : [[String(parameter.Name), String(parameter.DefaultValue)]])),
        // Both lie under the digest of their content, so their address says what they are.
        querySha256: /\/([0-9a-f]{64})\/query\.sql"/.exec(text)?.[1] ?? null,
        sourceSha256: /\/([0-9a-f]{64})\/sourcedir\.tar\.gz"/.exec(text)?.[1] ?? null,
        image: /"ImageUri"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? null,
    };
}
function parse(text) {
    try {
        const value = JSON.parse(text);
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return value;
    }
    catch {
        // Said below, in our words.
    }
    throw new failure_ts_1.Failure('inconclusive', 'SageMaker returned a pipeline definition that is not a JSON object');
}
const list = (value) => (Array.isArray(value) ? value : []);
function flatten(steps) {
    return list(steps).flatMap((step) => {
        const nested = (step.Arguments ?? {});
        return [
            {
                name: String(step.Name),
                type: String(step.Type),
                propertyFiles: list(step.PropertyFiles).map((file) => ({
                    output: String(file.OutputName),
                    path: String(file.FilePath),
                })),
            },
            ...flatten(nested.IfSteps),
            ...flatten(nested.ElseSteps),
        ];
    });
}


/***/ }),

/***/ 3839:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.isOver = void 0;
exports.describeRun = describeRun;
exports.describePackage = describePackage;
exports.packageArn = packageArn;
exports.findRun = findRun;
const failure_ts_1 = __webpack_require__(1633);
const redact_ts_1 = __webpack_require__(6670);
const artifact_digest_ts_1 = __webpack_require__(5561);
const definition_facts_ts_1 = __webpack_require__(7025);
const provenance_ts_1 = __webpack_require__(2769);
const step_runs_ts_1 = __webpack_require__(6735);
const tuning_ts_1 = __webpack_require__(7695);
const LOG_LINES = 40;
/**
 * Everything about one execution of a training pipeline, from its ARN alone. Fails with `not_found` when there is no such
 * execution. Costs a handful of calls and one read of model.tar.gz, whose digest is computed from what lies in S3 now.
 */
async function describeRun(aws, executionArn) {
    const execution = await aws.sagemaker.execution(executionArn);
    if (execution === undefined) {
        throw new failure_ts_1.Failure('not_found', `There is no pipeline execution ${executionArn}`, {
            wayOut: 'Check the ARN, the region and the account.',
        });
    }
    const [definitionText, states] = await Promise.all([
        aws.sagemaker.executionDefinition(executionArn),
        aws.sagemaker.steps(executionArn),
    ]);
    const definition = (0, definition_facts_ts_1.definitionFacts)(definitionText);
    const steps = await (0, step_runs_ts_1.describeSteps)(aws.sagemaker, definition.steps, states);
    const evaluation = await findEvaluation(aws, definition.steps, states);
    const packageArn = states.find((step) => step.modelPackageArn !== undefined)?.modelPackageArn;
    const registered = packageArn === undefined ? null : await describePackage(aws, packageArn);
    const tuningStep = steps.find((step) => step.job?.kind === 'tuning');
    const outcome = outcomeOf(execution, steps, registered);
    const ended = (0, exports.isOver)(execution.status) ? (execution.lastModifiedAt ?? null) : null;
    const { region, account } = arnParts(executionArn);
    return {
        schema_version: 1,
        region,
        account,
        pipeline: {
            name: executionArn.split('/').at(-3) ?? '',
            arn: execution.pipelineArn,
            version: execution.pipelineVersion ?? null,
        },
        execution: {
            arn: executionArn,
            id: executionArn.slice(executionArn.lastIndexOf('/') + 1),
            display_name: execution.displayName ?? null,
            status: execution.status,
            failure_reason: execution.failureReason ?? null,
            started_at: execution.startedAt ?? null,
            ended_at: ended,
            duration_seconds: (0, step_runs_ts_1.seconds)(execution.startedAt, ended ?? undefined),
            parameters: { ...definition.defaults, ...execution.parameters },
        },
        provenance: (0, provenance_ts_1.readProvenance)(execution.description),
        lineage: {
            definition_hash: definition.hash,
            query_sha256: definition.querySha256,
            data_digest: digestIn(evaluation?.report),
            source_sha256: definition.sourceSha256,
            image: definition.image,
        },
        steps,
        outcome,
        failure: outcome === 'failed' || outcome === 'gate_failed' ? await describeFailure(aws, execution, steps, states) : null,
        tuning: tuningStep?.job ? await (0, tuning_ts_1.describeTuning)(aws.sagemaker, tuningStep.job.name) : null,
        evaluation,
        package: registered,
    };
}
const isOver = (status) => status !== 'Executing' && status !== 'Stopping';
exports.isOver = isOver;
/** A registered model package with the digest of its artifact; fails with `not_found` when there is none. */
async function describePackage(aws, arn) {
    const found = await aws.sagemaker.modelPackage(arn);
    if (found === undefined) {
        throw new failure_ts_1.Failure('not_found', `There is no model package ${arn}`, {
            wayOut: 'It was deleted from the registry: train again, or pin a version that exists.',
        });
    }
    const { group, version, image, modelDataUri } = found;
    if (group === undefined || version === undefined || image === undefined || modelDataUri === undefined) {
        throw new failure_ts_1.Failure('inconclusive', `The model package ${arn} has no group, version, image or artifact`);
    }
    return {
        arn: found.arn,
        group,
        version,
        // A status that cannot be read is not an approval.
        approval_status: found.approval ?? 'PendingManualApproval',
        approval_description: found.approvalDescription ?? null,
        created_at: found.createdAt ?? null,
        last_modified_at: found.lastModifiedAt ?? null,
        image,
        model_data_uri: modelDataUri,
        artifact_digest: (await (0, artifact_digest_ts_1.artifactDigest)(aws.objects, modelDataUri)) ?? null,
        environment: found.environment,
        metadata: found.metadata,
    };
}
/** ARN of a version of a group, as SageMaker forms it. */
function packageArn(where, group, version) {
    return `arn:${where.partition ?? 'aws'}:sagemaker:${where.region}:${where.account}:model-package/${group}/${version}`;
}
/** The newest execution of a pipeline that a commit of a repository started, or undefined. */
async function findRun(sagemaker, pipelineName, commit) {
    const executions = await sagemaker.executions(pipelineName);
    return executions.find((execution) => (0, provenance_ts_1.readProvenance)(execution.description).commit === commit)?.arn;
}
function outcomeOf(execution, steps, registered) {
    if (!(0, exports.isOver)(execution.status))
        return 'running';
    if (execution.status === 'Stopped')
        return 'stopped';
    if (execution.status === 'Succeeded' && registered !== null)
        return 'registered';
    const failed = steps.filter((step) => step.status === 'Failed');
    return failed.length > 0 && failed.every((step) => step.type === 'Fail') ? 'gate_failed' : 'failed';
}
async function findEvaluation(aws, defined, states) {
    const step = defined.find((candidate) => candidate.propertyFiles.length > 0);
    const file = step?.propertyFiles[0];
    const state = states.find((candidate) => candidate.name === step?.name);
    if (file === undefined || state?.job?.kind !== 'processing' || state.status !== 'Succeeded')
        return null;
    const job = await aws.sagemaker.processingJob(state.job.arn.slice(state.job.arn.lastIndexOf('/') + 1));
    const output = job?.outputs.find((candidate) => candidate.name === file.output);
    if (output === undefined)
        return null;
    const uri = `${output.uri.replace(/\/$/, '')}/${file.path}`;
    const bytes = await aws.objects.read(uri);
    return { uri, report: bytes === undefined ? null : parseReport(bytes) };
}
function parseReport(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === 'object' && value !== null && !Array.isArray(value)
            ? value
            : null;
    }
    catch {
        return null;
    }
}
function digestIn(report) {
    const data = report?.data;
    return typeof data?.digest === 'string' ? data.digest : null;
}
async function describeFailure(aws, execution, steps, states) {
    const failed = steps.find((step) => step.status === 'Failed');
    if (failed === undefined) {
        return { step: '', reason: execution.failureReason ?? `The execution ended in ${execution.status}`, log_tail: [] };
    }
    const state = states.find((candidate) => candidate.name === failed.name);
    return {
        step: failed.name,
        reason: state?.failMessage ?? failed.failure_reason ?? execution.failureReason ?? 'no reason was given',
        log_tail: await logTail(aws, failed),
    };
}
/** The end of the failed job's log. A log that cannot be read must not hide the failure itself. */
async function logTail(aws, step) {
    if (step.job === null)
        return [];
    try {
        const { kind, name } = step.job;
        const job = kind === 'tuning' ? await failedTrial(aws.sagemaker, name) : { kind, name };
        return job === undefined ? [] : (await aws.jobLogs.tail(job, LOG_LINES)).map(redact_ts_1.redact);
    }
    catch (error) {
        if (error instanceof failure_ts_1.Failure)
            return [`(the log could not be read: ${error.message})`];
        throw error;
    }
}
/** The training job that made a tuning job fail. */
async function failedTrial(sagemaker, tuningJob) {
    const trials = await sagemaker.tuningTrials(tuningJob);
    const trial = trials.find((candidate) => candidate.status === 'Failed');
    return trial && { kind: 'training', name: trial.trainingJob };
}
function arnParts(arn) {
    const [, , , region = '', account = ''] = arn.split(':');
    return { region, account };
}


/***/ }),

/***/ 7357:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.isOurs = exports.ENVIRONMENT = exports.MANAGED_BY = void 0;
exports.resourceTags = resourceTags;
/** Tags that say whose a resource is. `destroy` and the clean-up of old versions touch nothing without them. */
exports.MANAGED_BY = 'mlops:managed-by';
exports.ENVIRONMENT = 'mlops:environment';
const VALUE = 'sagemaker-presto-gitops';
/** The configured tags (`pipeline.tags`) and ours. The commit is not among those of a content-named resource's identity. */
function resourceTags(configured, of) {
    return {
        ...Object.fromEntries(configured.map(({ Key, Value }) => [Key, Value])),
        [exports.MANAGED_BY]: VALUE,
        ...(of.environment === undefined ? {} : { [exports.ENVIRONMENT]: of.environment }),
        ...(of.repository === null ? {} : { 'mlops:repository': of.repository }),
        ...(of.commit === null ? {} : { 'mlops:commit': of.commit }),
    };
}
/** True when these tags say that this project made the resource for that environment. */
const isOurs = (tags, environment) => tags[exports.MANAGED_BY] === VALUE && tags[exports.ENVIRONMENT] === environment;
exports.isOurs = isOurs;


/***/ }),

/***/ 2769:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.provenanceText = provenanceText;
exports.readProvenance = readProvenance;
/**
 * Where an execution comes from, kept in its description. The definition itself never names a commit: it would be another
 * one at each commit, and the step cache would never be hit.
 */
function provenanceText(provenance) {
    return JSON.stringify({ mlops: 1, ...provenance });
}
/** Reads it back; all null for an execution that something else started. */
function readProvenance(description) {
    const none = { commit: null, repository: null, environment: null, run_key: null };
    if (description === undefined || !description.startsWith('{'))
        return none;
    try {
        const value = JSON.parse(description);
        if (value.mlops !== 1)
            return none;
        const text = (key) => (typeof value[key] === 'string' ? value[key] : null);
        return {
            commit: text('commit'),
            repository: text('repository'),
            environment: text('environment'),
            run_key: text('run_key'),
        };
    }
    catch {
        return none;
    }
}


/***/ }),

/***/ 6735:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.describeSteps = describeSteps;
exports.seconds = seconds;
/** The steps of a definition with what became of them, in the definition's order. */
async function describeSteps(sagemaker, defined, states) {
    return Promise.all(defined.map(async (step) => {
        const state = states.find((candidate) => candidate.name === step.name);
        return {
            name: step.name,
            type: step.type,
            status: state?.status ?? 'NotRun',
            started_at: state?.startedAt ?? null,
            ended_at: state?.endedAt ?? null,
            duration_seconds: seconds(state?.startedAt, state?.endedAt),
            attempts: state?.attempts ?? null,
            cache_hit: state?.cacheHit ?? null,
            failure_reason: state?.failureReason ?? null,
            job: state === undefined ? null : await jobOf(sagemaker, state),
        };
    }));
}
async function jobOf(sagemaker, state) {
    if (state.job === undefined)
        return null;
    const { kind, arn } = state.job;
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const job = await {
        processing: () => sagemaker.processingJob(name),
        training: () => sagemaker.trainingJob(name),
        tuning: () => sagemaker.tuningJob(name),
        transform: () => sagemaker.transformJob(name),
    }[kind]();
    const instances = job?.instanceCount ?? 1;
    const time = kind === 'tuning'
        ? (await sagemaker.tuningTrials(job?.name ?? name)).reduce((sum, trial) => sum + (seconds(trial.startedAt, trial.endedAt) ?? 0), 0)
        : seconds(job?.startedAt, job?.endedAt);
    return {
        kind,
        // The ARN has it in lower case; logs are found by the name as it was given.
        name: job?.name ?? name,
        arn,
        instance_type: job?.instanceType ?? null,
        instance_count: job?.instanceCount ?? null,
        billable_seconds: state.cacheHit !== undefined ? 0 : time === null ? null : time * instances,
    };
}
/** Seconds between two times, null while one of them is missing. */
function seconds(from, to) {
    return from === undefined || to === undefined ? null : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}


/***/ }),

/***/ 7695:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.describeTuning = describeTuning;
const step_runs_ts_1 = __webpack_require__(6735);
/** A tuning job with its trials, the best first by the job's own direction. */
async function describeTuning(sagemaker, name) {
    const [job, found] = await Promise.all([sagemaker.tuningJob(name), sagemaker.tuningTrials(name)]);
    if (job === undefined)
        return null;
    const trials = found.map((trial) => ({
        training_job: trial.trainingJob,
        status: trial.status,
        objective: trial.objective ?? null,
        hyperparameters: trial.hyperparameters,
        duration_seconds: (0, step_runs_ts_1.seconds)(trial.startedAt, trial.endedAt),
        failure_reason: trial.failureReason ?? null,
    }));
    const sign = job.objective?.type === 'Minimize' ? 1 : -1;
    const rank = (trial) => (trial.objective === null ? Number.POSITIVE_INFINITY : sign * trial.objective);
    // Infinity minus Infinity is NaN, which no sort survives: equal ranks are decided by the name.
    trials.sort((a, b) => rank(a) === rank(b) ? a.training_job.localeCompare(b.training_job) : rank(a) < rank(b) ? -1 : 1);
    return {
        job_name: name,
        strategy: job.strategy ?? null,
        objective: job.objective ?? null,
        best_training_job: job.bestTrainingJob ?? null,
        counts: {
            completed: job.counts.completed,
            stopped: job.counts.stopped,
            failed: job.counts.failed,
            in_progress: job.counts.inProgress,
        },
        trials,
    };
}


/***/ })

};
