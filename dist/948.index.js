export const id = 948;
export const ids = [948];
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

/***/ 5948:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.promote = void 0;
const failure_ts_1 = __webpack_require__(1633);
const action_ts_1 = __webpack_require__(2730);
const project_input_ts_1 = __webpack_require__(674);
exports.promote = {
    description: 'Offers a model to an environment: a pull request that moves the pin in its folder.',
    inputs: {
        config: action_ts_1.PROJECT_INPUTS.config,
        environment: { ...action_ts_1.PROJECT_INPUTS.environment, required: true },
        version: {
            description: 'Version in the package group; default: what the environment before it pins, or the newest approved one.',
        },
        ...action_ts_1.GITHUB_INPUTS,
    },
    outputs: {
        'pull-request': 'Number of the pull request; empty when nothing had to move.',
        url: 'Its address.',
    },
    async run(context) {
        const { promote: verb } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(82)]).then(__webpack_require__.bind(__webpack_require__, 8082));
        const version = context.input('version');
        const result = await verb({
            ...(0, project_input_ts_1.projectInput)(context),
            environment: context.input('environment') ?? '',
            repositoryRoot: context.job.workspace,
            ...(version === undefined ? {} : { version: packageVersion(version) }),
        }, context.ports, await context.github());
        const pull = result.facts.pull_request;
        return { result, outputs: { 'pull-request': pull === null ? null : String(pull.number), url: pull?.url ?? null } };
    },
};
function packageVersion(text) {
    const version = Number(text);
    if (!Number.isInteger(version) || version < 1) {
        throw new failure_ts_1.Failure('usage', `The input version is ${JSON.stringify(text)}`, {
            wayOut: 'It takes the version of a model package: 1, 2, …',
        });
    }
    return version;
}


/***/ })

};
