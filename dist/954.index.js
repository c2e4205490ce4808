export const id = 954;
export const ids = [954];
export const modules = {

/***/ 5943:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.lastPart = exports.tagList = exports.iso = void 0;
exports.clientSettings = clientSettings;
exports.once = once;
exports.allPages = allPages;
/**
 * Settings shared by all AWS clients. Endpoints, credentials and profiles come from the environment as for any AWS client
 * (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>, AWS_PROFILE, …).
 */
function clientSettings(region) {
    return {
        region,
        retryMode: 'standard',
        maxAttempts: 5,
        // Without throwOnRequestTimeout the SDK only warns when an answer does not come.
        requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    };
}
/** Makes a value at the first call and keeps it; a failed attempt is not kept. */
function once(make) {
    let made;
    return () => {
        made ??= make().catch((error) => {
            made = undefined;
            throw error;
        });
        return made;
    };
}
/** All items of a paginated list. `fetch` gets the token of the page, undefined for the first. */
async function allPages(fetch, items, next) {
    const all = [];
    let token;
    do {
        const page = await fetch(token);
        all.push(...(items(page) ?? []));
        token = next(page);
    } while (token !== undefined && token !== '');
    return all;
}
const iso = (date) => date?.toISOString();
exports.iso = iso;
/** AWS's tag list from our map. */
const tagList = (tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
exports.tagList = tagList;
/** Last part of an ARN or address: the name of a job. */
const lastPart = (arn) => arn.slice(arn.lastIndexOf('/') + 1);
exports.lastPart = lastPart;


/***/ }),

/***/ 9103:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.isMissing = isMissing;
exports.isTaken = isTaken;
exports.toFailure = toFailure;
exports.attempt = attempt;
exports.find = find;
exports.remove = remove;
exports.create = create;
const failure_ts_1 = __webpack_require__(1633);
const CREDENTIALS = new Set([
    'CredentialsProviderError',
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidAccessKeyId',
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
    'ExpiredToken',
    'ExpiredTokenException',
    'TokenRefreshRequired',
]);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Forbidden']);
const MISSING = new Set([
    'ResourceNotFound',
    'ResourceNotFoundException',
    'ObjectNotFoundException',
    'NoSuchKey',
    'NoSuchBucket',
    'NoSuchEntity',
    'NotFound',
]);
const CONFLICT = new Set(['ResourceInUse', 'ConflictException', 'ResourceLimitExceeded', 'ConcurrentUpdateException']);
const UNREACHABLE = new Set([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
]);
/**
 * True when the service says that the named thing is not there. SageMaker has an error of its own for pipelines and jobs
 * (ResourceNotFound) but answers ValidationException "Could not find …" for models, configurations and endpoints.
 */
function isMissing(error) {
    const { name = '', message = '' } = asError(error);
    return (MISSING.has(name) || (name === 'ValidationException' && /could not find|does not exist|not found/i.test(message)));
}
/** True when a create was refused because the name is taken: SageMaker words it "Cannot create already existing …". */
function isTaken(error) {
    const { name = '', message = '' } = asError(error);
    return /already exist/i.test(message) && (name === 'ValidationException' || CONFLICT.has(name));
}
/** The failure that a person can act on. `doing` completes the sentence "could not …". */
function toFailure(error, doing) {
    if (error instanceof failure_ts_1.Failure)
        return error;
    const { name = 'Error', message = '', code, $metadata, $fault } = asError(error);
    const status = $metadata?.httpStatusCode;
    const facts = {
        aws_error: name,
        ...(status === undefined ? {} : { http_status: status }),
        request_id: $metadata?.requestId,
    };
    const said = `Could not ${doing}: ${message || name}`;
    if (CREDENTIALS.has(name) || /could not load credentials/i.test(message)) {
        return new failure_ts_1.Failure('credentials_missing', said, {
            wayOut: 'Give AWS credentials: on GitHub with aws-actions/configure-aws-credentials (OIDC), at a desk with AWS_PROFILE or `aws sso login`, for this machine alone with `eval "$(npx mlops local env)"`.',
            facts,
            cause: error,
        });
    }
    if (DENIED.has(name) || status === 403) {
        return new failure_ts_1.Failure('access_denied', said, {
            wayOut: 'Add the action that AWS names to the role that these credentials belong to.',
            facts,
            cause: error,
        });
    }
    if (isMissing(error)) {
        return new failure_ts_1.Failure('not_found', said, { facts, cause: error });
    }
    if (name === 'ResourceLimitExceeded') {
        return new failure_ts_1.Failure('conflict', said, {
            wayOut: 'Ask for a higher quota in the Service Quotas console, or take another instance type.',
            facts,
            cause: error,
        });
    }
    if (CONFLICT.has(name)) {
        return new failure_ts_1.Failure('conflict', said, {
            wayOut: 'Something else works on it right now: run this again when it is done.',
            facts,
            cause: error,
        });
    }
    if (UNREACHABLE.has(code ?? '') ||
        name === 'TimeoutError' ||
        name === 'AbortError' ||
        /Throttl|TooManyRequests|SlowDown/.test(name)) {
        return new failure_ts_1.Failure('unavailable', said, {
            wayOut: 'Run it again; if it stays, check the region, the network and AWS_ENDPOINT_URL*.',
            facts,
            cause: error,
        });
    }
    if ($fault === 'server' || (status !== undefined && status >= 500)) {
        return new failure_ts_1.Failure('unavailable', said, {
            wayOut: 'AWS had an error of its own: run it again.',
            facts,
            cause: error,
        });
    }
    if ($fault === 'client' || status !== undefined) {
        return new failure_ts_1.Failure('conflict', said, {
            wayOut: 'AWS refused the request for the reason given.',
            facts,
            cause: error,
        });
    }
    throw error;
}
/** Runs one call and words its error. */
async function attempt(doing, call) {
    try {
        return await call();
    }
    catch (error) {
        throw toFailure(error, doing);
    }
}
/** As `attempt`, and undefined when the thing is not there. */
async function find(doing, call) {
    try {
        return await call();
    }
    catch (error) {
        if (isMissing(error))
            return undefined;
        throw toFailure(error, doing);
    }
}
/** A delete that may be repeated: true when it was there, false when it was gone already. */
async function remove(doing, call) {
    const removed = await find(doing, async () => {
        await call();
        return true;
    });
    return removed ?? false;
}
/** A create that may be repeated. */
async function create(doing, call) {
    try {
        await call();
        return 'created';
    }
    catch (error) {
        if (isTaken(error))
            return 'exists';
        throw toFailure(error, doing);
    }
}
function asError(error) {
    return typeof error === 'object' && error !== null ? error : { message: String(error) };
}


