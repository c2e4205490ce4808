export const id = 957;
export const ids = [957,28];
export const modules = {

/***/ 3567:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.projectInput = projectInput;
/** The part of a verb's input that all of them share, from the common options. */
function projectInput(options, context) {
    return {
        configFile: String(options.config),
        packageRoot: context.packageRoot,
        ...(options.environment === undefined ? {} : { environment: String(options.environment) }),
        ...(options.account === undefined ? {} : { account: String(options.account) }),
        ...(options.region === undefined ? {} : { region: String(options.region) }),
    };
}


/***/ }),

/***/ 8776:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.approveCommand = void 0;
const command_ts_1 = __webpack_require__(3567);
const forge_ts_1 = __webpack_require__(8397);
const positive_integer_ts_1 = __webpack_require__(8960);
exports.approveCommand = {
    name: 'approve',
    summary: 'approve or reject the model that was reported on a pull request or issue, as its label asks',
    configure(command) {
        command.argument('<number>', 'pull request or issue that carries the label');
        (0, forge_ts_1.labelOptions)(command);
        (0, forge_ts_1.forgeOptions)(command);
    },
    async run(options, [number], context) {
        const { approve } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(259)]).then(__webpack_require__.bind(__webpack_require__, 259));
        const result = await approve({
            ...(0, command_ts_1.projectInput)(options, context),
            number: (0, positive_integer_ts_1.positiveInteger)(number, '<number>'),
            approveLabel: String(options.approveLabel),
            rejectLabel: String(options.rejectLabel),
        }, context.ports, await (0, forge_ts_1.forge)(options, context));
        return { result };
    },
};


/***/ }),

/***/ 3809:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.configShowCommand = void 0;
const command_ts_1 = __webpack_require__(3567);
exports.configShowCommand = {
    name: 'config show',
    summary: 'print the configuration with every default filled in',
    configure(command) {
        command.option('--origins', 'say where each value comes from');
    },
    async run(options, _args, context) {
        const { configShow } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(570)]).then(__webpack_require__.bind(__webpack_require__, 2570));
        return configShow({ ...(0, command_ts_1.projectInput)(options, context), origins: options.origins === true }, context.log);
    },
};


/***/ }),

/***/ 2682:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.deployCommand = void 0;
const command_ts_1 = __webpack_require__(3567);
const duration_ts_1 = __webpack_require__(2032);
const provenance_ts_1 = __webpack_require__(5247);
exports.deployCommand = {
    name: 'deploy',
    summary: 'bring endpoint and batch transform of an environment to what its folder says',
    requires: ['environment'],
    configure(command) {
        (0, provenance_ts_1.provenanceOptions)(command);
        command
            .option('--dry-run', 'say what would be done, and do nothing')
            .option('--run-batch', 'also run the batch transform once, and check its output row for row')
            .option('--run-key <text>', 'tells batch runs of one commit apart: the date of a scheduled run')
            .option('--timeout <duration>', 'how long to wait; the work goes on (90s, 30m, 2h)', duration_ts_1.duration);
    },
    async run(options, _args, context) {
        const { deploy } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(10), __webpack_require__.e(342), __webpack_require__.e(911)]).then(__webpack_require__.bind(__webpack_require__, 3911));
        const { changeLines } = await __webpack_require__.e(/* import() */ 23).then(__webpack_require__.bind(__webpack_require__, 7023));
        const result = await deploy({
            ...(0, command_ts_1.projectInput)(options, context),
            ...(await (0, provenance_ts_1.provenance)(options, context)),
            environment: String(options.environment),
            dryRun: options.dryRun === true,
            runBatch: options.runBatch === true,
            ...(options.runKey === undefined ? {} : { runKey: String(options.runKey) }),
            ...(options.timeout === undefined ? {} : { timeout: Number(options.timeout) }),
        }, context.ports);
        const { batch, changes } = result.facts;
        const sample = batch.run === null ? [] : ['', 'First rows of the output:', ...batch.run.output.sample];
        return { result, text: [...changeLines(changes), ...sample, '', result.summary].join('\n') };
    },
};


/***/ }),

