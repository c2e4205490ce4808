export const id = 66;
export const ids = [66];
export const modules = {

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

/***/ 194:
/***/ ((__unused_webpack_module, exports) => {


/** Charts as GitHub renders them in a comment: mermaid, always beside the same numbers in a table. */
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.curveChart = curveChart;
exports.interpolate = interpolate;
/**
 * A curve over [0, 1] × [0, 1] as a mermaid `xychart-beta` with the reference line of a random answer.
 * mermaid spaces the points of a line evenly, so the curve is read at `samples` even steps of x (linear between its points).
 */
function curveChart(input) {
    const samples = input.samples ?? 21;
    const even = Array.from({ length: samples }, (_, i) => i / (samples - 1));
    const list = (values) => `[${values.map((value) => value.toFixed(3)).join(', ')}]`;
    return [
        '```mermaid',
        'xychart-beta',
        `  title "${input.title}"`,
        `  x-axis "${input.xTitle}" 0 --> 1`,
        `  y-axis "${input.yTitle}" 0 --> 1`,
        `  line ${list(even.map((x) => interpolate(input.x, input.y, x)))}`,
        `  line ${list(even.map(input.reference))}`,
        '```',
    ].join('\n');
}
/** y at x, linear between the points of a curve given in any order of x; at a vertical step the higher y. */
function interpolate(xs, ys, x) {
    const points = xs.map((value, i) => [value, ys[i] ?? 0]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let below = points[0];
    if (below === undefined)
        return 0;
    for (const point of points) {
        if (point[0] > x) {
            const [x0, y0] = below;
            if (x <= x0)
                return y0;
            return y0 + ((point[1] - y0) * (x - x0)) / (point[0] - x0);
        }
        below = point;
    }
    return below[1];
}


/***/ }),

/***/ 7305:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.METRICS = void 0;
exports.at = at;
exports.numberAt = numberAt;
exports.textAt = textAt;
exports.numbersAt = numbersAt;
/** The value at a dotted path, or undefined. */
function at(report, path) {
    let value = report;
    for (const key of path.split('.')) {
        if (value === null || typeof value !== 'object')
            return undefined;
        value = value[key];
    }
    return value;
}
/** A finite number at a path; NaN, infinities, text and nothing at all are undefined: unknown, never zero. */
function numberAt(report, path) {
    const value = at(report, path);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
function textAt(report, path) {
    const value = at(report, path);
    return typeof value === 'string' ? value : undefined;
}
function numbersAt(report, path) {
    const value = at(report, path);
    return Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item))
        ? value
        : undefined;
}
/** The metrics of a report in the order in which they are shown. `better` says which direction is good. */
exports.METRICS = [
    { key: 'accuracy', title: 'Accuracy', better: 'higher' },
    { key: 'precision', title: 'Precision', better: 'higher' },
    { key: 'recall', title: 'Recall', better: 'higher' },
    { key: 'f1', title: 'F1', better: 'higher' },
    { key: 'roc_auc', title: 'ROC AUC', better: 'higher' },
    { key: 'pr_auc', title: 'PR AUC', better: 'higher' },
    { key: 'brier', title: 'Brier score', better: 'lower' },
    { key: 'log_loss', title: 'Log loss', better: 'lower' },
];


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

/***/ 990:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.marker = marker;
exports.findOwn = findOwn;
const PATTERN = /^<!-- mlops:([a-z-]+):([A-Za-z0-9._/-]{1,200}) ([A-Za-z0-9_-]*) -->/;
/** @param kind what the comment is (`report`, `approval`); @param key which one of its kind, for example the execution id */
function marker(kind, key, facts) {
    const line = `<!-- mlops:${kind}:${key} ${Buffer.from(JSON.stringify(facts)).toString('base64url')} -->`;
    if (!PATTERN.test(line))
        throw new Error(`the marker key ${JSON.stringify(key)} has characters that a marker cannot hold`);
    return line;
}
/** Our own comments of a kind, oldest first. Comments of others that carry a marker are not ours. */
function findOwn(comments, viewer, kind) {
    return comments.flatMap((comment) => {
        const match = comment.author === viewer ? PATTERN.exec(comment.body) : null;
        if (!match || match[1] !== kind)
            return [];
        try {
            const facts = JSON.parse(Buffer.from(match[3] ?? '', 'base64url').toString('utf8'));
            return [{ comment, key: match[2] ?? '', facts }];
        }
        catch {
            return [];
        }
    });
}


/***/ }),

