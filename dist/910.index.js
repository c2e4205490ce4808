export const id = 910;
export const ids = [910];
export const modules = {

/***/ 2730:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.COMMON_OUTPUTS = exports.LABEL_INPUTS = exports.GITHUB_INPUTS = exports.PROJECT_INPUTS = void 0;
/** Inputs of every action that reads the configuration. */
exports.PROJECT_INPUTS = {
    config: { description: 'Path of the configuration.', default: 'config.yml' },
    environment: { description: 'Folder of `environments/` that this is for.' },
};
exports.GITHUB_INPUTS = {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
    'github-token': { description: 'Token for the GitHub API.', default: '${{ github.token }}' },
};
exports.LABEL_INPUTS = {
    'approve-label': { description: 'Label that approves a model.', default: 'approve-model' },
    'reject-label': { description: 'Label that rejects a model.', default: 'reject-model' },
};
/** Outputs of every action. */
exports.COMMON_OUTPUTS = {
    result: 'The whole result as JSON (schema_version 1).',
    decision: '`done`, `unchanged`, `refused`, `parked` or `failed`.',
    'reason-code': '`ok`, or why not; see docs/reason-codes.md.',
};


/***/ }),

/***/ 7843:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.minutes = minutes;
const failure_ts_1 = __webpack_require__(1633);
/** An input in minutes as milliseconds. */
function minutes(text, name) {
    const value = Number(text);
    if (text === undefined || !Number.isFinite(value) || value <= 0) {
        throw new failure_ts_1.Failure('usage', `The input ${name} is ${JSON.stringify(text ?? '')}`, {
            wayOut: 'It takes a number of minutes above zero.',
        });
    }
    return value * 60_000;
}


/***/ }),

/***/ 674:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.projectInput = projectInput;
const node_path_1 = __webpack_require__(6760);
/** What every verb that reads the configuration is told, from the inputs that those actions share. */
function projectInput(context) {
    const file = context.input('config') ?? 'config.yml';
    const environment = context.input('environment');
    return {
        configFile: (0, node_path_1.isAbsolute)(file) ? file : (0, node_path_1.resolve)(context.job.workspace, file),
        packageRoot: context.packageRoot,
        ...(environment === undefined ? {} : { environment }),
    };
}


/***/ }),

/***/ 1910:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.train = void 0;
const action_ts_1 = __webpack_require__(2730);
const minutes_ts_1 = __webpack_require__(7843);
const project_input_ts_1 = __webpack_require__(674);
exports.train = {
    description: 'Upserts the training pipeline, runs it once for this commit, and waits.',
    inputs: {
        ...action_ts_1.PROJECT_INPUTS,
        'run-key': { description: 'Tells runs of one commit apart: the date of a scheduled retraining.' },
        retry: { description: 'Run the failed steps of an earlier attempt again (`true` or `false`).', default: 'false' },
        'timeout-minutes': {
            description: 'How long to wait; the run goes on, and a later run of this action picks it up.',
            default: '300',
        },
    },
    outputs: {
        'execution-arn': 'ARN of the pipeline execution.',
        outcome: '`registered`, `gate_failed`, `failed`, `stopped` or `running`.',
        'package-arn': 'ARN of the registered model package; empty when none was registered.',
    },
    async run(context) {
        const { train: verb } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(10), __webpack_require__.e(342), __webpack_require__.e(568)]).then(__webpack_require__.bind(__webpack_require__, 1568));
        const runKey = context.input('run-key');
        const result = await verb({
            ...(0, project_input_ts_1.projectInput)(context),
            commit: context.job.sha,
            repository: context.job.repository,
            retry: context.flag('retry'),
            timeout: (0, minutes_ts_1.minutes)(context.input('timeout-minutes'), 'timeout-minutes'),
            ...(runKey === undefined ? {} : { runKey }),
        }, context.ports);
        const { execution_arn, run } = result.facts;
        return {
            result,
            outputs: {
                'execution-arn': execution_arn,
                outcome: run?.outcome ?? 'running',
                'package-arn': run?.package?.arn ?? null,
            },
        };
    },
    failed(failure) {
        // A run that failed has an execution too, and its report is what people want to read.
        const text = (key) => (typeof failure.facts[key] === 'string' ? failure.facts[key] : null);
        const outcome = { gate_failed: 'gate_failed', execution_failed: 'failed', still_running: 'running' }[failure.code] ??
            null;
        return { 'execution-arn': text('execution_arn'), outcome, 'package-arn': null };
    },
};


/***/ })

};