/***/ }),

/***/ 2482:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.stsIdentity = stsIdentity;
const failure_ts_1 = __webpack_require__(1633);
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Identity over AWS STS (GetCallerIdentity, which needs no permission). */
function stsIdentity(region) {
    const client = (0, client_ts_1.once)(async () => new (await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 1695, 19))).STS((0, client_ts_1.clientSettings)(region)));
    return {
        async caller() {
            const answer = await (0, errors_ts_1.attempt)('ask AWS whose credentials these are', async () => (await client()).getCallerIdentity({}));
            if (answer.Account === undefined || answer.Arn === undefined) {
                throw new failure_ts_1.Failure('inconclusive', 'AWS STS did not say which account these credentials belong to');
            }
            return { account: answer.Account, arn: answer.Arn };
        },
    };
}


/***/ }),

/***/ 3954:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.connectAws = connectAws;
const identity_ts_1 = __webpack_require__(2482);
const job_logs_ts_1 = __webpack_require__(4241);
const object_store_ts_1 = __webpack_require__(1111);
const sagemaker_ts_1 = __webpack_require__(2006);
const scaling_ts_1 = __webpack_require__(8203);
const secrets_ts_1 = __webpack_require__(4399);
/** AWS in a region. Clients are loaded when they are first used: a run that touches S3 only does not pay for SageMaker. */
function connectAws(region, log) {
    return {
        region,
        identity: (0, identity_ts_1.stsIdentity)(region),
        sagemaker: (0, sagemaker_ts_1.sagemaker)(region),
        objects: (0, object_store_ts_1.s3ObjectStore)(region),
        scaling: (0, scaling_ts_1.applicationAutoScaling)(region),
        secrets: (0, secrets_ts_1.secretsManager)(region, log),
        jobLogs: (0, job_logs_ts_1.cloudWatchJobLogs)(region),
    };
}


/***/ }),

/***/ 4241:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.cloudWatchJobLogs = cloudWatchJobLogs;
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Log groups that SageMaker writes to (Amazon SageMaker developer guide, "Log groups and streams"). */
const GROUPS = {
    processing: '/aws/sagemaker/ProcessingJobs',
    training: '/aws/sagemaker/TrainingJobs',
    transform: '/aws/sagemaker/TransformJobs',
};
/** Where the containers of a job or an endpoint write: an endpoint has a group of its own, a job's streams begin with its name. */
const placeOf = ({ kind, name }) => kind === 'endpoint'
    ? { logGroupName: `/aws/sagemaker/Endpoints/${name}` }
    : { logGroupName: GROUPS[kind], logStreamNamePrefix: `${name}/` };
/** Job logs over Amazon CloudWatch Logs. */
function cloudWatchJobLogs(region) {
    const client = (0, client_ts_1.once)(async () => new (await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(303)]).then(__webpack_require__.t.bind(__webpack_require__, 303, 19))).CloudWatchLogs((0, client_ts_1.clientSettings)(region)));
    return {
        async tail(of, lines) {
            const place = placeOf(of);
            const streams = await (0, errors_ts_1.find)(`list the logs of ${of.name}`, async () => (0, client_ts_1.allPages)(async (token) => (await client()).describeLogStreams({
                ...place,
                ...(token === undefined ? {} : { nextToken: token }),
            }), (page) => page.logStreams, (page) => page.nextToken));
            const events = [];
            for (const { logStreamName } of streams ?? []) {
                if (logStreamName === undefined)
                    continue;
                const page = await (0, errors_ts_1.attempt)(`read the log ${logStreamName}`, async () => (await client()).getLogEvents({
                    logGroupName: place.logGroupName,
                    logStreamName,
                    startFromHead: false,
                    limit: lines,
                }));
                for (const event of page.events ?? [])
                    events.push({ at: event.timestamp ?? 0, text: event.message ?? '' });
            }
            // Stable sort: lines of one millisecond stay in the order of their stream.
            return events
                .sort((a, b) => a.at - b.at)
                .slice(-lines)
                .map((event) => event.text.trimEnd());
        },
    };
}


/***/ }),