/***/ 1949:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.trainingReport = trainingReport;
const chart_ts_1 = __webpack_require__(194);
const evaluation_ts_1 = __webpack_require__(7305);
const markdown_ts_1 = __webpack_require__(4285);
const marker_ts_1 = __webpack_require__(990);
/**
 * The metrics of a training run as a comment: the verdict first, then the candidate beside the deployed model and beside the
 * answer that never looks, then how it came about. At most 65,536 characters.
 */
function trainingReport(run, options) {
    const report = run.evaluation?.report ?? null;
    const facts = {
        execution: run.execution.arn,
        package: run.package?.arn ?? null,
        artifact_digest: run.package?.artifact_digest ?? null,
        commit: run.provenance.commit,
        region: run.region,
        environment: run.provenance.environment,
        reported_at: options.reportedAt,
    };
    const sections = [
        {
            title: 'summary',
            body: [(0, marker_ts_1.marker)('report', run.execution.id, facts), headline(run), verdict(run, options)].join('\n\n'),
        },
        ...(report === null
            ? []
            : [
                { title: 'metrics', body: metrics(report) },
                { title: 'gates', body: gates(report, run) },
            ]),
        ...(run.failure === null ? [] : [{ title: 'failure', body: failure(run.failure) }]),
        { title: 'lineage', body: lineage(run, report, options) },
        { title: 'steps', body: steps(run) },
        ...(run.tuning === null ? [] : [{ title: 'tuning trials', body: trials(run.tuning) }]),
        ...(report === null ? [] : curves(report)),
        ...(report === null ? [] : features(report)),
    ];
    const rest = options.runUrl === undefined
        ? 'The whole report is in the job summary.'
        : `The whole report is in the [job summary](${options.runUrl}).`;
    return (0, markdown_ts_1.comment)(sections, rest);
}
const ICON = {
    running: '⏳',
    registered: '✅',
    gate_failed: '⛔',
    failed: '❌',
    stopped: '⏹️',
};
function headline(run) {
    const what = {
        running: 'Training is running',
        registered: `Model ${(0, markdown_ts_1.code)(`${run.package?.group} version ${run.package?.version}`)} is registered`,
        gate_failed: 'The model did not pass its gates: nothing was registered',
        failed: `Training failed in ${(0, markdown_ts_1.code)(run.failure?.step ?? 'an unknown step')}`,
        stopped: 'Training was stopped',
    }[run.outcome];
    return `## ${ICON[run.outcome]} ${what}`;
}
function verdict(run, options) {
    if (run.outcome === 'registered' && run.package) {
        const status = run.package.approval_status;
        if (status === 'Approved')
            return `It is **approved**: ${(0, markdown_ts_1.inert)(run.package.approval_description ?? 'no reason recorded')}`;
        if (status === 'Rejected')
            return `It is **rejected**: ${(0, markdown_ts_1.inert)(run.package.approval_description ?? 'no reason recorded')}`;
        return `It waits for approval. Add the label ${(0, markdown_ts_1.code)(options.approveLabel)} to approve exactly this version, or ${(0, markdown_ts_1.code)(options.rejectLabel)} to reject it.`;
    }
    if (run.failure)
        return `${(0, markdown_ts_1.inert)(run.failure.reason)}`;
    return run.execution.failure_reason === null ? '' : (0, markdown_ts_1.inert)(run.execution.failure_reason);
}
function metrics(report) {
    const deployed = (0, evaluation_ts_1.at)(report, 'deployed');
    const baseline = (0, evaluation_ts_1.at)(report, 'baseline');
    const rows = evaluation_ts_1.METRICS.flatMap(({ key, title, better }) => {
        const candidate = (0, evaluation_ts_1.numberAt)(report, `binary_classification_metrics.${key}.value`);
        const lower = (0, evaluation_ts_1.numberAt)(report, `binary_classification_metrics.${key}.lower`);
        const upper = (0, evaluation_ts_1.numberAt)(report, `binary_classification_metrics.${key}.upper`);
        const running = (0, evaluation_ts_1.numberAt)(deployed, `${key}.value`) ??
            (0, evaluation_ts_1.numberAt)(deployed, `binary_classification_metrics.${key}.value`) ??
            (0, evaluation_ts_1.numberAt)(deployed, key);
        const trivial = (0, evaluation_ts_1.numberAt)(baseline, `${key}.value`) ?? (0, evaluation_ts_1.numberAt)(baseline, key);
        if (candidate === undefined && running === undefined)
            return [];
        const interval = lower === undefined || upper === undefined ? '—' : `${(0, markdown_ts_1.number)(lower)} – ${(0, markdown_ts_1.number)(upper)}`;
        return [
            [
                `${title}${better === 'lower' ? ' (lower is better)' : ''}`,
                `**${(0, markdown_ts_1.number)(candidate)}**`,
                interval,
                (0, markdown_ts_1.number)(running),
                (0, markdown_ts_1.number)(trivial),
            ],
        ];
    });
    const count = (0, evaluation_ts_1.numberAt)(report, 'rows');
    const label = (0, evaluation_ts_1.at)(report, 'baseline.label');
    const notes = [
        count === undefined ? undefined : `${count.toLocaleString('en-US')} test rows that neither training nor tuning saw`,
        label === undefined ? undefined : `the baseline always answers ${(0, markdown_ts_1.code)(String(label))}`,
        deployed ? undefined : 'no model is deployed yet',
    ].filter((note) => note !== undefined);
    return [
        '### Metrics',
        (0, markdown_ts_1.table)(['', 'Candidate', '95 % interval', 'Deployed', 'Always the majority'], rows, 'lrrrr'),
        ...(notes.length > 0 ? [`<sub>On ${notes.join('; ')}.</sub>`] : []),
    ].join('\n\n');
}
function gates(report, run) {
    const threshold = Number(run.execution.parameters.AccuracyConditionThreshold);
    const accuracy = (0, evaluation_ts_1.numberAt)(report, 'binary_classification_metrics.accuracy.value');
    const rows = [];
    if (Number.isFinite(threshold)) {
        const verdictText = accuracy === undefined ? '❔ inconclusive' : accuracy >= threshold ? '✅ passed' : '⛔ failed';
        rows.push(['Accuracy', verdictText, `${(0, markdown_ts_1.number)(accuracy)} against at least ${(0, markdown_ts_1.number)(threshold)}`]);
    }
    for (const [key, title] of [
        ['beats_baseline', 'Beats the majority answer'],
        ['not_worse_than_deployed', 'Not worse than the deployed model'],
    ]) {
        const gate = (0, evaluation_ts_1.at)(report, `gates.${key}`);
        if (gate === undefined)
            continue;
        const value = (0, evaluation_ts_1.numberAt)(gate, 'value');
        const inconclusive = (0, evaluation_ts_1.at)(gate, 'conclusive') === false || value === undefined;
        rows.push([
            title,
            inconclusive ? '❔ inconclusive' : value >= 1 ? '✅ passed' : '⛔ failed',
            (0, markdown_ts_1.inert)((0, evaluation_ts_1.textAt)(gate, 'explanation') ?? '—'),
        ]);
    }
    return `### Gates\n\n${(0, markdown_ts_1.table)(['Gate', 'Verdict', 'Why'], rows)}`;
}
function failure(what) {
    const log = what.log_tail.length === 0 ? [] : [(0, markdown_ts_1.details)('The end of its log', (0, markdown_ts_1.fenced)(what.log_tail.slice(-60).join('\n')))];
    return [`### Why`, `${(0, markdown_ts_1.code)(what.step)}:`, (0, markdown_ts_1.fenced)(what.reason), ...log].join('\n\n');
}
function lineage(run, report, options) {
    const short = (hash) => (hash ? (0, markdown_ts_1.code)(hash.replace(/^sha256:/, '').slice(0, 12)) : '—');
    const rows = [
        ['Commit', run.provenance.commit === null ? '—' : run.provenance.commit],
        ['Model package', run.package === null ? '—' : (0, markdown_ts_1.code)(run.package.arn)],
        ['Artifact', short(run.package?.artifact_digest)],
        ['Execution', (0, markdown_ts_1.code)(run.execution.arn)],
        ['Definition', short(run.lineage.definition_hash)],
        ['Query', short(run.lineage.query_sha256)],
        ['Data', short(run.lineage.data_digest ?? (0, evaluation_ts_1.textAt)(report, 'data.digest'))],
        ['Source', short(run.lineage.source_sha256)],
        ['Image', run.lineage.image === null ? '—' : (0, markdown_ts_1.code)(run.lineage.image)],
        ['Time', `${(0, markdown_ts_1.duration)(run.execution.duration_seconds)}, ${billed(run.steps)}`],
        ...(options.runUrl === undefined ? [] : [['Reported by', options.runUrl]]),
    ];
    return (0, markdown_ts_1.details)('Where it comes from', (0, markdown_ts_1.table)(['', ''], rows));
}
/** Instance time by instance type: what AWS bills. The price is not known here, so none is named. */
function billed(runs) {
    const byType = new Map();
    for (const { job } of runs) {
        if (!job || job.billable_seconds === null)
            continue;
        const type = job.instance_type ?? 'unknown instance';
        byType.set(type, (byType.get(type) ?? 0) + job.billable_seconds);
    }
    if (byType.size === 0)
        return 'no billed instance time';
    return `billed instance time ${[...byType].map(([type, seconds]) => `${(0, markdown_ts_1.duration)(seconds)} of ${(0, markdown_ts_1.code)(type)}`).join(', ')}`;
}
const STEP_ICON = { Succeeded: '✅', Failed: '❌', Stopped: '⏹️', NotRun: '·' };
function steps(run) {
    const rows = run.steps.map((step) => [
        (0, markdown_ts_1.code)(step.name),
        `${STEP_ICON[step.status] ?? '⏳'} ${step.status === 'NotRun' ? 'not run' : step.status}${step.cache_hit ? ' (from the cache)' : ''}`,
        (0, markdown_ts_1.duration)(step.duration_seconds),
        step.job?.instance_type ? `${step.job.instance_count ?? 1} × ${(0, markdown_ts_1.code)(step.job.instance_type)}` : '',
    ]);
    return (0, markdown_ts_1.details)('Steps', (0, markdown_ts_1.table)(['Step', 'Status', 'Time', 'On'], rows, 'llrl'));
}
function trials(tuning) {
    const names = [...new Set(tuning.trials.flatMap((trial) => Object.keys(trial.hyperparameters)))]
        .filter((name) => !name.startsWith('_'))
        .sort();
    const shown = tuning.trials.slice(0, 20);
    const rows = shown.map((trial, i) => [
        `${i + 1}`,
        trial.training_job === tuning.best_training_job ? `**${(0, markdown_ts_1.number)(trial.objective, 4)}**` : (0, markdown_ts_1.number)(trial.objective, 4),
        ...names.map((name) => (0, markdown_ts_1.code)(trial.hyperparameters[name] ?? '—')),
        (0, markdown_ts_1.inert)(trial.status),
        (0, markdown_ts_1.duration)(trial.duration_seconds),
    ]);
    const objective = tuning.objective === null ? 'objective' : tuning.objective.name;
    const more = tuning.trials.length > shown.length ? `\n\n${tuning.trials.length - shown.length} more are not shown.` : '';
    const title = `Tuning: ${tuning.trials.length} trials, ${(0, markdown_ts_1.inert)(tuning.strategy ?? 'unknown strategy')}, best ${(0, markdown_ts_1.inert)(objective)} ${(0, markdown_ts_1.number)(tuning.trials[0]?.objective, 4)}`;
    return (0, markdown_ts_1.details)(title, `${(0, markdown_ts_1.table)(['#', (0, markdown_ts_1.code)(objective), ...names.map((name) => (0, markdown_ts_1.code)(name)), 'Status', 'Time'], rows, `rr${'r'.repeat(names.length)}lr`)}${more}`);
}
function curves(report) {
    const base = 'binary_classification_metrics';
    const matrix = confusion(report);
    const fpr = (0, evaluation_ts_1.numbersAt)(report, `${base}.receiver_operating_characteristic_curve.false_positive_rates`);
    const tpr = (0, evaluation_ts_1.numbersAt)(report, `${base}.receiver_operating_characteristic_curve.true_positive_rates`);
    const precisions = (0, evaluation_ts_1.numbersAt)(report, `${base}.precision_recall_curve.precisions`);
    const recalls = (0, evaluation_ts_1.numbersAt)(report, `${base}.precision_recall_curve.recalls`);
    const grid = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
    const out = [];
    if (matrix !== undefined)
        out.push({ title: 'confusion matrix', body: (0, markdown_ts_1.details)('Confusion matrix', matrix) });
    if (fpr !== undefined && tpr !== undefined && fpr.length > 1) {
        const chart = (0, chart_ts_1.curveChart)({
            title: 'ROC',
            xTitle: 'false positive rate',
            yTitle: 'true positive rate',
            x: fpr,
            y: tpr,
            reference: (x) => x,
        });
        const rows = [['true positive rate', ...grid.map((x) => (0, markdown_ts_1.number)((0, chart_ts_1.interpolate)(fpr, tpr, x)))]];
        out.push({
            title: 'ROC',
            body: (0, markdown_ts_1.details)('ROC curve', `${chart}\n\n${(0, markdown_ts_1.table)(['false positive rate', ...grid.map(String)], rows, `l${'r'.repeat(grid.length)}`)}`),
        });
    }
    if (precisions !== undefined && recalls !== undefined && recalls.length > 1) {
        const share = positiveShare(report) ?? 0;
        const chart = (0, chart_ts_1.curveChart)({
            title: 'Precision and recall',
            xTitle: 'recall',
            yTitle: 'precision',
            x: recalls,
            y: precisions,
            reference: () => share,
        });
        const rows = [['precision', ...grid.map((x) => (0, markdown_ts_1.number)((0, chart_ts_1.interpolate)(recalls, precisions, x)))]];
        out.push({
            title: 'precision-recall',
            body: (0, markdown_ts_1.details)('Precision-recall curve', `${chart}\n\n${(0, markdown_ts_1.table)(['recall', ...grid.map(String)], rows, `l${'r'.repeat(grid.length)}`)}`),
        });
    }
    return out;
}
function positiveShare(report) {
    const cell = (actual, predicted) => (0, evaluation_ts_1.numberAt)(report, `binary_classification_metrics.confusion_matrix.${actual}.${predicted}`);
    const [negatives, positives] = [
        (cell('0', '0') ?? 0) + (cell('0', '1') ?? 0),
        (cell('1', '0') ?? 0) + (cell('1', '1') ?? 0),
    ];
    return negatives + positives > 0 ? positives / (negatives + positives) : undefined;
}
function confusion(report) {
    const matrix = (0, evaluation_ts_1.at)(report, 'binary_classification_metrics.confusion_matrix');
    if (matrix === null || typeof matrix !== 'object')
        return undefined;
    const labels = Object.keys(matrix);
    const rows = labels.map((actual) => [
        `**is ${(0, markdown_ts_1.code)(actual)}**`,
        ...labels.map((predicted) => (0, evaluation_ts_1.numberAt)(matrix, `${actual}.${predicted}`)?.toLocaleString('en-US') ?? '—'),
    ]);
    return (0, markdown_ts_1.table)(['', ...labels.map((label) => `said ${(0, markdown_ts_1.code)(label)}`)], rows, `l${'r'.repeat(labels.length)}`);
}
function features(report) {
    const importances = (0, evaluation_ts_1.at)(report, 'feature_importances');
    const pairs = Array.isArray(importances)
        ? importances.map((item) => [String(item.feature ?? item.name), item.importance])
        : Object.entries((importances ?? {}));
    const known = pairs.filter((pair) => typeof pair[1] === 'number' && Number.isFinite(pair[1]));
    if (known.length === 0)
        return [];
    const rows = [...known]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 30)
        .map(([name, value]) => [(0, markdown_ts_1.code)(name), (0, markdown_ts_1.number)(value), '█'.repeat(Math.max(0, Math.min(30, Math.round(value * 30))))]);
    return [
        { title: 'features', body: (0, markdown_ts_1.details)('Feature importances', (0, markdown_ts_1.table)(['Feature', 'Importance', ''], rows, 'lrl')) },
    ];
}


