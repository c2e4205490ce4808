export const id = 570;
export const ids = [570];
export const modules = {

/***/ 2570:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.configShow = configShow;
const index_ts_1 = __webpack_require__(9750);
const project_ts_1 = __webpack_require__(7351);
/** The decoded configuration with every default filled in, as data and as YAML for a person. */
function configShow(input, log) {
    const loaded = (0, project_ts_1.loadProject)(input, log);
    const { config, environment, origins } = loaded;
    return {
        text: (0, index_ts_1.showConfig)({ config, origins, ...(environment === undefined ? {} : { environment }) }, { format: 'text', origins: input.origins === true }).trimEnd(),
        result: {
            schema_version: 1,
            verb: 'config show',
            decision: 'unchanged',
            reason_code: 'ok',
            summary: environment === undefined ? 'The configuration' : `The configuration of ${environment.name}`,
            facts: {
                config,
                environment: environment ?? null,
                origins: Object.fromEntries([...origins].map(([path, origin]) => [path, (0, index_ts_1.describeOrigin)(origin)])),
            },
        },
    };
}


/***/ })

};