/***/ 1111:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.s3ObjectStore = s3ObjectStore;
exports.parseS3Uri = parseS3Uri;
const failure_ts_1 = __webpack_require__(1633);
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Object store over Amazon S3. */
function s3ObjectStore(region) {
    const client = (0, client_ts_1.once)(async () => {
        const { S3 } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
        // A stand-in answers on one host: bucket names as sub-domains would not resolve there.
        const elsewhere = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
        return new S3({ ...(0, client_ts_1.clientSettings)(region), forcePathStyle: elsewhere !== undefined });
    });
    const open = async (uri) => {
        const at = parseS3Uri(uri);
        const answer = await (0, errors_ts_1.find)(`read ${uri}`, async () => (await client()).getObject(at));
        return answer?.Body;
    };
    return {
        async head(uri) {
            const at = parseS3Uri(uri);
            const answer = await (0, errors_ts_1.find)(`look at ${uri}`, async () => (await client()).headObject(at));
            return answer && { uri, size: answer.ContentLength ?? 0, etag: answer.ETag };
        },
        async read(uri) {
            const body = await open(uri);
            return body && (0, errors_ts_1.attempt)(`read ${uri}`, () => body.transformToByteArray());
        },
        async *stream(uri) {
            const body = await open(uri);
            if (body === undefined)
                throw new failure_ts_1.Failure('not_found', `There is no object ${uri}`);
            try {
                for await (const chunk of body)
                    yield chunk;
            }
            catch (error) {
                throw (0, errors_ts_1.toFailure)(error, `read ${uri} to its end`);
            }
        },
        async writeIfAbsent(uri, bytes, { contentType, kmsKeyId }) {
            const at = parseS3Uri(uri);
            try {
                await (await client()).putObject({
                    ...at,
                    Body: bytes,
                    ContentType: contentType,
                    IfNoneMatch: '*',
                    ...(kmsKeyId === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId }),
                });
                return 'created';
            }
            catch (error) {
                // 412: it is there. 409: another writer is putting the same content-addressed bytes right now.
                const status = error.$metadata?.httpStatusCode;
                if (status === 412 || status === 409)
                    return 'exists';
                throw (0, errors_ts_1.toFailure)(error, `write ${uri}`);
            }
        },
        async *list(prefix) {
            const { Bucket, Key } = parseS3Uri(prefix, true);
            let token;
            do {
                const page = await (0, errors_ts_1.attempt)(`list ${prefix}`, async () => (await client()).listObjectsV2({
                    Bucket,
                    Prefix: Key,
                    ...(token === undefined ? {} : { ContinuationToken: token }),
                }));
                for (const object of page.Contents ?? []) {
                    yield { uri: `s3://${Bucket}/${object.Key ?? ''}`, size: object.Size ?? 0, etag: object.ETag };
                }
                token = page.NextContinuationToken;
            } while (token !== undefined);
        },
    };
}
/** Bucket and key of an `s3://bucket/key` address. */
function parseS3Uri(uri, keyMayBeEmpty = false) {
    const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
    const bucket = match?.[1];
    const key = match?.[2] ?? '';
    if (bucket === undefined || (key === '' && !keyMayBeEmpty)) {
        throw new failure_ts_1.Failure('usage', `${JSON.stringify(uri)} is not an address of the form s3://bucket/key`);
    }
    return { Bucket: bucket, Key: key };
}


/***/ }),

