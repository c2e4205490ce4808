export const id = 367;
export const ids = [367];
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

/***/ 1367:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.deploy = void 0;
const deploy_summary_ts_1 = __webpack_require__(3742);
const action_ts_1 = __webpack_require__(2730);
const minutes_ts_1 = __webpack_require__(7843);
const project_input_ts_1 = __webpack_require__(674);
exports.deploy = {
    description: 'Brings endpoint and batch transform of an environment to what its folder says.',
    inputs: {
        config: action_ts_1.PROJECT_INPUTS.config,
        environment: { ...action_ts_1.PROJECT_INPUTS.environment, required: true },
        'run-batch': { description: 'Also run the batch transform once, and wait for it.', default: 'false' },
        'run-key': { description: 'Tells batch runs of one commit apart: the date of a scheduled run.' },
        'dry-run': { description: 'Say what would be done, and do nothing.', default: 'false' },
        'timeout-minutes': { description: 'Longest wait for the endpoint, and for the batch transform.', default: '120' },
    },
    outputs: {
        endpoint: 'Name of the endpoint.',
        'package-arn': 'ARN of the model package that it serves; empty when nothing is pinned.',
        'batch-output': '`s3://` address of the batch output; empty when none ran.',
    },
    async run(context) {
        const { deploy: verb } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(10), __webpack_require__.e(342), __webpack_require__.e(911)]).then(__webpack_require__.bind(__webpack_require__, 3911));
        const runKey = context.input('run-key');
        const result = await verb({
            ...(0, project_input_ts_1.projectInput)(context),
            environment: context.input('environment') ?? '',
            commit: context.job.sha,
            repository: context.job.repository,
            runBatch: context.flag('run-batch'),
            dryRun: context.flag('dry-run'),
            timeout: (0, minutes_ts_1.minutes)(context.input('timeout-minutes'), 'timeout-minutes'),
            ...(runKey === undefined ? {} : { runKey }),
        }, context.ports);
        const { endpoint, batch } = result.facts;
        return {
            result,
            outputs: {
                endpoint: endpoint.name,
                'package-arn': endpoint.package?.arn ?? null,
                'batch-output': batch.run?.output.output_uri ?? null,
            },
            summary: (0, deploy_summary_ts_1.deploySummary)(result.summary, result.facts.changes),
        };
    },
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

/***/ 3742:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.deploySummary = deploySummary;
const markdown_ts_1 = __webpack_require__(4285);
/** What a deploy did, as Markdown for the job summary. */
function deploySummary(summary, changes) {
    const shown = (value) => (value === null ? '—' : (0, markdown_ts_1.code)(value));
    const rows = changes.map(({ resource, action, from, to, why }) => [
        (0, markdown_ts_1.code)(resource),
        action,
        shown(from),
        shown(to),
        (0, markdown_ts_1.inert)(why),
    ]);
    const body = rows.length === 0 ? 'Nothing to do.' : (0, markdown_ts_1.table)(['Resource', 'Action', 'From', 'To', 'Why'], rows);
    return `## ${(0, markdown_ts_1.inert)(summary)}\n\n${body}\n`;
}


/***/ }),

/***/ 4285:
/***/ ((__unused_webpack_module, exports) => {


/**
 * Markdown for comments on GitHub. Text that we did not write (model output, SQL errors, names from AWS, anything a person
 * typed) goes through `code`, `fenced` or `inert`: it can then neither mention anybody, nor close a table cell, nor bring
 * HTML, links or images.
 */
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.LONGEST_COMMENT = void 0;
exports.code = code;
exports.fenced = fenced;
exports.inert = inert;
exports.table = table;
exports.details = details;
exports.number = number;
exports.duration = duration;
exports.comment = comment;
/** Inline code. Nothing inside is interpreted; a pipe is escaped because tables are split before code is recognised. */
function code(text) {
    const line = text.replaceAll(/\s+/g, ' ').trim();
    if (line === '')
        return '` `';
    const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = '`'.repeat(longest + 1);
    const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
    return `${fence}${padding}${line.replaceAll('|', '\\|')}${padding}${fence}`;
}
/** A code block. The fence is longer than any run of backticks in the text. */
function fenced(text, language = '') {
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${text.replaceAll('\r', '')}\n${fence}`;
}
/** Running text with every character that Markdown, HTML, mentions or references give a meaning taken out of service. */
function inert(text) {
    return text
        .replaceAll(/\s+/g, ' ')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll(/[\\`*_{}[\]()#+!|~]/g, (character) => `\\${character}`)
        .replaceAll('@', '@&#8203;')
        .replaceAll(/(https?|ftp|www)(:|\.)/gi, '$1&#8203;$2');
}
/** A table; the cells are Markdown already. `align` has one letter a column: l, r or c. */
function table(header, rows, align = '') {
    const rule = header.map((_, i) => ({ r: '---:', c: ':---:' })[align[i] ?? 'l'] ?? '---');
    return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
function details(summary, body) {
    return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
/** A number with at most `digits` decimals; what is not a finite number is an em dash. */
function number(value, digits = 3) {
    return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '—';
}
/** 3,724 s → `1 h 2 min`; below a minute in seconds. */
function duration(seconds) {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds))
        return '—';
    if (seconds < 60)
        return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
    const minutes = Math.floor(seconds / 60);
    return minutes < 60
        ? `${minutes} min ${Math.round(seconds % 60)} s`
        : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
/** https://docs.github.com/rest/issues/comments: a body has at most 65,536 characters. */
exports.LONGEST_COMMENT = 65_536;
/**
 * Joins sections to a comment that GitHub takes. The first section is the summary and always stays; the last ones go first,
 * and a line says which and where to find them.
 */
function comment(sections, whereTheRestIs) {
    const kept = sections.map(({ body }) => body);
    const dropped = [];
    const render = () => {
        const note = dropped.length === 0 ? [] : [`> Too long for a comment: ${dropped.join(', ')} left out. ${whereTheRestIs}`];
        return `${[...kept, ...note].join('\n\n')}\n`;
    };
    let text = render();
    while (text.length > exports.LONGEST_COMMENT && kept.length > 1) {
        kept.pop();
        dropped.unshift(sections[kept.length]?.title ?? '');
        text = render();
    }
    return text.length > exports.LONGEST_COMMENT ? text.slice(0, exports.LONGEST_COMMENT) : text;
}


/***/ })

};