/***/ 67:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.destroyCommand = void 0;
const command_ts_1 = __webpack_require__(3567);
const duration_ts_1 = __webpack_require__(2032);
exports.destroyCommand = {
    name: 'destroy',
    summary: 'remove what an environment made, and nothing else; without --yes only list it',
    requires: ['environment'],
    configure(command) {
        command
            .option('--yes', 'really remove it')
            .option('--registry', 'also remove the model package group with all its versions')
            .option('--timeout <duration>', 'how long to wait for the endpoint to go (90s, 30m)', duration_ts_1.duration);
    },
    async run(options, _args, context) {
        const { destroy } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(342), __webpack_require__.e(412)]).then(__webpack_require__.bind(__webpack_require__, 2412));
        const { changeLines } = await __webpack_require__.e(/* import() */ 23).then(__webpack_require__.bind(__webpack_require__, 7023));
        const result = await destroy({
            ...(0, command_ts_1.projectInput)(options, context),
            environment: String(options.environment),
            yes: options.yes === true,
            registry: options.registry === true,
            ...(options.timeout === undefined ? {} : { timeout: Number(options.timeout) }),
        }, context.ports);
        return { result, text: [...changeLines(result.facts.changes), '', result.summary].join('\n').trimStart() };
    },
};


/***/ }),

/***/ 8273:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.invokeCommand = void 0;
const command_ts_1 = __webpack_require__(3567);
exports.invokeCommand = {
    name: 'invoke',
    summary: 'send rows to the endpoint of an environment and print what it predicts',
    requires: ['environment'],
    configure(command) {
        command
            .requiredOption('-f, --file <path>', 'rows to predict, - for standard input')
            .option('--content-type <type>', 'how the rows are written', 'text/csv')
            .option('--accept <type>', 'how the predictions are to be written', 'text/csv');
    },
    async run(options, _args, context) {
        const { invoke } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(724)]).then(__webpack_require__.bind(__webpack_require__, 2724));
        const result = await invoke({
            ...(0, command_ts_1.projectInput)(options, context),
            environment: String(options.environment),
            file: String(options.file),
            contentType: String(options.contentType),
            accept: String(options.accept),
        }, context.ports);
        return { result, text: result.facts.body.trimEnd() };
    },
};


/***/ }),

/***/ 8309:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.promoteCommand = void 0;
const failure_ts_1 = __webpack_require__(1633);
const command_ts_1 = __webpack_require__(3567);
const forge_ts_1 = __webpack_require__(8397);
const positive_integer_ts_1 = __webpack_require__(8960);
exports.promoteCommand = {
    name: 'promote',
    summary: 'offer a model to an environment: a pull request that moves the pin in its folder',
    configure(command) {
        command.option('--model-version <n>', 'version in the package group; default: what the environment before pins, or the newest approved');
        (0, forge_ts_1.forgeOptions)(command);
    },
    async run(options, _args, context) {
        const { promote } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(82)]).then(__webpack_require__.bind(__webpack_require__, 8082));
        if (options.environment === undefined)
            throw new failure_ts_1.Failure('usage', 'promote needs --environment', { wayOut: 'Say where to: --environment dev.' });
        const result = await promote({
            ...(0, command_ts_1.projectInput)(options, context),
            environment: String(options.environment),
            repositoryRoot: context.cwd,
            ...(options.modelVersion === undefined
                ? {}
                : { version: (0, positive_integer_ts_1.positiveInteger)(options.modelVersion, '--model-version') }),
        }, context.ports, await (0, forge_ts_1.forge)(options, context));
        return { result };
    },
};


/***/ }),

/***/ 4033:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.renderBatch = exports.renderTraining = void 0;
const command_ts_1 = __webpack_require__(3567);
const command = (pipeline) => ({
    name: `render ${pipeline}`,
    summary: `print the definition of the ${pipeline} pipeline: no network, no credentials`,
    async run(options, _args, context) {
        const { render } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(10), __webpack_require__.e(31)]).then(__webpack_require__.bind(__webpack_require__, 5412));
        const result = await render({ ...(0, command_ts_1.projectInput)(options, context), pipeline }, context.log);
        return { result, text: JSON.stringify(result.facts.definition, null, 2) };
    },
});
exports.renderTraining = command('training');
exports.renderBatch = command('batch');


