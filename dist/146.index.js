export const id = 146;
export const ids = [146];
export const modules = {

/***/ 1441:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ACTIONS = void 0;
/** Every action of this repository; each is loaded when it runs. */
exports.ACTIONS = {
    train: async () => (await __webpack_require__.e(/* import() */ 910).then(__webpack_require__.bind(__webpack_require__, 1910))).train,
    report: async () => (await __webpack_require__.e(/* import() */ 124).then(__webpack_require__.bind(__webpack_require__, 1124))).report,
    approve: async () => (await __webpack_require__.e(/* import() */ 819).then(__webpack_require__.bind(__webpack_require__, 819))).approve,
    promote: async () => (await __webpack_require__.e(/* import() */ 948).then(__webpack_require__.bind(__webpack_require__, 5948))).promote,
    deploy: async () => (await __webpack_require__.e(/* import() */ 367).then(__webpack_require__.bind(__webpack_require__, 1367))).deploy,
    destroy: async () => (await __webpack_require__.e(/* import() */ 234).then(__webpack_require__.bind(__webpack_require__, 7234))).destroy,
};


/***/ }),

/***/ 146:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.runAction = runAction;
const node_fs_1 = __webpack_require__(3024);
const node_path_1 = __webpack_require__(6760);
const node_url_1 = __webpack_require__(3136);
const failure_ts_1 = __webpack_require__(1633);
const redact_ts_1 = __webpack_require__(6670);
const outcome_ts_1 = __webpack_require__(9194);
const actions_ts_1 = __webpack_require__(1441);
/** Runs one action from its inputs to its outputs. Only here does a result become a failed step. */
async function runAction(verb) {
    const core = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(421)]).then(__webpack_require__.bind(__webpack_require__, 6421));
    const redactor = (0, redact_ts_1.createRedactor)();
    const load = actions_ts_1.ACTIONS[verb];
    if (load === undefined)
        throw new Error(`there is no action ${verb}`);
    const action = await load();
    try {
        const job = readJob(process.env);
        const context = await createContext(core, redactor, action, job);
        const { result, outputs, summary } = await action.run(context);
        setOutputs(core, redactor, result, outputs);
        if (summary !== undefined)
            await writeSummary(core, redactor.redact(summary));
        core.info(redactor.redact(result.summary));
        if (result.decision === 'failed' || result.decision === 'refused')
            core.setFailed(redactor.redact(result.summary));
    }
    catch (error) {
        const result = (0, outcome_ts_1.failureResult)(verb, error);
        setOutputs(core, redactor, result, error instanceof failure_ts_1.Failure ? (action.failed?.(error) ?? {}) : {});
        const wayOut = error instanceof failure_ts_1.Failure && error.wayOut !== undefined ? `\n${error.wayOut}` : '';
        if (!annotate(core, redactor, error))
            core.debug(error instanceof Error ? (error.stack ?? '') : '');
        // A run that goes on without us is not a failed step: a later run picks it up.
        if (result.decision === 'parked')
            core.warning(redactor.redact(`${result.summary}${wayOut}`));
        else
            core.setFailed(redactor.redact(`${result.reason_code}: ${result.summary}${wayOut}`));
    }
}
async function createContext(core, redactor, action, job) {
    const log = jobLog(core, redactor);
    const { connectAws } = await __webpack_require__.e(/* import() */ 954).then(__webpack_require__.bind(__webpack_require__, 3954));
    const { systemClock } = await __webpack_require__.e(/* import() */ 28).then(__webpack_require__.bind(__webpack_require__, 1028));
    const input = (name) => {
        if (!(name in action.inputs))
            throw new Error(`the action does not declare the input ${name}`);
        const value = core.getInput(name);
        return value === '' ? undefined : value;
    };
    for (const [name, { required }] of Object.entries(action.inputs)) {
        if (required === true && input(name) === undefined) {
            throw new failure_ts_1.Failure('usage', `The input ${name} is missing`, {
                wayOut: `Give it under \`with:\`. ${action.inputs[name]?.description ?? ''}`,
            });
        }
    }
    return {
        ports: { clock: systemClock, log, aws: (region) => connectAws(region, log) },
        job,
        packageRoot: (0, node_path_1.resolve)((0, node_path_1.dirname)((0, node_url_1.fileURLToPath)(import.meta.url)), '..'),
        input,
        flag(name) {
            const value = input(name) ?? 'false';
            if (value !== 'true' && value !== 'false') {
                throw new failure_ts_1.Failure('usage', `The input ${name} is ${JSON.stringify(value)}`, {
                    wayOut: 'It takes true or false.',
                });
            }
            return value === 'true';
        },
        async github() {
            const { connectGitHub } = await __webpack_require__.e(/* import() */ 610).then(__webpack_require__.bind(__webpack_require__, 5610));
            const token = input('github-token');
            if (token !== undefined)
                redactor.add(token);
            return await connectGitHub({ token, repository: job.repository, apiUrl: process.env.GITHUB_API_URL });
        },
    };
}
/** https://docs.github.com/actions/reference/workflows-and-actions/variables */
function readJob(env) {
    const file = env.GITHUB_EVENT_PATH;
    const repository = env.GITHUB_REPOSITORY ?? '';
    let payload = {};
    if (file !== undefined && file !== '') {
        try {
            payload = JSON.parse((0, node_fs_1.readFileSync)(file, 'utf8'));
        }
        catch {
            throw new failure_ts_1.Failure('usage', 'The event that started this workflow cannot be read', {
                wayOut: 'GITHUB_EVENT_PATH has to name its JSON file.',
            });
        }
    }
    return {
        repository,
        sha: env.GITHUB_SHA ?? '',
        event: env.GITHUB_EVENT_NAME ?? '',
        payload,
        workspace: env.GITHUB_WORKSPACE ?? process.cwd(),
        runUrl: `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`,
    };
}
function setOutputs(core, redactor, result, outputs) {
    core.setOutput('result', JSON.stringify((0, redact_ts_1.redactJson)(result, redactor)));
    core.setOutput('decision', result.decision);
    core.setOutput('reason-code', result.reason_code);
    for (const [name, value] of Object.entries(outputs))
        core.setOutput(name, value === null ? '' : redactor.redact(value));
}
/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands: a step's summary takes 1 MiB. */
const LARGEST_SUMMARY = 1024 * 1024;
async function writeSummary(core, markdown) {
    if (process.env.GITHUB_STEP_SUMMARY === undefined || process.env.GITHUB_STEP_SUMMARY === '')
        return;
    const bytes = Buffer.from(markdown);
    const text = bytes.length <= LARGEST_SUMMARY
        ? markdown
        : `${bytes.subarray(0, LARGEST_SUMMARY - 100).toString('utf8')}\n\n> Cut at 1 MiB.`;
    await core.summary.addRaw(text, true).write();
}
/** Mistakes in files become annotations on their lines; true when there were some. */
function annotate(core, redactor, error) {
    if (!(error instanceof failure_ts_1.Failure) || !Array.isArray(error.facts.diagnostics))
        return false;
    for (const diagnostic of error.facts.diagnostics) {
        const { file, line, column, path, message } = diagnostic;
        core.error(redactor.redact(`${path}: ${message}`), {
            file,
            startLine: line,
            startColumn: column,
            title: 'Configuration',
        });
    }
    return true;
}
function jobLog(core, redactor) {
    const place = (at) => at === undefined
        ? {}
        : {
            file: at.file,
            ...(at.line === undefined ? {} : { startLine: at.line }),
            ...(at.column === undefined ? {} : { startColumn: at.column }),
        };
    return {
        info: (message) => core.info(redactor.redact(message)),
        warn: (message, at) => core.warning(redactor.redact(message), place(at)),
        error: (message, at) => core.error(redactor.redact(message), place(at)),
        group(title) {
            core.startGroup(redactor.redact(title));
            return { end: () => core.endGroup() };
        },
        secret(value) {
            redactor.add(value);
            core.setSecret(value);
        },
    };
}