/***/ 1335:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.jobs = jobs;
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Processing, training, tuning and transform jobs, which only pipelines start: nothing here changes anything. */
function jobs(client) {
    return {
        async processingJob(name) {
            const job = await byName('processing job', name, async (exact) => (await client()).describeProcessingJob({ ProcessingJobName: exact }), async (page) => {
                const answer = await (await client()).listProcessingJobs({ NameContains: name, ...page });
                return { names: answer.ProcessingJobSummaries?.map((one) => one.ProcessingJobName), next: answer.NextToken };
            });
            if (job === undefined)
                return undefined;
            const cluster = job.ProcessingResources?.ClusterConfig;
            return {
                name: job.ProcessingJobName ?? name,
                arn: job.ProcessingJobArn ?? '',
                status: job.ProcessingJobStatus ?? '',
                failureReason: job.FailureReason ?? job.ExitMessage,
                startedAt: (0, client_ts_1.iso)(job.ProcessingStartTime),
                endedAt: (0, client_ts_1.iso)(job.ProcessingEndTime),
                instanceType: cluster?.InstanceType,
                instanceCount: cluster?.InstanceCount,
                image: job.AppSpecification?.ImageUri,
                inputs: (job.ProcessingInputs ?? []).map((input) => ({
                    name: input.InputName ?? '',
                    uri: input.S3Input?.S3Uri ?? '',
                })),
                outputs: (job.ProcessingOutputConfig?.Outputs ?? []).map((output) => ({
                    name: output.OutputName ?? '',
                    uri: output.S3Output?.S3Uri ?? '',
                })),
            };
        },
        async trainingJob(name) {
            const job = await byName('training job', name, async (exact) => (await client()).describeTrainingJob({ TrainingJobName: exact }), async (page) => {
                const answer = await (await client()).listTrainingJobs({ NameContains: name, ...page });
                return { names: answer.TrainingJobSummaries?.map((one) => one.TrainingJobName), next: answer.NextToken };
            });
            if (job === undefined)
                return undefined;
            return {
                name: job.TrainingJobName ?? name,
                arn: job.TrainingJobArn ?? '',
                status: job.TrainingJobStatus ?? '',
                failureReason: job.FailureReason,
                startedAt: (0, client_ts_1.iso)(job.TrainingStartTime),
                endedAt: (0, client_ts_1.iso)(job.TrainingEndTime),
                instanceType: job.ResourceConfig?.InstanceType,
                instanceCount: job.ResourceConfig?.InstanceCount,
                artifactUri: job.ModelArtifacts?.S3ModelArtifacts,
                billableSeconds: job.BillableTimeInSeconds,
                hyperparameters: job.HyperParameters ?? {},
                metrics: Object.fromEntries((job.FinalMetricDataList ?? []).flatMap(({ MetricName, Value }) => MetricName === undefined || Value === undefined ? [] : [[MetricName, Value]])),
            };
        },
        async tuningJob(name) {
            const job = await byName('tuning job', name, async (exact) => (await client()).describeHyperParameterTuningJob({ HyperParameterTuningJobName: exact }), async (page) => {
                const answer = await (await client()).listHyperParameterTuningJobs({ NameContains: name, ...page });
                return {
                    names: answer.HyperParameterTuningJobSummaries?.map((one) => one.HyperParameterTuningJobName),
                    next: answer.NextToken,
                };
            });
            if (job === undefined)
                return undefined;
            const objective = job.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective;
            const definition = job.TrainingJobDefinition ?? job.TrainingJobDefinitions?.[0];
            const tuned = definition?.HyperParameterTuningResourceConfig;
            const counters = job.TrainingJobStatusCounters;
            return {
                name: job.HyperParameterTuningJobName ?? name,
                arn: job.HyperParameterTuningJobArn ?? '',
                status: job.HyperParameterTuningJobStatus ?? '',
                failureReason: job.FailureReason,
                startedAt: (0, client_ts_1.iso)(job.CreationTime),
                endedAt: (0, client_ts_1.iso)(job.HyperParameterTuningEndTime),
                instanceType: tuned?.InstanceType ?? definition?.ResourceConfig?.InstanceType,
                instanceCount: tuned?.InstanceCount ?? definition?.ResourceConfig?.InstanceCount,
                objective: objective?.MetricName === undefined || objective.Type === undefined
                    ? undefined
                    : { name: objective.MetricName, type: objective.Type },
                strategy: job.HyperParameterTuningJobConfig?.Strategy,
                bestTrainingJob: job.BestTrainingJob?.TrainingJobName,
                counts: {
                    completed: counters?.Completed ?? 0,
                    stopped: counters?.Stopped ?? 0,
                    failed: (counters?.RetryableError ?? 0) + (counters?.NonRetryableError ?? 0),
                    inProgress: counters?.InProgress ?? 0,
                },
            };
        },
        async tuningTrials(name) {
            const trials = await (0, errors_ts_1.attempt)(`list the trials of ${name}`, async () => (0, client_ts_1.allPages)(async (token) => (await client()).listTrainingJobsForHyperParameterTuningJob({
                HyperParameterTuningJobName: name,
                MaxResults: 100,
                ...(token === undefined ? {} : { NextToken: token }),
            }), (page) => page.TrainingJobSummaries, (page) => page.NextToken));
            return trials.map((trial) => ({
                trainingJob: trial.TrainingJobName ?? '',
                arn: trial.TrainingJobArn ?? '',
                status: trial.TrainingJobStatus ?? '',
                hyperparameters: Object.fromEntries(Object.entries(trial.TunedHyperParameters ?? {}).map(([key, value]) => [key, unquote(value)])),
                objective: trial.FinalHyperParameterTuningJobObjectiveMetric?.Value,
                startedAt: (0, client_ts_1.iso)(trial.TrainingStartTime),
                endedAt: (0, client_ts_1.iso)(trial.TrainingEndTime),
                failureReason: trial.FailureReason,
            }));
        },
        async transformJob(name) {
            const job = await byName('transform job', name, async (exact) => (await client()).describeTransformJob({ TransformJobName: exact }), async (page) => {
                const answer = await (await client()).listTransformJobs({ NameContains: name, ...page });
                return { names: answer.TransformJobSummaries?.map((one) => one.TransformJobName), next: answer.NextToken };
            });
            if (job === undefined)
                return undefined;
            return {
                name: job.TransformJobName ?? name,
                arn: job.TransformJobArn ?? '',
                status: job.TransformJobStatus ?? '',
                failureReason: job.FailureReason,
                startedAt: (0, client_ts_1.iso)(job.TransformStartTime),
                endedAt: (0, client_ts_1.iso)(job.TransformEndTime),
                instanceType: job.TransformResources?.InstanceType,
                instanceCount: job.TransformResources?.InstanceCount,
                modelName: job.ModelName,
                inputUri: job.TransformInput?.DataSource?.S3DataSource?.S3Uri ?? '',
                outputUri: job.TransformOutput?.S3OutputPath ?? '',
            };
        },
    };
}
/**
 * Describes a job whose name is known only from an ARN, which has it in lower case. Where the service does not take that for
 * the name, the list knows the right one.
 */
async function byName(noun, name, describe, list) {
    const direct = await (0, errors_ts_1.find)(`read the ${noun} ${name}`, () => describe(name));
    if (direct !== undefined)
        return direct;
    const names = await (0, errors_ts_1.attempt)(`look for the ${noun} ${name}`, () => (0, client_ts_1.allPages)((token) => list({ MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) }), (page) => page.names, (page) => page.next));
    const exact = names.find((one) => one !== name && one?.toLowerCase() === name.toLowerCase());
    return exact === undefined ? undefined : (0, errors_ts_1.find)(`read the ${noun} ${exact}`, () => describe(exact));
}
/** The SageMaker SDK and our definitions write string hyperparameters as JSON: `"sqrt"` with its quotes. */
function unquote(value) {
    return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('\\"', '"') : value;
}


/***/ }),