/***/ }),

/***/ 4595:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.reportCommand = void 0;
const failure_ts_1 = __webpack_require__(1633);
const forge_ts_1 = __webpack_require__(8397);
const positive_integer_ts_1 = __webpack_require__(8960);
exports.reportCommand = {
    name: 'report',
    summary: 'write the metrics of a training run as Markdown, and post them with --post',
    configure(command) {
        command
            .argument('<execution>', 'ARN of the pipeline execution')
            .option('--post', 'post it where the change was discussed')
            .option('--number <n>', 'post it on this pull request or issue');
        (0, forge_ts_1.labelOptions)(command);
        (0, forge_ts_1.forgeOptions)(command);
    },
    async run(options, [execution = ''], context) {
        const { report } = await __webpack_require__.e(/* import() */ 66).then(__webpack_require__.bind(__webpack_require__, 4066));
        const post = options.post === true || options.number !== undefined;
        if (execution === '')
            throw new failure_ts_1.Failure('usage', 'report needs the ARN of an execution');
        const result = await report({
            execution,
            approveLabel: String(options.approveLabel),
            rejectLabel: String(options.rejectLabel),
            ...(options.number === undefined ? {} : { number: (0, positive_integer_ts_1.positiveInteger)(options.number, '--number') }),
        }, context.ports, post ? await (0, forge_ts_1.forge)(options, context) : undefined);
        return { result, text: post ? result.summary : result.facts.markdown };
    },
};


/***/ }),

/***/ 6315:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.trainCommand = void 0;
const command_ts_1 = __webpack_require__(3567);
const duration_ts_1 = __webpack_require__(2032);
const provenance_ts_1 = __webpack_require__(5247);
exports.trainCommand = {
    name: 'train',
    summary: 'upsert the training pipeline, run it once for this commit, and wait for the registered model',
    configure(command) {
        (0, provenance_ts_1.provenanceOptions)(command);
        command
            .option('--run-key <text>', 'tells runs of one commit apart: the date of a scheduled run')
            .option('--retry', 'run the failed steps of an earlier attempt again')
            .option('--timeout <duration>', 'how long to wait; the run goes on (90s, 30m, 5h)', duration_ts_1.duration);
    },
    async run(options, _args, context) {
        const { stepTable, train } = await Promise.all(/* import() */[__webpack_require__.e(718), __webpack_require__.e(351), __webpack_require__.e(10), __webpack_require__.e(342), __webpack_require__.e(568)]).then(__webpack_require__.bind(__webpack_require__, 1568));
        const result = await train({
            ...(0, command_ts_1.projectInput)(options, context),
            ...(await (0, provenance_ts_1.provenance)(options, context)),
            retry: options.retry === true,
            ...(options.runKey === undefined ? {} : { runKey: String(options.runKey) }),
            ...(options.timeout === undefined ? {} : { timeout: Number(options.timeout) }),
        }, context.ports);
        const { run } = result.facts;
        return run === null ? { result } : { result, text: `${stepTable(run)}\n\n${result.summary}` };
    },
};


/***/ }),

/***/ 2032:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.duration = duration;
const commander_1 = __webpack_require__(8909);
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** `90s`, `30m`, `5h`, `1d` in milliseconds, for commander's option parsers. */
function duration(text) {
    const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
    if (amount === undefined)
        throw new commander_1.InvalidArgumentError('Give a number and a unit: 90s, 30m, 5h or 1d.');
    return Number(amount) * UNITS[unit];
}


/***/ }),

