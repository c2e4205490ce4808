export const id = 124;
export const ids = [124];
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

/***/ 992:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.issueNumber = issueNumber;
exports.eventNumber = eventNumber;
const failure_ts_1 = __webpack_require__(1633);
/** The number of a pull request or issue, from an input. */
function issueNumber(text) {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) {
        throw new failure_ts_1.Failure('usage', `The input number is ${JSON.stringify(text)}`, {
            wayOut: 'It takes the number of a pull request or issue.',
        });
    }
    return value;
}
/** The number of the pull request or issue that the event is about. */
function eventNumber(job) {
    for (const key of ['pull_request', 'issue']) {
        const number = job.payload[key]?.number;
        if (typeof number === 'number')
            return number;
    }
    throw new failure_ts_1.Failure('usage', `The event ${job.event || '(none)'} is about no pull request or issue`, {
        wayOut: 'Run this on a label, or give the input number.',
    });
}


/***/ }),

/***/ 1124:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.report = void 0;
const action_ts_1 = __webpack_require__(2730);
const issue_number_ts_1 = __webpack_require__(992);
exports.report = {
    description: 'Posts the metrics of a training run where the change was discussed, as one comment.',
    inputs: {
        execution: { description: 'ARN of the pipeline execution, from the action `train`.', required: true },
        number: {
            description: 'Pull request or issue to post to; default: the pull request that was merged as the run’s commit, else an issue.',
        },
        ...action_ts_1.LABEL_INPUTS,
        ...action_ts_1.GITHUB_INPUTS,
    },
    outputs: {
        number: 'Pull request or issue that has the report.',
        'comment-url': 'Address of the comment.',
        outcome: 'Outcome of the run.',
    },
    async run(context) {
        const { report: verb } = await __webpack_require__.e(/* import() */ 66).then(__webpack_require__.bind(__webpack_require__, 4066));
        const number = context.input('number');
        const result = await verb({
            execution: context.input('execution') ?? '',
            approveLabel: context.input('approve-label') ?? '',
            rejectLabel: context.input('reject-label') ?? '',
            runUrl: context.job.runUrl,
            ...(number === undefined ? {} : { number: (0, issue_number_ts_1.issueNumber)(number) }),
        }, context.ports, await context.github());
        const { posted, outcome, markdown } = result.facts;
        return {
            result,
            outputs: { number: posted === null ? null : String(posted.number), 'comment-url': posted?.url ?? null, outcome },
            summary: markdown,
        };
    },
};


/***/ })

};