/***/ 8464:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.pipelines = pipelines;
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Pipelines and their executions. */
function pipelines(client) {
    return {
        async pipeline(name) {
            const found = await (0, errors_ts_1.find)(`read the pipeline ${name}`, async () => (await client()).describePipeline({ PipelineName: name }));
            if (found === undefined || found.PipelineStatus === 'Deleting')
                return undefined;
            return {
                name,
                arn: found.PipelineArn ?? '',
                definition: found.PipelineDefinition ?? '',
                roleArn: found.RoleArn ?? '',
                description: found.PipelineDescription,
            };
        },
        async createPipeline({ token, tags, ...input }) {
            const answer = await (0, errors_ts_1.attempt)(`create the pipeline ${input.name}`, async () => (await client()).createPipeline({
                ...pipelineRequest(input),
                RoleArn: input.roleArn,
                ClientRequestToken: token,
                Tags: (0, client_ts_1.tagList)(tags),
            }));
            return { arn: answer.PipelineArn ?? '' };
        },
        async updatePipeline(input) {
            const answer = await (0, errors_ts_1.attempt)(`update the pipeline ${input.name}`, async () => (await client()).updatePipeline({ ...pipelineRequest(input), RoleArn: input.roleArn }));
            return {
                arn: answer.PipelineArn ?? '',
                ...(answer.PipelineVersionId === undefined ? {} : { version: answer.PipelineVersionId }),
            };
        },
        async deletePipeline(name) {
            // One deletion, however often it is asked for: the token is made of the name.
            const ClientRequestToken = `delete-${name}`.padEnd(32, '-').slice(0, 128);
            return (0, errors_ts_1.remove)(`delete the pipeline ${name}`, async () => (await client()).deletePipeline({ PipelineName: name, ClientRequestToken }));
        },
        async executions(pipelineName) {
            const list = await (0, errors_ts_1.find)(`list the executions of ${pipelineName}`, async () => (0, client_ts_1.allPages)(async (token) => (await client()).listPipelineExecutions({
                PipelineName: pipelineName,
                SortBy: 'CreationTime',
                SortOrder: 'Descending',
                MaxResults: 100,
                ...(token === undefined ? {} : { NextToken: token }),
            }), (page) => page.PipelineExecutionSummaries, (page) => page.NextToken));
            return (list ?? []).map((summary) => ({
                arn: summary.PipelineExecutionArn ?? '',
                status: summary.PipelineExecutionStatus ?? 'Executing',
                displayName: summary.PipelineExecutionDisplayName,
                description: summary.PipelineExecutionDescription,
                startedAt: (0, client_ts_1.iso)(summary.StartTime),
            }));
        },
        async startExecution(input) {
            const answer = await (0, errors_ts_1.attempt)(`start the pipeline ${input.pipelineName}`, async () => (await client()).startPipelineExecution({
                PipelineName: input.pipelineName,
                PipelineExecutionDisplayName: input.displayName,
                PipelineExecutionDescription: input.description,
                ClientRequestToken: input.token,
                PipelineParameters: Object.entries(input.parameters).map(([Name, Value]) => ({ Name, Value })),
                ...(input.pipelineVersion === undefined ? {} : { PipelineVersionId: input.pipelineVersion }),
            }));
            return answer.PipelineExecutionArn ?? '';
        },
        async retryExecution(arn, token) {
            await (0, errors_ts_1.attempt)(`retry the execution ${arn}`, async () => (await client()).retryPipelineExecution({ PipelineExecutionArn: arn, ClientRequestToken: token }));
        },
        async stopExecution(arn, token) {
            await (0, errors_ts_1.attempt)(`stop the execution ${arn}`, async () => (await client()).stopPipelineExecution({ PipelineExecutionArn: arn, ClientRequestToken: token }));
        },
        async execution(arn) {
            const found = await (0, errors_ts_1.find)(`read the execution ${arn}`, async () => (await client()).describePipelineExecution({ PipelineExecutionArn: arn }));
            if (found === undefined)
                return undefined;
            const parameters = await (0, errors_ts_1.attempt)(`read the parameters of ${arn}`, async () => (0, client_ts_1.allPages)(async (token) => (await client()).listPipelineParametersForExecution({
                PipelineExecutionArn: arn,
                ...(token === undefined ? {} : { NextToken: token }),
            }), (page) => page.PipelineParameters, (page) => page.NextToken));
            return {
                arn,
                pipelineArn: found.PipelineArn ?? '',
                pipelineVersion: found.PipelineVersionId,
                status: found.PipelineExecutionStatus ?? 'Executing',
                displayName: found.PipelineExecutionDisplayName,
                description: found.PipelineExecutionDescription,
                failureReason: found.FailureReason,
                startedAt: (0, client_ts_1.iso)(found.CreationTime),
                lastModifiedAt: (0, client_ts_1.iso)(found.LastModifiedTime),
                parameters: Object.fromEntries(parameters.map(({ Name = '', Value = '' }) => [Name, Value])),
            };
        },
        async executionDefinition(arn) {
            const answer = await (0, errors_ts_1.attempt)(`read the definition of ${arn}`, async () => (await client()).describePipelineDefinitionForExecution({ PipelineExecutionArn: arn }));
            return answer.PipelineDefinition ?? '';
        },
        async steps(executionArn) {
            const steps = await (0, errors_ts_1.attempt)(`list the steps of ${executionArn}`, async () => (0, client_ts_1.allPages)(async (token) => (await client()).listPipelineExecutionSteps({
                PipelineExecutionArn: executionArn,
                SortOrder: 'Ascending',
                MaxResults: 100,
                ...(token === undefined ? {} : { NextToken: token }),
            }), (page) => page.PipelineExecutionSteps, (page) => page.NextToken));
            return steps.map(stepState).sort((a, b) => (a.startedAt ?? '￿').localeCompare(b.startedAt ?? '￿'));
        },
    };
}
function pipelineRequest(input) {
    return {
        PipelineName: input.name,
        ...(input.description === undefined ? {} : { PipelineDescription: input.description }),
        ...('text' in input.definition
            ? { PipelineDefinition: input.definition.text }
            : { PipelineDefinitionS3Location: { Bucket: input.definition.bucket, ObjectKey: input.definition.key } }),
    };
}
function stepState(step) {
    const { Metadata: of = {} } = step;
    const jobs = [
        ['processing', of.ProcessingJob?.Arn],
        ['training', of.TrainingJob?.Arn],
        ['tuning', of.TuningJob?.Arn],
        ['transform', of.TransformJob?.Arn],
    ];
    const job = jobs.find((entry) => entry[1] !== undefined);
    return {
        name: step.StepName ?? '',
        status: step.StepStatus ?? 'Starting',
        startedAt: (0, client_ts_1.iso)(step.StartTime),
        endedAt: (0, client_ts_1.iso)(step.EndTime),
        failureReason: step.FailureReason,
        attempts: step.AttemptCount,
        cacheHit: step.CacheHitResult?.SourcePipelineExecutionArn,
        job: job && { kind: job[0], arn: job[1] },
        modelArn: of.Model?.Arn,
        modelPackageArn: of.RegisterModel?.Arn,
        conditionOutcome: of.Condition?.Outcome,
        failMessage: of.Fail?.ErrorMessage,
    };
}