/***/ }),

/***/ 1633:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Failure = exports.REASON_CODES = void 0;
/**
 * Everything that can go wrong for a reason a person can act on. A verb throws a `Failure`; only an entry (the command
 * line or an action) turns it into a message and an exit code. Any other exception is a defect of ours and is reported
 * as `internal`.
 *
 * Codes are part of the public interface (`--json` and the `reason_code` output): documented in docs/reason-codes.md,
 * never renamed.
 */
exports.REASON_CODES = {
    config_invalid: {
        exit: 2,
        meaning: 'config.yml, an environment file or an SQL file has mistakes; each is listed with its place',
    },
    usage: { exit: 2, meaning: 'the command or an input of the action is wrong' },
    definition_invalid: { exit: 2, meaning: 'the pipeline definition breaks a rule of SageMaker or of this project' },
    credentials_missing: { exit: 3, meaning: 'no usable AWS credentials, or no GitHub token' },
    access_denied: { exit: 3, meaning: 'AWS or GitHub refused the call' },
    not_found: { exit: 4, meaning: 'something that was named does not exist' },
    conflict: { exit: 4, meaning: 'the world is not in the state that this step needs' },
    not_allowed: { exit: 5, meaning: 'the person may not do this, or a rule forbids it' },
    moved: { exit: 5, meaning: 'what was reviewed is not what is there now; what moved is named' },
    inconclusive: { exit: 5, meaning: 'an answer is missing or unreadable, and is not taken as a yes' },
    execution_failed: { exit: 6, meaning: 'a pipeline execution ended in Failed or Stopped' },
    gate_failed: { exit: 6, meaning: 'the model did not pass its gates' },
    deployment_failed: { exit: 6, meaning: 'an endpoint or a batch transform ended in Failed, or rolled back' },
    still_running: { exit: 7, meaning: 'the work goes on and a later run picks it up; nothing is lost' },
    unavailable: { exit: 8, meaning: 'AWS, GitHub or Presto did not answer in time after retries' },
    internal: { exit: 70, meaning: 'a defect in this program' },
};
/** A reason to stop that a person can act on: what happened, where, and the way out. */
class Failure extends Error {
    code;
    /** What to do about it, one or two sentences. */
    wayOut;
    /** Machine-readable details, part of the `--json` result. */
    facts;
    constructor(code, message, options = {}) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = 'Failure';
        this.code = code;
        this.wayOut = options.wayOut;
        this.facts = options.facts ?? {};
    }
    get exitCode() {
        return exports.REASON_CODES[this.code].exit;
    }
}
exports.Failure = Failure;


