export const id = 28;
export const ids = [28];
export const modules = {

/***/ 1028:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.systemClock = exports.processStreams = void 0;
exports.terminalLog = terminalLog;
exports.processStreams = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
};
/** Progress and remarks on standard error, redacted. Groups are indented. */
function terminalLog(streams, redactor) {
    let depth = 0;
    const line = (text) => streams.err(`${'  '.repeat(depth)}${redactor.redact(text)}\n`);
    const at = (place) => place === undefined
        ? ''
        : `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(':')}: `;
    return {
        info: line,
        warn: (message, place) => line(`${at(place)}warning: ${message}`),
        error: (message, place) => line(`${at(place)}error: ${message}`),
        group(title) {
            line(title);
            depth += 1;
            return {
                end() {
                    depth -= 1;
                },
            };
        },
        secret: (value) => redactor.add(value),
    };
}
/** The machine's clock. A sleep that is aborted rejects with the signal's reason. */
exports.systemClock = {
    now: () => Date.now(),
    sleep: (milliseconds, signal) => new Promise((resolve, reject) => {
        const stop = () => {
            clearTimeout(timer);
            reject(signal?.reason);
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', stop);
            resolve();
        }, milliseconds);
        if (signal?.aborted === true)
            stop();
        else
            signal?.addEventListener('abort', stop, { once: true });
    }),
};


/***/ })

};