/***/ }),

/***/ 3756:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.registry = registry;
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Model packages and their groups. */
function registry(client) {
    return {
        async modelPackage(arn) {
            const found = await (0, errors_ts_1.find)(`read the model package ${arn}`, async () => (await client()).describeModelPackage({ ModelPackageName: arn }));
            if (found === undefined)
                return undefined;
            const container = found.InferenceSpecification?.Containers?.[0];
            return {
                arn: found.ModelPackageArn ?? arn,
                group: found.ModelPackageGroupName,
                version: found.ModelPackageVersion,
                approval: found.ModelApprovalStatus,
                createdAt: (0, client_ts_1.iso)(found.CreationTime),
                status: found.ModelPackageStatus ?? '',
                approvalDescription: found.ApprovalDescription,
                image: container?.Image,
                modelDataUri: container?.ModelDataUrl,
                environment: container?.Environment ?? {},
                metadata: found.CustomerMetadataProperties ?? {},
                metricsUri: found.ModelMetrics?.ModelQuality?.Statistics?.S3Uri,
                lastModifiedAt: (0, client_ts_1.iso)(found.LastModifiedTime),
            };
        },
        async modelPackages(group) {
            const packages = await (0, errors_ts_1.find)(`list the model packages of ${group}`, async () => (0, client_ts_1.allPages)(async (token) => (await client()).listModelPackages({
                ModelPackageGroupName: group,
                SortBy: 'CreationTime',
                SortOrder: 'Descending',
                MaxResults: 100,
                ...(token === undefined ? {} : { NextToken: token }),
            }), (page) => page.ModelPackageSummaryList, (page) => page.NextToken));
            return (packages ?? []).map((summary) => ({
                arn: summary.ModelPackageArn ?? '',
                group: summary.ModelPackageGroupName,
                version: summary.ModelPackageVersion,
                approval: summary.ModelApprovalStatus,
                createdAt: (0, client_ts_1.iso)(summary.CreationTime),
            }));
        },
        async updateModelPackage({ arn, approval, metadata }) {
            await (0, errors_ts_1.attempt)(`update the model package ${arn}`, async () => (await client()).updateModelPackage({
                ModelPackageArn: arn,
                ...(approval === undefined
                    ? {}
                    : { ModelApprovalStatus: approval.status, ApprovalDescription: approval.description }),
                ...(metadata === undefined ? {} : { CustomerMetadataProperties: metadata }),
            }));
        },
        async deleteModelPackage(arn) {
            return (0, errors_ts_1.remove)(`delete the model package ${arn}`, async () => (await client()).deleteModelPackage({ ModelPackageName: arn }));
        },
        async deleteModelPackageGroup(name) {
            return (0, errors_ts_1.remove)(`delete the model package group ${name}`, async () => (await client()).deleteModelPackageGroup({ ModelPackageGroupName: name }));
        },
    };
}


/***/ }),

