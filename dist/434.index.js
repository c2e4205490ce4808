export const id = 434;
export const ids = [434];
export const modules = {

/***/ 6434:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.local = local;
const node_child_process_1 = __webpack_require__(1421);
const node_fs_1 = __webpack_require__(3024);
const node_path_1 = __webpack_require__(6760);
const failure_ts_1 = __webpack_require__(1633);
/**
 * `mlops local …` belongs to the platform of this machine, which exists in a checkout only: its sources are TypeScript and
 * run on the Node 24 that the set-up installed there. Returns the exit code of that process.
 */
async function local(argv, root) {
    const script = (0, node_path_1.join)(root, 'local/platform/main.ts');
    const node = (0, node_path_1.join)(root, 'node_modules/.bin/node');
    if (!(0, node_fs_1.existsSync)(script) || !(0, node_fs_1.existsSync)(node)) {
        throw new failure_ts_1.Failure('usage', 'The local platform is part of a checkout of sagemaker-presto-gitops, and this is none', {
            wayOut: 'git clone the repository, run `npm run setup` in it, and call `npx mlops local` there.',
        });
    }
    const child = (0, node_child_process_1.spawn)(node, [script, ...argv], { stdio: 'inherit' });
    // Ctrl-C reaches the child through the terminal; this process only waits for it.
    const ignore = () => { };
    process.on('SIGINT', ignore);
    try {
        return await new Promise((resolve, reject) => {
            child.on('error', reject);
            child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
        });
    }
    finally {
        process.off('SIGINT', ignore);
    }
}


/***/ })

};