/***/ 8397:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.forgeOptions = forgeOptions;
exports.forge = forge;
exports.labelOptions = labelOptions;
/** Options of the verbs that speak to GitHub. */
function forgeOptions(command) {
    command.option('--repository <owner/name>', 'the GitHub repository; default: GITHUB_REPOSITORY');
}
/** GitHub as the environment says: GITHUB_TOKEN, GITHUB_REPOSITORY, and GITHUB_API_URL for another server than github.com. */
async function forge(options, context) {
    const { connectGitHub } = await __webpack_require__.e(/* import() */ 610).then(__webpack_require__.bind(__webpack_require__, 5610));
    const token = context.env.GITHUB_TOKEN;
    if (token !== undefined)
        context.log.secret(token);
    return await connectGitHub({
        token,
        repository: options.repository === undefined ? context.env.GITHUB_REPOSITORY : String(options.repository),
        apiUrl: context.env.GITHUB_API_URL,
    });
}
/** Options that name the two labels. */
function labelOptions(command) {
    command
        .option('--approve-label <name>', 'label that approves a model', 'approve-model')
        .option('--reject-label <name>', 'label that rejects a model', 'reject-model');
}


/***/ }),

/***/ 2957:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.main = main;
const commander_1 = __webpack_require__(8909);
const index_ts_1 = __webpack_require__(3954);
const failure_ts_1 = __webpack_require__(1633);
const redact_ts_1 = __webpack_require__(6670);
const outcome_ts_1 = __webpack_require__(9194);
const package_root_ts_1 = __webpack_require__(5811);
const terminal_ts_1 = __webpack_require__(1028);
const verbs_ts_1 = __webpack_require__(5292);
/**
 * The command line. `argv` is what follows the program's name. Returns the exit code (docs/reason-codes.md); writes the
 * result to standard output and everything else to standard error.
 */
async function main(argv, options = {}) {
    const streams = options.streams ?? terminal_ts_1.processStreams;
    const env = options.env ?? process.env;
    const redactor = (0, redact_ts_1.createRedactor)();
    const log = (0, terminal_ts_1.terminalLog)(streams, redactor);
    const root = (0, package_root_ts_1.packageRoot)();
    const context = {
        log,
        env,
        packageRoot: root.dir,
        cwd: process.cwd(),
        ports: options.ports ?? { clock: terminal_ts_1.systemClock, log, aws: (region) => (0, index_ts_1.connectAws)(region, log) },
    };
    let exitCode = 0;
    const run = async (verb, asJson, act) => {
        try {
            await act();
        }
        catch (error) {
            exitCode = reportFailure(error, verb.name, asJson, env, streams, redactor);
        }
    };
    const program = new commander_1.Command('mlops')
        .description('GitOps for SageMaker models trained on PrestoDB.')
        .version(root.version, '-V, --version', 'print the version')
        .helpOption('-h, --help', 'show help')
        .configureOutput({ writeOut: streams.out, writeErr: streams.err })
        .showSuggestionAfterError(true)
        .exitOverride();
    program
        .command('local')
        .description('this machine as the cloud: up, down, status, env, logs')
        .allowUnknownOption()
        .helpOption(false)
        .argument('[args...]')
        .action(async (args) => {
        try {
            const { local } = await __webpack_require__.e(/* import() */ 434).then(__webpack_require__.bind(__webpack_require__, 6434));
            exitCode = await local(args, root.dir);
        }
        catch (error) {
            exitCode = reportFailure(error, 'local', false, env, streams, redactor);
        }
    });
    for (const verb of verbs_ts_1.VERBS) {
        const command = commandAt(program, verb.name.split(' '))
            .description(verb.summary)
            .option('-c, --config <file>', 'the configuration', 'config.yml')
            .addOption(new commander_1.Option('-e, --environment <name>', 'a folder of environments/').makeOptionMandatory(verb.requires?.includes('environment') === true))
            .option('--account <id>', 'the AWS account that this must run in')
            .option('--region <name>', 'AWS region, instead of that of the configuration')
            .option('--json', 'print the result as JSON on standard output');
        verb.configure?.(command);
        command.action((...args) => {
            const values = command.opts();
            return run(verb, values.json === true, async () => {
                const { result, text } = await verb.run(values, words(args), context);
                streams.out(`${values.json === true ? json(result, redactor) : redactor.redact(text ?? result.summary)}\n`);
                exitCode = exitOf(result);
            });
        });
    }
    try {
        await program.parseAsync(argv, { from: 'user' });
    }
    catch (error) {
        // commander has printed its message (or the help, or the version) by now.
        if (error instanceof commander_1.CommanderError)
            return error.exitCode === 0 ? 0 : failure_ts_1.REASON_CODES.usage.exit;
        throw error;
    }
    return exitCode;
}
/** `--json`: one document, indented. */
const json = (result, redactor) => JSON.stringify((0, redact_ts_1.redactJson)(result, redactor), null, 2);
function reportFailure(error, verb, asJson, env, streams, redactor) {
    const result = (0, outcome_ts_1.failureResult)(verb, error);
    const say = (text) => streams.err(`${redactor.redact(text)}\n`);
    say(`mlops: ${result.reason_code}: ${result.summary}`);
    if (error instanceof failure_ts_1.Failure) {
        if (error.wayOut !== undefined)
            say(`  ${error.wayOut}`);
    }
    else if (env.MLOPS_DEBUG === undefined) {
        say('  Run it again with MLOPS_DEBUG=1 to see where, and report it.');
    }
    if (env.MLOPS_DEBUG !== undefined && error instanceof Error)
        say(error.stack ?? error.message);
    if (asJson)
        streams.out(`${json(result, redactor)}\n`);
    return exitOf(result);
}
const exitOf = (result) => (result.reason_code === 'ok' ? 0 : failure_ts_1.REASON_CODES[result.reason_code].exit);
/** The (sub)command of that path, made on the way. */
function commandAt(parent, path) {
    const [first = '', ...rest] = path;
    if (rest.length === 0)
        return parent.command(first);
    const group = parent.commands.find((command) => command.name() === first) ?? parent.command(first);
    if (group.description() === '')
        group.description(`${first} …`);
    return commandAt(group, rest);
}
/** commander passes the arguments, then the options, then the command itself. */
function words(args) {
    return args
        .slice(0, -2)
        .flatMap((arg) => (Array.isArray(arg) ? arg.map(String) : arg === undefined ? [] : [String(arg)]));
}