/***/ 4147:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.serving = serving;
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Models, endpoint configurations, endpoints, their tags, and a call to an endpoint. */
function serving(client, runtime) {
    return {
        async model(name) {
            const found = await (0, errors_ts_1.find)(`read the model ${name}`, async () => (await client()).describeModel({ ModelName: name }));
            if (found === undefined)
                return undefined;
            const container = found.PrimaryContainer ?? found.Containers?.[0];
            return {
                name,
                arn: found.ModelArn ?? '',
                createdAt: (0, client_ts_1.iso)(found.CreationTime),
                image: container?.Image,
                modelDataUri: container?.ModelDataUrl,
            };
        },
        async models(nameContains) {
            const models = await (0, errors_ts_1.attempt)('list the models', async () => (0, client_ts_1.allPages)(async (token) => (await client()).listModels({
                NameContains: nameContains,
                MaxResults: 100,
                ...(token === undefined ? {} : { NextToken: token }),
            }), (page) => page.Models, (page) => page.NextToken));
            return models.map((model) => ({
                name: model.ModelName ?? '',
                arn: model.ModelArn ?? '',
                createdAt: (0, client_ts_1.iso)(model.CreationTime),
            }));
        },
        async createModel(input) {
            return (0, errors_ts_1.create)(`create the model ${input.name}`, async () => (await client()).createModel({
                ModelName: input.name,
                ExecutionRoleArn: input.roleArn,
                PrimaryContainer: { Image: input.image, ModelDataUrl: input.modelDataUri, Environment: input.environment },
                EnableNetworkIsolation: input.networkIsolation,
                ...(input.vpc === undefined
                    ? {}
                    : { VpcConfig: { Subnets: input.vpc.subnets, SecurityGroupIds: input.vpc.securityGroupIds } }),
                Tags: (0, client_ts_1.tagList)(input.tags),
            }));
        },
        async deleteModel(name) {
            return (0, errors_ts_1.remove)(`delete the model ${name}`, async () => (await client()).deleteModel({ ModelName: name }));
        },
        async endpointConfig(name) {
            const found = await (0, errors_ts_1.find)(`read the endpoint configuration ${name}`, async () => (await client()).describeEndpointConfig({ EndpointConfigName: name }));
            if (found === undefined)
                return undefined;
            return {
                name,
                arn: found.EndpointConfigArn ?? '',
                createdAt: (0, client_ts_1.iso)(found.CreationTime),
                variants: (found.ProductionVariants ?? []).map((variant) => ({
                    name: variant.VariantName ?? '',
                    modelName: variant.ModelName,
                    instanceType: variant.InstanceType,
                })),
            };
        },
        async endpointConfigs(nameContains) {
            const configs = await (0, errors_ts_1.attempt)('list the endpoint configurations', async () => (0, client_ts_1.allPages)(async (token) => (await client()).listEndpointConfigs({
                NameContains: nameContains,
                MaxResults: 100,
                ...(token === undefined ? {} : { NextToken: token }),
            }), (page) => page.EndpointConfigs, (page) => page.NextToken));
            return configs.map((config) => ({
                name: config.EndpointConfigName ?? '',
                arn: config.EndpointConfigArn ?? '',
                createdAt: (0, client_ts_1.iso)(config.CreationTime),
            }));
        },
        async createEndpointConfig({ name, variant, kmsKeyId, tags }) {
            return (0, errors_ts_1.create)(`create the endpoint configuration ${name}`, async () => (await client()).createEndpointConfig({
                EndpointConfigName: name,
                ProductionVariants: [
                    {
                        VariantName: variant.name,
                        ModelName: variant.modelName,
                        InstanceType: variant.instanceType,
                        InitialInstanceCount: variant.initialInstanceCount,
                        InitialVariantWeight: 1,
                        ...(variant.managedScaling === undefined
                            ? {}
                            : {
                                ManagedInstanceScaling: {
                                    Status: 'ENABLED',
                                    MinInstanceCount: variant.managedScaling.min,
                                    MaxInstanceCount: variant.managedScaling.max,
                                },
                            }),
                    },
                ],
                ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
                Tags: (0, client_ts_1.tagList)(tags),
            }));
        },
        async deleteEndpointConfig(name) {
            return (0, errors_ts_1.remove)(`delete the endpoint configuration ${name}`, async () => (await client()).deleteEndpointConfig({ EndpointConfigName: name }));
        },
        async endpoint(name) {
            const found = await (0, errors_ts_1.find)(`read the endpoint ${name}`, async () => (await client()).describeEndpoint({ EndpointName: name }));
            if (found === undefined)
                return undefined;
            return {
                name,
                arn: found.EndpointArn ?? '',
                status: found.EndpointStatus ?? 'OutOfService',
                configName: found.EndpointConfigName,
                failureReason: found.FailureReason,
                variants: (found.ProductionVariants ?? []).map((variant) => ({
                    name: variant.VariantName ?? '',
                    currentInstanceCount: variant.CurrentInstanceCount,
                    desiredInstanceCount: variant.DesiredInstanceCount,
                })),
            };
        },
        async createEndpoint({ name, configName, rollout, tags }) {
            return (0, errors_ts_1.create)(`create the endpoint ${name}`, async () => (await client()).createEndpoint({
                EndpointName: name,
                EndpointConfigName: configName,
                ...(rollout === undefined ? {} : { DeploymentConfig: deploymentConfig(rollout) }),
                Tags: (0, client_ts_1.tagList)(tags),
            }));
        },
        async updateEndpoint({ name, configName, retainInstanceCounts, rollout }) {
            await (0, errors_ts_1.attempt)(`update the endpoint ${name}`, async () => (await client()).updateEndpoint({
                EndpointName: name,
                EndpointConfigName: configName,
                RetainAllVariantProperties: retainInstanceCounts,
                ...(rollout === undefined ? {} : { DeploymentConfig: deploymentConfig(rollout) }),
            }));
        },
        async deleteEndpoint(name) {
            return (0, errors_ts_1.remove)(`delete the endpoint ${name}`, async () => (await client()).deleteEndpoint({ EndpointName: name }));
        },
        async tags(arn) {
            const tags = await (0, errors_ts_1.find)(`read the tags of ${arn}`, async () => (0, client_ts_1.allPages)(async (token) => (await client()).listTags({ ResourceArn: arn, ...(token === undefined ? {} : { NextToken: token }) }), (page) => page.Tags, (page) => page.NextToken));
            return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
        },
        async addTags(arn, tags) {
            await (0, errors_ts_1.attempt)(`tag ${arn}`, async () => (await client()).addTags({ ResourceArn: arn, Tags: (0, client_ts_1.tagList)(tags) }));
        },
        async invokeEndpoint({ endpointName, body, contentType, accept }) {
            const answer = await (0, errors_ts_1.attempt)(`call the endpoint ${endpointName}`, async () => (await runtime()).invokeEndpoint({
                EndpointName: endpointName,
                Body: body,
                ContentType: contentType,
                ...(accept === undefined ? {} : { Accept: accept }),
            }));
            return {
                body: answer.Body ?? new Uint8Array(),
                contentType: answer.ContentType ?? '',
                variant: answer.InvokedProductionVariant,
            };
        },
    };
}
/** SageMaker's blue/green policy (API reference, DeploymentConfig). */
function deploymentConfig(rollout) {
    const size = { Type: 'CAPACITY_PERCENT', Value: rollout.stepPercent ?? 10 };
    return {
        BlueGreenUpdatePolicy: {
            TrafficRoutingConfiguration: {
                Type: rollout.type,
                WaitIntervalInSeconds: rollout.waitSeconds,
                ...(rollout.type === 'CANARY' ? { CanarySize: size } : {}),
                ...(rollout.type === 'LINEAR' ? { LinearStepSize: size } : {}),
            },
            ...(rollout.terminationWaitSeconds === undefined
                ? {}
                : { TerminationWaitInSeconds: rollout.terminationWaitSeconds }),
            ...(rollout.timeoutSeconds === undefined ? {} : { MaximumExecutionTimeoutInSeconds: rollout.timeoutSeconds }),
        },
        ...(rollout.alarms.length === 0
            ? {}
            : { AutoRollbackConfiguration: { Alarms: rollout.alarms.map((AlarmName) => ({ AlarmName })) } }),
    };
}


