export const id = 819;
export const ids = [819];
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

/***/ 819:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.approve = void 0;
const action_ts_1 = __webpack_require__(2730);
const issue_number_ts_1 = __webpack_require__(992);
const project_input_ts_1 = __webpack_require__(674);
exports.approve = {
    description: 'Approves or rejects exactly the model that was reported where the label was set.',
    inputs: {
        ...action_ts_1.PROJECT_INPUTS,
        number: { description: 'Pull request or issue with the label; default: that of the event.' },
        ...action_ts_1.LABEL_INPUTS,
        ...action_ts_1.GITHUB_INPUTS,
    },
    outputs: {
        'package-arn': 'ARN of the model package.',
        status: 'Its approval status after this.',
    },
    async run(context) {
        const { approve: verb } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(259)]).then(__webpack_require__.bind(__webpack_require__, 259));
        const number = context.input('number');
        const result = await verb({
            ...(0, project_input_ts_1.projectInput)(context),
            number: number === undefined ? (0, issue_number_ts_1.eventNumber)(context.job) : (0, issue_number_ts_1.issueNumber)(number),
            approveLabel: context.input('approve-label') ?? '',
            rejectLabel: context.input('reject-label') ?? '',
            runUrl: context.job.runUrl,
        }, context.ports, await context.github());
        return { result, outputs: { 'package-arn': result.facts.package, status: result.facts.status } };
    },
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


/***/ })

};