/***/ }),

/***/ 5811:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.packageRoot = packageRoot;
const node_fs_1 = __webpack_require__(3024);
const node_path_1 = __webpack_require__(6760);
const node_url_1 = __webpack_require__(3136);
/** Folder of this package and its version, found from where this code runs: the sources or the bundle in dist/. */
function packageRoot(from = (0, node_url_1.fileURLToPath)(import.meta.url)) {
    for (let dir = (0, node_path_1.dirname)(from);; dir = (0, node_path_1.dirname)(dir)) {
        const file = (0, node_path_1.join)(dir, 'package.json');
        // dist/package.json exists too: it belongs to a dependency and is recognised by its name.
        if ((0, node_fs_1.existsSync)(file)) {
            const { name, version } = JSON.parse((0, node_fs_1.readFileSync)(file, 'utf8'));
            if (name === 'sagemaker-presto-gitops')
                return { dir, version: version ?? '0.0.0' };
        }
        if ((0, node_path_1.dirname)(dir) === dir)
            return { dir: process.cwd(), version: '0.0.0' };
    }
}


/***/ }),

/***/ 8960:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.positiveInteger = positiveInteger;
const failure_ts_1 = __webpack_require__(1633);
/** An option that takes a whole number from 1. */
function positiveInteger(value, option) {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1) {
        throw new failure_ts_1.Failure('usage', `${option} is ${JSON.stringify(value)}`, { wayOut: 'It takes a whole number from 1.' });
    }
    return number;
}


/***/ }),