/***/ }),

/***/ 2006:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.sagemaker = sagemaker;
const client_ts_1 = __webpack_require__(5943);
const sagemaker_jobs_ts_1 = __webpack_require__(1335);
const sagemaker_pipelines_ts_1 = __webpack_require__(8464);
const sagemaker_registry_ts_1 = __webpack_require__(3756);
const sagemaker_serving_ts_1 = __webpack_require__(4147);
/** The SageMaker port over the AWS SDK, put together from its four parts. */
function sagemaker(region) {
    const client = (0, client_ts_1.once)(async () => new (await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(459)]).then(__webpack_require__.t.bind(__webpack_require__, 4459, 19))).SageMaker((0, client_ts_1.clientSettings)(region)));
    const runtime = (0, client_ts_1.once)(async () => new (await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(636)]).then(__webpack_require__.t.bind(__webpack_require__, 9636, 19))).SageMakerRuntime((0, client_ts_1.clientSettings)(region)));
    return { ...(0, sagemaker_pipelines_ts_1.pipelines)(client), ...(0, sagemaker_jobs_ts_1.jobs)(client), ...(0, sagemaker_registry_ts_1.registry)(client), ...(0, sagemaker_serving_ts_1.serving)(client, runtime) };
}


/***/ }),

/***/ 8203:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.applicationAutoScaling = applicationAutoScaling;
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
const NAMESPACE = 'sagemaker';
const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';
const METRIC = 'SageMakerVariantInvocationsPerInstance';
/** Scaling over AWS Application Auto Scaling. */
function applicationAutoScaling(region) {
    const client = (0, client_ts_1.once)(async () => new (await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(491)]).then(__webpack_require__.t.bind(__webpack_require__, 1491, 19))).ApplicationAutoScaling((0, client_ts_1.clientSettings)(region)));
    const key = (variant) => ({
        ServiceNamespace: NAMESPACE,
        ResourceId: `endpoint/${variant.endpoint}/variant/${variant.variant}`,
        ScalableDimension: DIMENSION,
    });
    return {
        async target(variant) {
            const { ResourceId } = key(variant);
            const answer = await (0, errors_ts_1.attempt)(`read the scaling of ${ResourceId}`, async () => (await client()).describeScalableTargets({
                ServiceNamespace: NAMESPACE,
                ScalableDimension: DIMENSION,
                ResourceIds: [ResourceId],
            }));
            const found = answer.ScalableTargets?.find((target) => target.ResourceId === ResourceId);
            return found && { min: found.MinCapacity ?? 0, max: found.MaxCapacity ?? 0 };
        },
        async register(variant, { min, max }) {
            await (0, errors_ts_1.attempt)(`register ${variant.endpoint} for scaling`, async () => (await client()).registerScalableTarget({ ...key(variant), MinCapacity: min, MaxCapacity: max }));
        },
        async deregister(variant) {
            return (0, errors_ts_1.remove)(`remove the scaling of ${variant.endpoint}`, async () => (await client()).deregisterScalableTarget(key(variant)));
        },
        async policies(variant) {
            const policies = [];
            let token;
            do {
                const page = await (0, errors_ts_1.attempt)(`read the scaling policies of ${variant.endpoint}`, async () => (await client()).describeScalingPolicies({
                    ...key(variant),
                    ...(token === undefined ? {} : { NextToken: token }),
                }));
                for (const policy of page.ScalingPolicies ?? []) {
                    policies.push({
                        name: policy.PolicyName ?? '',
                        invocationsPerInstance: policy.TargetTrackingScalingPolicyConfiguration?.TargetValue ?? Number.NaN,
                    });
                }
                token = page.NextToken;
            } while (token !== undefined);
            return policies;
        },
        async putPolicy(variant, policy) {
            await (0, errors_ts_1.attempt)(`set the scaling policy of ${variant.endpoint}`, async () => (await client()).putScalingPolicy({
                ...key(variant),
                PolicyName: policy.name,
                PolicyType: 'TargetTrackingScaling',
                TargetTrackingScalingPolicyConfiguration: {
                    TargetValue: policy.invocationsPerInstance,
                    PredefinedMetricSpecification: { PredefinedMetricType: METRIC },
                },
            }));
        },
    };
}


/***/ }),

/***/ 4399:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.secretsManager = secretsManager;
const client_ts_1 = __webpack_require__(5943);
const errors_ts_1 = __webpack_require__(9103);
/** Secrets over AWS Secrets Manager. A secret that is JSON has each of its texts registered with the log as well. */
function secretsManager(region, log) {
    const client = (0, client_ts_1.once)(async () => new (await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(994)]).then(__webpack_require__.t.bind(__webpack_require__, 2994, 19))).SecretsManager((0, client_ts_1.clientSettings)(region)));
    return {
        async value(name) {
            const answer = await (0, errors_ts_1.find)(`read the secret ${name}`, async () => (await client()).getSecretValue({ SecretId: name }));
            if (answer === undefined)
                return undefined;
            const text = answer.SecretString ?? new TextDecoder().decode(answer.SecretBinary);
            log.secret(text);
            for (const [key, part] of parts(text)) {
                // A user name is no secret, and hiding "admin" would blank half a log.
                if (key !== 'username')
                    log.secret(part);
            }
            return text;
        },
    };
}
function parts(text) {
    try {
        const value = JSON.parse(text);
        if (typeof value !== 'object' || value === null)
            return [];
        return Object.entries(value).filter((entry) => typeof entry[1] === 'string');
    }
    catch {
        return [];
    }
}


/***/ })

};