/***/ }),

/***/ 6670:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.redact = void 0;
exports.createRedactor = createRedactor;
exports.redactJson = redactJson;
const HIDDEN = '***';
const SHORTEST = 6;
const PATTERNS = [
    // AWS access key ids, long-term and temporary (IAM user guide, "Unique identifiers").
    [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, HIDDEN],
    // AWS secret keys and session tokens, where a name gives them away.
    [
        /\b(aws_?(?:secret_?access_?key|session_?token)|x-amz-security-token)(["']?\s*[:=]\s*["']?)[A-Za-z0-9/+=%_-]{16,}/gi,
        `$1$2${HIDDEN}`,
    ],
    [/\b(X-Amz-(?:Signature|Credential|Security-Token))=[^&\s"']+/gi, `$1=${HIDDEN}`],
    // GitHub tokens (classic, fine-grained, app, OAuth, refresh).
    [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})\b/g, HIDDEN],
    // JSON web tokens.
    [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, HIDDEN],
    [/\b(Authorization["']?\s*[:=]\s*["']?(?:Basic|Bearer|token)\s+)[A-Za-z0-9+/=._~-]+/gi, `$1${HIDDEN}`],
    // user:password@host in an address.
    [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]+):[^\s/@]+@/gi, `$1:${HIDDEN}@`],
    [/\b((?:password|passwd|pwd|secret|api_?key)["']?\s*[:=]\s*)(["'])(?:(?!\2).)*\2/gi, `$1$2${HIDDEN}$2`],
    [/\b((?:password|passwd|pwd|secret|api_?key)["']?\s*[:=]\s*)[^\s,;&}"']+/gi, `$1${HIDDEN}`],
    [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
];
/** A redactor with its own registered values. */
function createRedactor() {
    const values = new Set();
    return {
        add(value) {
            for (const form of [value, ...value.split(/\r?\n/)]) {
                if (form.trim().length >= SHORTEST)
                    values.add(form.trim());
            }
        },
        redact(text) {
            let out = text;
            // Longest first: a value may contain another one.
            for (const value of [...values].sort((a, b) => b.length - a.length)) {
                for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])) {
                    out = out.replaceAll(form, HIDDEN);
                }
            }
            for (const [pattern, replacement] of PATTERNS)
                out = out.replace(pattern, replacement);
            return out;
        },
    };
}
/** The patterns alone, for texts that no secret was registered for. */
const redact = (text) => createRedactor().redact(text);
exports.redact = redact;
/** A JSON value with every text in it redacted: done before it is written, so that the JSON stays valid. */
function redactJson(value, redactor) {
    if (typeof value === 'string')
        return redactor.redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactJson(item, redactor));
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactJson(item, redactor)]));
}


/***/ }),

/***/ 9194:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.failureResult = failureResult;
const failure_ts_1 = __webpack_require__(1633);
/** The result of a verb that stopped: a `Failure` keeps its code, anything else is a defect of ours. */
function failureResult(verb, error) {
    if (!(error instanceof failure_ts_1.Failure)) {
        const message = error instanceof Error ? error.message : String(error);
        return {
            schema_version: 1,
            verb,
            decision: 'failed',
            reason_code: 'internal',
            summary: `Something is wrong in this program: ${message}`,
            facts: {},
        };
    }
    const refusal = error.exitCode === failure_ts_1.REASON_CODES.not_allowed.exit || error.code === 'gate_failed';
    return {
        schema_version: 1,
        verb,
        decision: error.code === 'still_running' ? 'parked' : refusal ? 'refused' : 'failed',
        reason_code: error.code,
        summary: error.message,
        facts: { ...error.facts, ...(error.wayOut === undefined ? {} : { way_out: error.wayOut }) },
    };
}


/***/ })

};
