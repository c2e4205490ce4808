export const id = 724;
export const ids = [724];
export const modules = {

/***/ 2724:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.invoke = invoke;
const node_fs_1 = __webpack_require__(3024);
const failure_ts_1 = __webpack_require__(1633);
const project_ts_1 = __webpack_require__(7351);
/** InvokeEndpoint takes at most 6 MB (SageMaker quotas). */
const LARGEST_BODY = 6 * 1024 * 1024;
/** Sends a file to the endpoint of an environment. */
async function invoke(input, ports) {
    const { environment, aws } = await (0, project_ts_1.openProject)(input, ports);
    if (environment === undefined)
        throw new failure_ts_1.Failure('usage', 'invoke needs --environment');
    const body = read(input.file);
    if (body.byteLength > LARGEST_BODY) {
        throw new failure_ts_1.Failure('usage', `${input.file} has ${body.byteLength} bytes; an endpoint takes at most ${LARGEST_BODY}`, {
            wayOut: 'Send it in parts, or use the batch transform.',
        });
    }
    const name = environment.endpoint.endpoint_name;
    const endpoint = await aws.sagemaker.endpoint(name);
    if (endpoint === undefined) {
        throw new failure_ts_1.Failure('not_found', `There is no endpoint ${name}`, {
            wayOut: `Deploy first: mlops deploy --environment ${environment.name}`,
        });
    }
    const answer = await aws.sagemaker.invokeEndpoint({
        endpointName: name,
        body,
        contentType: input.contentType,
        accept: input.accept,
    });
    return {
        schema_version: 1,
        verb: 'invoke',
        decision: 'done',
        reason_code: 'ok',
        summary: `${name} answered`,
        facts: {
            endpoint: name,
            variant: answer.variant ?? null,
            content_type: answer.contentType,
            body: new TextDecoder().decode(answer.body),
        },
    };
}
function read(file) {
    try {
        return (0, node_fs_1.readFileSync)(file === '-' ? 0 : file);
    }
    catch (error) {
        throw new failure_ts_1.Failure('not_found', `${file} cannot be read: ${error instanceof Error ? error.message : error}`);
    }
}


/***/ })

};