/***/ 5247:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.provenanceOptions = provenanceOptions;
exports.provenance = provenance;
const node_child_process_1 = __webpack_require__(1421);
const node_path_1 = __webpack_require__(6760);
const node_util_1 = __webpack_require__(7975);
const run = (0, node_util_1.promisify)(node_child_process_1.execFile);
function provenanceOptions(command) {
    command
        .option('--commit <sha>', 'the commit that this belongs to (default: GITHUB_SHA, or HEAD of the checkout)')
        .option('--repository <owner/name>', 'the repository that this belongs to (default: GITHUB_REPOSITORY, or origin)');
}
/** Commit and repository: as given, as GitHub Actions says, or as the checkout around the configuration says. */
async function provenance(options, { env }) {
    const folder = (0, node_path_1.dirname)(String(options.config));
    const commit = options.commit ?? env.GITHUB_SHA ?? (await git(folder, 'rev-parse', 'HEAD'));
    const repository = options.repository ?? env.GITHUB_REPOSITORY ?? ownerAndName(await git(folder, 'remote', 'get-url', 'origin'));
    return {
        ...(commit === undefined ? {} : { commit: String(commit) }),
        ...(repository === undefined ? {} : { repository: String(repository) }),
    };
}
/** What git prints, undefined when there is no git or it refuses. */
async function git(folder, ...args) {
    try {
        const { stdout } = await run('git', ['-C', folder, ...args], { timeout: 10_000 });
        return stdout.trim() || undefined;
    }
    catch {
        return undefined;
    }
}
/** `owner/name` of a remote's address, which may be https, ssh or scp-like. */
function ownerAndName(address) {
    return /[:/]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(address ?? '')?.[1];
}


/***/ }),

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


/***/ }),

/***/ 5292:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.VERBS = void 0;
const approve_ts_1 = __webpack_require__(8776);
const config_show_ts_1 = __webpack_require__(3809);
const deploy_ts_1 = __webpack_require__(2682);
const destroy_ts_1 = __webpack_require__(67);
const invoke_ts_1 = __webpack_require__(8273);
const promote_ts_1 = __webpack_require__(8309);
const render_ts_1 = __webpack_require__(4033);
const report_ts_1 = __webpack_require__(4595);
const train_ts_1 = __webpack_require__(6315);
/** Every verb of the command line, in the order of the help. A new verb is one line here. */
exports.VERBS = [
    config_show_ts_1.configShowCommand,
    render_ts_1.renderTraining,
    render_ts_1.renderBatch,
    train_ts_1.trainCommand,
    report_ts_1.reportCommand,
    approve_ts_1.approveCommand,
    promote_ts_1.promoteCommand,
    deploy_ts_1.deployCommand,
    invoke_ts_1.invokeCommand,
    destroy_ts_1.destroyCommand,
];


/***/ }),

/***/ 1633:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Failure = exports.REASON_CODES = void 0;
/**
 * Everything that can go wrong for a reason a person can act on. A verb throws a `Failure`; only an entry (the command
 * line or an action) turns it into a message and an exit code. Any other exception is a defect of ours and is reported
 * as `internal`.
 *
 * Codes are part of the public interface (`--json` and the `reason_code` output): documented in docs/reason-codes.md,
 * never renamed.
 */
exports.REASON_CODES = {
    config_invalid: {
        exit: 2,
        meaning: 'config.yml, an environment file or an SQL file has mistakes; each is listed with its place',
    },
    usage: { exit: 2, meaning: 'the command or an input of the action is wrong' },
    definition_invalid: { exit: 2, meaning: 'the pipeline definition breaks a rule of SageMaker or of this project' },
    credentials_missing: { exit: 3, meaning: 'no usable AWS credentials, or no GitHub token' },
    access_denied: { exit: 3, meaning: 'AWS or GitHub refused the call' },
    not_found: { exit: 4, meaning: 'something that was named does not exist' },
    conflict: { exit: 4, meaning: 'the world is not in the state that this step needs' },
    not_allowed: { exit: 5, meaning: 'the person may not do this, or a rule forbids it' },
    moved: { exit: 5, meaning: 'what was reviewed is not what is there now; what moved is named' },
    inconclusive: { exit: 5, meaning: 'an answer is missing or unreadable, and is not taken as a yes' },
    execution_failed: { exit: 6, meaning: 'a pipeline execution ended in Failed or Stopped' },
    gate_failed: { exit: 6, meaning: 'the model did not pass its gates' },
    deployment_failed: { exit: 6, meaning: 'an endpoint or a batch transform ended in Failed, or rolled back' },
    still_running: { exit: 7, meaning: 'the work goes on and a later run picks it up; nothing is lost' },
    unavailable: { exit: 8, meaning: 'AWS, GitHub or Presto did not answer in time after retries' },
    internal: { exit: 70, meaning: 'a defect in this program' },
};
/** A reason to stop that a person can act on: what happened, where, and the way out. */
class Failure extends Error {
    code;
    /** What to do about it, one or two sentences. */
    wayOut;
    /** Machine-readable details, part of the `--json` result. */
    facts;
    constructor(code, message, options = {}) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = 'Failure';
        this.code = code;
        this.wayOut = options.wayOut;
        this.facts = options.facts ?? {};
    }
    get exitCode() {
        return exports.REASON_CODES[this.code].exit;
    }
}
exports.Failure = Failure;