/***/ }),

/***/ 4066:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.REPORT_LABEL = void 0;
exports.report = report;
exports.regionOf = regionOf;
const failure_ts_1 = __webpack_require__(1633);
const describe_run_ts_1 = __webpack_require__(3839);
const marker_ts_1 = __webpack_require__(990);
const training_report_ts_1 = __webpack_require__(1949);
const sticky_comment_ts_1 = __webpack_require__(6567);
/** Label of the issues that carry the report of a run which no pull request asked for. */
exports.REPORT_LABEL = 'model-report';
/**
 * Writes the metrics of a training run as Markdown and, given a forge, as one comment where the change was discussed: on the
 * pull request that was merged, or on an issue of its own (a scheduled run, a direct push). Posting again edits that comment.
 */
async function report(input, ports, github) {
    const region = regionOf(input.execution);
    const run = await (0, describe_run_ts_1.describeRun)(ports.aws(region), input.execution);
    // In whole seconds, as GitHub writes the time of a label: a label in the same second is not an earlier one.
    const now = `${new Date(ports.clock.now()).toISOString().slice(0, 19)}Z`;
    const write = (reportedAt) => (0, training_report_ts_1.trainingReport)(run, {
        approveLabel: input.approveLabel,
        rejectLabel: input.rejectLabel,
        reportedAt,
        ...(input.runUrl === undefined ? {} : { runUrl: input.runUrl }),
    });
    const facts = {
        execution: run.execution.arn,
        outcome: run.outcome,
        package: run.package?.arn ?? null,
        markdown: write(now),
        posted: null,
    };
    if (github === undefined)
        return done(facts, `Report of ${run.execution.arn}`, 'unchanged');
    const number = input.number ?? (await discussion(run, github));
    const viewer = await github.viewer();
    const earlier = (0, marker_ts_1.findOwn)(await github.comments(number), viewer, 'report').find(({ key }) => key === run.execution.id);
    // A label set after the first posting stays valid: the time only moves when the reported model does.
    const same = earlier !== undefined &&
        earlier.facts.package === facts.package &&
        earlier.facts.artifact_digest === (run.package?.artifact_digest ?? null);
    facts.markdown = write(same ? earlier.facts.reported_at : now);
    const { comment, changed } = await (0, sticky_comment_ts_1.stickyComment)(github, number, 'report', run.execution.id, facts.markdown);
    facts.posted = { number, comment: comment.id, url: comment.url };
    return done(facts, `Reported ${run.execution.id} on #${number}: ${comment.url}`, changed ? 'done' : 'unchanged');
}
function done(facts, summary, decision) {
    return { schema_version: 1, verb: 'report', decision, reason_code: 'ok', summary, facts };
}
/** `arn:aws:sagemaker:<region>:…` */
function regionOf(arn) {
    const [prefix, , service, region] = arn.split(':');
    if (prefix !== 'arn' || service !== 'sagemaker' || !region) {
        throw new failure_ts_1.Failure('usage', `${JSON.stringify(arn)} is not the ARN of a SageMaker resource`, {
            wayOut: 'Give the execution as `mlops train` prints it: arn:aws:sagemaker:…:pipeline/…/execution/…',
        });
    }
    return region;
}
/** The pull request that was merged as the run's commit, or the issue that stands for a run nobody discussed. */
async function discussion(run, github) {
    const commit = run.provenance.commit;
    if (commit !== null && run.provenance.run_key === null) {
        const merged = (await github.pullRequestsForCommit(commit)).filter((pull) => pull.merged && pull.mergeCommit === commit);
        if (merged[0])
            return merged[0].number;
    }
    const title = `Model report: ${run.pipeline.name} execution ${run.execution.id}`;
    const viewer = await github.viewer();
    const known = async () => (await github.issues({ state: 'all', labels: [exports.REPORT_LABEL] }))
        .filter((issue) => issue.title === title && issue.author === viewer)
        .map((issue) => issue.number)
        .sort((a, b) => a - b)[0];
    const earlier = await known();
    if (earlier !== undefined)
        return earlier;
    const why = run.provenance.run_key === null ? 'a commit that no pull request was merged as' : 'fresh data, on schedule';
    const body = `A model was trained on ${why}. Its report follows as a comment; the approval label works here as on a pull request.`;
    const opened = await github.openIssue({ title, body, labels: [exports.REPORT_LABEL] });
    return (await known()) ?? opened.number;
}


