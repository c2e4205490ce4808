export const id = 23;
export const ids = [23];
export const modules = {

/***/ 7023:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.changeLines = changeLines;
/** A line a change, as a person reads it. */
function changeLines(changes) {
    const mark = { create: '+', update: '~', replace: '±', delete: '-', start: '>', wait: '…', keep: '=' };
    return changes.map(({ resource, action, from, to, why }) => {
        const move = from !== null && to !== null && from !== to ? ` ${from} → ${to}` : '';
        return `${mark[action]} ${action} ${resource}${move}: ${why}`;
    });
}


/***/ })

};
