export const id = 82;
export const ids = [82];
export const modules = {

/***/ 6645:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.decidePromotion = decidePromotion;
exports.soakSeconds = soakSeconds;
const same = (a, b) => a !== null &&
    b !== null &&
    a.package_group === b.package_group &&
    a.version === b.version &&
    a.artifact_digest === b.artifact_digest;
/** May this model be offered to this environment? The offer is a pull request; a person still merges it. */
function decidePromotion(facts) {
    const { candidate, registry, from } = facts;
    const name = `${candidate.package_group} version ${candidate.version}`;
    if (same(facts.current, candidate)) {
        return { decision: 'unchanged', reason_code: 'ok', message: `${facts.environment} pins ${name} already` };
    }
    if (registry === undefined) {
        return {
            decision: 'refuse',
            reason_code: 'not_found',
            message: `${name} is not in the registry`,
            way_out: 'Name a version that is.',
        };
    }
    if (registry.status !== 'Approved') {
        return {
            decision: 'refuse',
            reason_code: 'not_allowed',
            message: `${name} is ${registry.status ?? 'without a status'}, not Approved`,
            way_out: 'Approve it where it was reported.',
        };
    }
    if (registry.artifact_digest === null) {
        return {
            decision: 'refuse',
            reason_code: 'inconclusive',
            message: `The artifact of ${name} cannot be read`,
            way_out: 'See that it is readable with these credentials.',
        };
    }
    if (registry.artifact_digest !== candidate.artifact_digest) {
        return {
            decision: 'refuse',
            reason_code: 'moved',
            message: `The artifact of ${name} is ${registry.artifact_digest} now, not ${candidate.artifact_digest}`,
            way_out: 'Train again: the artifact that was reviewed is gone.',
        };
    }
    if (from !== undefined) {
        if (!same(from.pin, candidate)) {
            return {
                decision: 'refuse',
                reason_code: 'not_allowed',
                message: `${facts.environment} takes its models from ${from.environment}, which pins ${from.pin === null ? 'nothing' : `${from.pin.package_group} version ${from.pin.version}`}`,
                way_out: `Promote ${name} to ${from.environment} first.`,
            };
        }
        const since = from.since === undefined ? Number.NaN : Date.parse(from.since);
        if (Number.isNaN(since)) {
            return {
                decision: 'refuse',
                reason_code: 'inconclusive',
                message: `It is unknown since when ${from.environment} pins ${name}`,
                way_out: 'The history of its folder on the default branch has to be readable.',
            };
        }
        const end = since + from.soak_seconds * 1000;
        if (facts.now < end) {
            return {
                decision: 'refuse',
                reason_code: 'not_allowed',
                message: `${name} soaks in ${from.environment} until ${new Date(end).toISOString()}`,
                way_out: 'Ask again after that.',
            };
        }
    }
    const frozen = facts.freeze.find(({ from: start, to }) => !(facts.now < Date.parse(start)) && !(facts.now >= Date.parse(to)));
    if (frozen) {
        return {
            decision: 'refuse',
            reason_code: 'not_allowed',
            message: `${facts.environment} is frozen until ${frozen.to}: ${frozen.reason}`,
            way_out: 'Ask again after that, or end the freeze in environment.yml.',
        };
    }
    return { decision: 'go', reason_code: 'ok', message: `${name} may go to ${facts.environment}` };
}
/** `30m`, `24h`, `7d` → seconds. */
function soakSeconds(text) {
    const match = /^(\d+)([smhd])$/.exec(text);
    if (!match)
        return Number.POSITIVE_INFINITY; // unreadable: never soaked long enough
    return Number(match[1]) * { s: 1, m: 60, h: 3600, d: 86_400 }[match[2]];
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

/***/ 4285:
/***/ ((__unused_webpack_module, exports) => {


/**
 * Markdown for comments on GitHub. Text that we did not write (model output, SQL errors, names from AWS, anything a person
 * typed) goes through `code`, `fenced` or `inert`: it can then neither mention anybody, nor close a table cell, nor bring
 * HTML, links or images.
 */
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.LONGEST_COMMENT = void 0;
exports.code = code;
exports.fenced = fenced;
exports.inert = inert;
exports.table = table;
exports.details = details;
exports.number = number;
exports.duration = duration;
exports.comment = comment;
/** Inline code. Nothing inside is interpreted; a pipe is escaped because tables are split before code is recognised. */
function code(text) {
    const line = text.replaceAll(/\s+/g, ' ').trim();
    if (line === '')
        return '` `';
    const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = '`'.repeat(longest + 1);
    const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
    return `${fence}${padding}${line.replaceAll('|', '\\|')}${padding}${fence}`;
}
/** A code block. The fence is longer than any run of backticks in the text. */
function fenced(text, language = '') {
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${text.replaceAll('\r', '')}\n${fence}`;
}
/** Running text with every character that Markdown, HTML, mentions or references give a meaning taken out of service. */
function inert(text) {
    return text
        .replaceAll(/\s+/g, ' ')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll(/[\\`*_{}[\]()#+!|~]/g, (character) => `\\${character}`)
        .replaceAll('@', '@&#8203;')
        .replaceAll(/(https?|ftp|www)(:|\.)/gi, '$1&#8203;$2');
}
/** A table; the cells are Markdown already. `align` has one letter a column: l, r or c. */
function table(header, rows, align = '') {
    const rule = header.map((_, i) => ({ r: '---:', c: ':---:' })[align[i] ?? 'l'] ?? '---');
    return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
function details(summary, body) {
    return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
/** A number with at most `digits` decimals; what is not a finite number is an em dash. */
function number(value, digits = 3) {
    return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '—';
}
/** 3,724 s → `1 h 2 min`; below a minute in seconds. */
function duration(seconds) {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds))
        return '—';
    if (seconds < 60)
        return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
    const minutes = Math.floor(seconds / 60);
    return minutes < 60
        ? `${minutes} min ${Math.round(seconds % 60)} s`
        : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
/** https://docs.github.com/rest/issues/comments: a body has at most 65,536 characters. */
exports.LONGEST_COMMENT = 65_536;
/**
 * Joins sections to a comment that GitHub takes. The first section is the summary and always stays; the last ones go first,
 * and a line says which and where to find them.
 */
function comment(sections, whereTheRestIs) {
    const kept = sections.map(({ body }) => body);
    const dropped = [];
    const render = () => {
        const note = dropped.length === 0 ? [] : [`> Too long for a comment: ${dropped.join(', ')} left out. ${whereTheRestIs}`];
        return `${[...kept, ...note].join('\n\n')}\n`;
    };
    let text = render();
    while (text.length > exports.LONGEST_COMMENT && kept.length > 1) {
        kept.pop();
        dropped.unshift(sections[kept.length]?.title ?? '');
        text = render();
    }
    return text.length > exports.LONGEST_COMMENT ? text.slice(0, exports.LONGEST_COMMENT) : text;
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

/***/ 8082:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.promote = promote;
const node_path_1 = __webpack_require__(6760);
const index_ts_1 = __webpack_require__(9750);
const partition_ts_1 = __webpack_require__(844);
const failure_ts_1 = __webpack_require__(1633);
const promotion_ts_1 = __webpack_require__(6645);
const artifact_digest_ts_1 = __webpack_require__(5561);
const markdown_ts_1 = __webpack_require__(4285);
const pinned_package_ts_1 = __webpack_require__(5183);
const project_ts_1 = __webpack_require__(7351);
const PIN_FILES = ['endpoint.yml', 'batch-transform.yml'];
/**
 * Offers a model to an environment: a pull request that moves the pin in the environment's folder. Whoever merges it deploys
 * it. One pull request per environment: a newer offer replaces the older one in it.
 */
async function promote(input, ports, github) {
    const project = await (0, project_ts_1.openProject)(input, ports);
    const environment = project.environment;
    if (environment === undefined)
        throw new failure_ts_1.Failure('usage', 'promote needs an environment', { wayOut: 'Say --environment dev.' });
    const base = await github.defaultBranch();
    const before = environment.promotes_from === null ? undefined : sibling(input, environment.promotes_from);
    const current = environment.endpoint.model;
    const candidate = await choose(input, project, before);
    const version = `${candidate.pin.package_group} version ${candidate.pin.version}`;
    const decision = (0, promotion_ts_1.decidePromotion)({
        environment: input.environment,
        current: samePins(environment) ? current : null,
        candidate: candidate.pin,
        registry: candidate.registry,
        from: before === undefined || environment.promotes_from === null
            ? undefined
            : {
                environment: environment.promotes_from,
                pin: before.endpoint.model,
                since: (await github.lastChange(repositoryPath(input, environment.promotes_from, 'endpoint.yml'), base))
                    ?.at,
                soak_seconds: (0, promotion_ts_1.soakSeconds)(environment.soak),
            },
        freeze: environment.freeze,
        now: ports.clock.now(),
    });
    const facts = { environment: input.environment, from: current, to: candidate.pin, pull_request: null };
    if (decision.decision === 'refuse') {
        throw new failure_ts_1.Failure(decision.reason_code, decision.message, { wayOut: decision.way_out, facts: { ...facts } });
    }
    if (decision.decision === 'unchanged')
        return result(facts, 'unchanged', decision.message);
    const files = await Promise.all(PIN_FILES.map(async (name) => {
        const path = repositoryPath(input, input.environment, name);
        const text = await github.fileAt(path, base);
        if (text === undefined) {
            throw new failure_ts_1.Failure('not_found', `${path} is not on ${base}`, {
                wayOut: `Merge a folder for ${input.environment} first.`,
            });
        }
        return { path, text, pinned: (0, index_ts_1.setPin)(text, candidate.pin) };
    }));
    const changed = files.filter((file) => file.text !== file.pinned);
    if (changed.length === 0)
        return result(facts, 'unchanged', `${input.environment} pins ${version} already on ${base}`);
    const branch = `mlops/promote/${input.environment}`;
    const title = `Promote ${version} to ${input.environment}`;
    await github.commitFiles({
        branch,
        base,
        message: `${title}\n\nArtifact ${candidate.pin.artifact_digest}`,
        files: changed.map(({ path, pinned }) => ({ path, text: pinned })),
    });
    const pull = await offer(github, {
        branch,
        base,
        title,
        body: offerText(facts, candidate, changed.map((file) => file.path)),
    });
    facts.pull_request = { number: pull.number, url: pull.url };
    return result(facts, 'done', `#${pull.number} offers ${version} to ${input.environment}: ${pull.url}`);
}
function result(facts, decision, summary) {
    return { schema_version: 1, verb: 'promote', decision, reason_code: 'ok', summary, facts };
}
/** The version that was asked for; else what the environment before pins; else the newest approved one of the group. */
async function choose(input, project, before) {
    const { aws, account, region, config } = project;
    const group = config.register_model_step.model_group;
    const where = { account, region, partition: (0, partition_ts_1.partitionOf)(region) };
    const look = async (name, version, digest) => {
        const arn = (0, pinned_package_ts_1.pinnedPackage)(where, { package_group: name, version, artifact_digest: digest ?? '' });
        const found = await aws.sagemaker.modelPackage(arn);
        const actual = found?.modelDataUri === undefined ? undefined : await (0, artifact_digest_ts_1.artifactDigest)(aws.objects, found.modelDataUri);
        return {
            pin: { package_group: name, version, artifact_digest: digest ?? actual ?? 'sha256:unknown' },
            registry: found === undefined ? undefined : { status: found.approval, artifact_digest: actual ?? null },
            description: found?.approvalDescription ?? null,
            arn,
        };
    };
    const pinned = before?.endpoint.model;
    if (pinned && (input.version === undefined || input.version === pinned.version)) {
        return await look(pinned.package_group, pinned.version, pinned.artifact_digest);
    }
    if (input.version !== undefined)
        return await look(group, input.version, undefined);
    if (before !== undefined) {
        throw new failure_ts_1.Failure('not_found', `${project.environment?.promotes_from} pins no model yet`, {
            wayOut: `Promote one to ${project.environment?.promotes_from} first.`,
        });
    }
    const approved = (await aws.sagemaker.modelPackages(group)).filter((summary) => summary.approval === 'Approved' && summary.version !== undefined);
    const newest = approved.sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
    if (newest?.version === undefined) {
        throw new failure_ts_1.Failure('not_found', `${group} has no approved version`, {
            wayOut: 'Approve a reported model with its label first.',
        });
    }
    return await look(group, newest.version, undefined);
}
/** Opens the pull request, or brings the open one up to date. */
async function offer(github, input) {
    const open = async () => (await github.pullRequests({ state: 'open', head: input.branch, base: input.base }))[0];
    const existing = await open();
    if (existing) {
        const upToDate = existing.title === input.title && existing.body.trim() === input.body.trim();
        return upToDate
            ? existing
            : await github.updatePullRequest(existing.number, { title: input.title, body: input.body });
    }
    try {
        return await github.openPullRequest({
            title: input.title,
            body: input.body,
            head: input.branch,
            base: input.base,
            labels: ['model-promotion'],
        });
    }
    catch (error) {
        // Somebody opened it at the same moment, or the answer was lost.
        const opened = await open();
        if (opened)
            return opened;
        throw error;
    }
}
function offerText(facts, candidate, files) {
    const shown = (pin) => (pin === null ? 'nothing' : (0, markdown_ts_1.code)(`${pin.package_group} version ${pin.version}`));
    const rows = [
        ['Runs now', shown(facts.from)],
        ['Offered', shown(facts.to)],
        ['Artifact', (0, markdown_ts_1.code)(candidate.pin.artifact_digest)],
        ['Package', (0, markdown_ts_1.code)(candidate.arn)],
        ['Approval', (0, markdown_ts_1.inert)(candidate.description ?? 'no reason recorded')],
    ];
    return [
        `Merging this deploys the model to **${facts.environment}**: the endpoint is updated in place and the batch transform takes it from its next run. Reverting the merge brings the model before it back.`,
        (0, markdown_ts_1.table)(['', ''], rows),
        `Files: ${files.map(markdown_ts_1.code).join(', ')}`,
    ].join('\n\n');
}
/** Both files of a folder pin the same model; when they do not, the offer repairs that. */
function samePins(environment) {
    return JSON.stringify(environment.endpoint.model) === JSON.stringify(environment.batch_transform.model);
}
function sibling(input, name) {
    const loaded = (0, index_ts_1.loadConfig)({
        file: input.configFile,
        environment: name,
        env: process.env,
        ...(input.packageRoot ? { packageRoot: input.packageRoot } : {}),
    });
    if (!loaded.ok || loaded.environment === undefined) {
        throw new failure_ts_1.Failure('config_invalid', `The environment ${name}, which models come from, cannot be read`, {
            wayOut: `mlops config show --environment ${name} says why.`,
        });
    }
    return loaded.environment;
}
function repositoryPath(input, environment, file) {
    const path = (0, node_path_1.relative)(input.repositoryRoot, (0, node_path_1.resolve)(input.repositoryRoot, (0, node_path_1.dirname)(input.configFile), 'environments', environment, file));
    return path.split('\\').join('/');
}


/***/ })

};
