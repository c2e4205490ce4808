export const id = 31;
export const ids = [31];
export const modules = {

/***/ 5412:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.render = render;
const index_ts_1 = __webpack_require__(4010);
const project_ts_1 = __webpack_require__(7351);
/** Stands in where no account is known: rendering needs none. */
const NO_ACCOUNT = '000000000000';
/** The definition that `train` or `deploy` would upsert: no network, no credentials. */
async function render(input, log) {
    const known = input.account ?? (0, project_ts_1.loadProject)(input).environment?.account;
    if (known === undefined) {
        log.info(`No account is named (--account, or environments/<name>/environment.yml): rendered for ${NO_ACCOUNT}`);
    }
    const account = known ?? NO_ACCOUNT;
    const { config, environment } = (0, project_ts_1.loadProject)({ ...input, account }, log);
    const region = environment?.region ?? config.aws.region;
    const context = {
        account,
        region,
        source: (0, index_ts_1.packageSource)((0, project_ts_1.sourceDir)(config, input.configFile)),
        ...(environment === undefined ? {} : { environment: environment.name }),
    };
    const desired = input.pipeline === 'training' ? (0, index_ts_1.trainingPipeline)(config, context) : (0, index_ts_1.batchPipeline)(config, environment, context);
    return {
        schema_version: 1,
        verb: 'render',
        decision: 'unchanged',
        reason_code: 'ok',
        summary: `The ${input.pipeline} pipeline ${desired.name}, definition ${desired.hash.slice(0, 12)}`,
        facts: {
            name: desired.name,
            hash: desired.hash,
            account,
            region,
            definition: desired.definition,
            assets: desired.assets.map(({ uri, sha256, bytes }) => ({ uri, sha256, bytes: bytes.byteLength })),
        },
    };
}


/***/ })

};