/***/ }),

/***/ 6670:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.redact = void 0;
exports.createRedactor = createRedactor;
exports.redactJson = redactJson;
const HIDDEN = '***';
const SHORTEST = 6;
const PATTERNS = [
    // AWS access key ids, long-term and temporary (IAM user guide, "Unique identifiers").
    [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, HIDDEN],
    // AWS secret keys and session tokens, where a name gives them away.
    [
        /\b(aws_?(?:secret_?access_?key|session_?token)|x-amz-security-token)(["']?\s*[:=]\s*["']?)[A-Za-z0-9/+=%_-]{16,}/gi,
        `$1$2${HIDDEN}`,
    ],
    [/\b(X-Amz-(?:Signature|Credential|Security-Token))=[^&\s"']+/gi, `$1=${HIDDEN}`],
    // GitHub tokens (classic, fine-grained, app, OAuth, refresh).
    [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})\b/g, HIDDEN],
    // JSON web tokens.
    [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, HIDDEN],
    [/\b(Authorization["']?\s*[:=]\s*["']?(?:Basic|Bearer|token)\s+)[A-Za-z0-9+/=._~-]+/gi, `$1${HIDDEN}`],
    // user:password@host in an address.
    [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]+):[^\s/@]+@/gi, `$1:${HIDDEN}@`],
    [/\b((?:password|passwd|pwd|secret|api_?key)["']?\s*[:=]\s*)(["'])(?:(?!\2).)*\2/gi, `$1$2${HIDDEN}$2`],
    [/\b((?:password|passwd|pwd|secret|api_?key)["']?\s*[:=]\s*)[^\s,;&}"']+/gi, `$1${HIDDEN}`],
    [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
];
/** A redactor with its own registered values. */
function createRedactor() {
    const values = new Set();
    return {
        add(value) {
            for (const form of [value, ...value.split(/\r?\n/)]) {
                if (form.trim().length >= SHORTEST)
                    values.add(form.trim());
            }
        },
        redact(text) {
            let out = text;
            // Longest first: a value may contain another one.
            for (const value of [...values].sort((a, b) => b.length - a.length)) {
                for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])) {
                    out = out.replaceAll(form, HIDDEN);
                }
            }
            for (const [pattern, replacement] of PATTERNS)
                out = out.replace(pattern, replacement);
            return out;
        },
    };
}
/** The patterns alone, for texts that no secret was registered for. */
const redact = (text) => createRedactor().redact(text);
exports.redact = redact;
/** A JSON value with every text in it redacted: done before it is written, so that the JSON stays valid. */
function redactJson(value, redactor) {
    if (typeof value === 'string')
        return redactor.redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactJson(item, redactor));
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactJson(item, redactor)]));
}


/***/ }),

/***/ 9194:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.failureResult = failureResult;
const failure_ts_1 = __webpack_require__(1633);
/** The result of a verb that stopped: a `Failure` keeps its code, anything else is a defect of ours. */
function failureResult(verb, error) {
    if (!(error instanceof failure_ts_1.Failure)) {
        const message = error instanceof Error ? error.message : String(error);
        return {
            schema_version: 1,
            verb,
            decision: 'failed',
            reason_code: 'internal',
            summary: `Something is wrong in this program: ${message}`,
            facts: {},
        };
    }
    const refusal = error.exitCode === failure_ts_1.REASON_CODES.not_allowed.exit || error.code === 'gate_failed';
    return {
        schema_version: 1,
        verb,
        decision: error.code === 'still_running' ? 'parked' : refusal ? 'refused' : 'failed',
        reason_code: error.code,
        summary: error.message,
        facts: { ...error.facts, ...(error.wayOut === undefined ? {} : { way_out: error.wayOut }) },
    };
}


/***/ })

};