/***/ }),

/***/ 6567:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.stickyComment = stickyComment;
const failure_ts_1 = __webpack_require__(1633);
const marker_ts_1 = __webpack_require__(990);
/**
 * Posts a comment once: the one of our own with the same marker is edited in place, a new one is written only when there is
 * none, over all pages. When the answer to a creation is lost, it is looked for before anybody repeats it; when two runs
 * created one each, both keep the older.
 */
async function stickyComment(github, number, kind, key, body) {
    const viewer = await github.viewer();
    const ours = async () => (0, marker_ts_1.findOwn)(await github.comments(number), viewer, kind)
        .filter((marked) => marked.key === key)
        .map((marked) => marked.comment)
        .sort((a, b) => a.id - b.id);
    const existing = (await ours())[0];
    if (existing) {
        // GitHub stores line ends as they came and drops trailing blanks of the body.
        if (normal(existing.body) === normal(body))
            return { comment: existing, changed: false };
        return { comment: await github.updateComment(existing.id, body), changed: true };
    }
    try {
        await github.createComment(number, body);
    }
    catch (error) {
        if (!(error instanceof failure_ts_1.Failure) || error.code !== 'unavailable')
            throw error;
        if ((await ours()).length === 0)
            throw error;
    }
    const [first, ...later] = await ours();
    if (first === undefined) {
        throw new failure_ts_1.Failure('unavailable', `The comment on #${number} was accepted but is not there`, {
            wayOut: 'Run it again.',
        });
    }
    for (const extra of later)
        await github.deleteComment(extra.id);
    return { comment: first, changed: true };
}
const normal = (text) => text.replaceAll('\r\n', '\n').trimEnd();


/***/ })

};
