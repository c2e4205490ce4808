import { createHash } from 'node:crypto';
import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { MAX_DEFINITION_BYTES, parseDefinition, unparsable } from './definition.ts';
import { page, sorted } from './page.ts';
import {
  definitionText,
  FINAL,
  getPipeline,
  keepDefinition,
  listExecutions,
  listPipelines,
  type PipelineRecord,
  type PipelineVersion,
  pipelineOrRefuse,
  putPipeline,
  sweepDefinitions,
} from './records.ts';
import { argumentProblems } from './step-arguments.ts';
import { forgetCached } from './step-cache.ts';

export const pipelineOperations: Operations = {
  async CreatePipeline(input, context) {
    refuseUnsupported(input);
    const request = requestDigest(input);
    const before = createdBefore(context, input, request);
    if (before) return before;
    const text = await readDefinition(input, context);
    checkDefinition(text);
    // Reading a definition from S3 took time: another request may have been first. From here on nothing is awaited.
    const meanwhile = createdBefore(context, input, request);
    if (meanwhile) return meanwhile;
    const now = context.now();
    const record: PipelineRecord = {
      PipelineName: input.PipelineName,
      PipelineArn: context.arn(`pipeline/${input.PipelineName}`),
      createdAt: now,
      clientRequestToken: input.ClientRequestToken,
      request,
      roleArn: input.RoleArn,
      modifiedAt: now,
      versions: [{ id: 1, definition: keepDefinition(context, text), createdAt: now }],
      ...described(input),
    };
    putPipeline(context, record);
    return { PipelineArn: record.PipelineArn };
  },

  async UpdatePipeline(input, context) {
    refuseUnsupported(input);
    pipelineOrRefuse(context, input.PipelineName);
    const named = input.PipelineDefinition !== undefined || input.PipelineDefinitionS3Location !== undefined;
    const text = named ? await readDefinition(input, context) : undefined;
    if (text !== undefined) checkDefinition(text);
    const record = pipelineOrRefuse(context, input.PipelineName);
    const now = context.now();
    const latest = record.versions.at(-1) as PipelineVersion;
    const definition = text === undefined ? latest.definition : keepDefinition(context, text);
    record.versions.push({ id: latest.id + 1, definition, createdAt: now });
    Object.assign(record, described(input), { modifiedAt: now });
    if (input.RoleArn !== undefined) record.roleArn = input.RoleArn;
    putPipeline(context, record);
    return { PipelineArn: record.PipelineArn, PipelineVersionId: latest.id + 1 };
  },

  async DescribePipeline(input, context) {
    refuseUnsupported(input);
    const record = pipelineOrRefuse(context, input.PipelineName);
    const version = versionOrRefuse(record, input.PipelineVersionId);
    return {
      PipelineArn: record.PipelineArn,
      PipelineName: record.PipelineName,
      PipelineDisplayName: record.displayName ?? record.PipelineName,
      PipelineDefinition: definitionText(context, version.definition),
      PipelineDescription: record.description,
      RoleArn: record.roleArn,
      PipelineStatus: 'Active',
      CreationTime: record.createdAt,
      LastModifiedTime: record.modifiedAt,
      LastRunTime: record.lastRunAt,
      CreatedBy: {},
      LastModifiedBy: {},
      ParallelismConfiguration: record.parallelism,
      PipelineVersionDisplayName: version.displayName,
      PipelineVersionDescription: version.description,
    };
  },

  async DeletePipeline(input, context) {
    const record = pipelineOrRefuse(context, input.PipelineName);
    const executions = listExecutions(context).filter((execution) => execution.pipelineName === record.PipelineName);
    const running = executions.filter((execution) => !FINAL.includes(execution.status));
    if (running.length > 0) {
      throw new ServiceError(
        'ConflictException',
        `Pipeline '${record.PipelineArn}' cannot be deleted while executions are running: ${running.map((each) => each.PipelineExecutionArn).join(', ')}. Stop them first.`,
      );
    }
    // The pipeline goes last: after a crash in between, the delete is simply repeated.
    for (const execution of executions) context.store.delete('pipeline-execution', execution.id);
    forgetCached(context, record.PipelineName);
    context.store.delete('pipeline', record.PipelineName);
    sweepDefinitions(
      context,
      [...record.versions, ...executions].map((each) => each.definition),
    );
    return { PipelineArn: record.PipelineArn };
  },

  async ListPipelines(input, context) {
    const found = listPipelines(context)
      .filter((record) => record.PipelineName.startsWith(input.PipelineNamePrefix ?? ''))
      .filter((record) => between(record.createdAt, input));
    const order = input.SortOrder ?? 'Descending';
    const list = sorted(found, (record) => (input.SortBy === 'Name' ? record.PipelineName : record.createdAt), order);
    const { items, next } = page(list, (record) => record.PipelineName, input);
    return {
      PipelineSummaries: items.map((record) => ({
        PipelineArn: record.PipelineArn,
        PipelineName: record.PipelineName,
        PipelineDisplayName: record.displayName ?? record.PipelineName,
        PipelineDescription: record.description,
        RoleArn: record.roleArn,
        CreationTime: record.createdAt,
        LastModifiedTime: record.modifiedAt,
        LastExecutionTime: record.lastRunAt,
      })),
      ...next,
    };
  },

  async ListPipelineVersions(input, context) {
    const record = pipelineOrRefuse(context, input.PipelineName);
    const found = record.versions.filter((version) => between(version.createdAt, input));
    const list = sorted(found, (version) => version.id, input.SortOrder ?? 'Descending');
    const { items, next } = page(list, (version) => String(version.id), input);
    return {
      PipelineVersionSummaries: items.map((version) => ({
        PipelineArn: record.PipelineArn,
        PipelineVersionId: version.id,
        CreationTime: version.createdAt,
        PipelineVersionDescription: version.description,
        PipelineVersionDisplayName: version.displayName,
        LastExecutionPipelineExecutionArn: version.lastExecutionArn,
      })),
      ...next,
    };
  },

  async UpdatePipelineVersion(input, context) {
    refuseUnsupported(input);
    const record = pipelineOrRefuse(context, input.PipelineArn);
    const version = versionOrRefuse(record, input.PipelineVersionId);
    if (input.PipelineVersionDisplayName !== undefined) version.displayName = input.PipelineVersionDisplayName;
    if (input.PipelineVersionDescription !== undefined) version.description = input.PipelineVersionDescription;
    putPipeline(context, record);
    return { PipelineArn: record.PipelineArn, PipelineVersionId: version.id };
  },
};

/** The named version, or the latest. @throws ServiceError ResourceNotFound */
export function versionOrRefuse(record: PipelineRecord, id: number | undefined): PipelineVersion {
  const found = id === undefined ? record.versions.at(-1) : record.versions.find((version) => version.id === id);
  if (found) return found;
  throw new ServiceError(
    'ResourceNotFound',
    `Pipeline version ${id} of pipeline '${record.PipelineArn}' does not exist.`,
  );
}

/** Members of the API that would change what runs, and that are not built here: refused instead of ignored. */
export function refuseUnsupported(input: Shape): void {
  for (const member of [
    'PipelineVersionAliases',
    'PipelineVersionAlias',
    'PipelineVersionAliasOperations',
    'MlflowExperimentName',
  ]) {
    if (input[member] !== undefined) {
      throw new ServiceError('ValidationException', `${member} is not supported by this local service.`);
    }
  }
}

/** Digest of a request without its token: tells a repeated request from another one under the same token. */
export function requestDigest(input: Shape): string {
  const { ClientRequestToken: _, ...rest } = input;
  const ordered = JSON.stringify(rest, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(ordered).digest('hex');
}

/** Whether a time is inside the filter's CreatedAfter and CreatedBefore. */
export function between(time: number, filter: { CreatedAfter?: number; CreatedBefore?: number }): boolean {
  return time >= (filter.CreatedAfter ?? -Infinity) && time <= (filter.CreatedBefore ?? Infinity);
}

function described(input: Shape): Partial<PipelineRecord> {
  return {
    ...(input.PipelineDisplayName === undefined ? {} : { displayName: input.PipelineDisplayName }),
    ...(input.PipelineDescription === undefined ? {} : { description: input.PipelineDescription }),
    ...(input.ParallelismConfiguration === undefined ? {} : { parallelism: input.ParallelismConfiguration }),
  };
}

/**
 * The answer that the same request got before.
 * @throws ServiceError ValidationException when the name is taken; the Python SDK's upsert reads "already exists" in it
 */
function createdBefore(context: Context, input: Shape, request: string): Shape | undefined {
  const there = getPipeline(context, input.PipelineName);
  if (!there) return undefined;
  if (there.clientRequestToken === input.ClientRequestToken && there.request === request) {
    return { PipelineArn: there.PipelineArn };
  }
  throw new ServiceError(
    'ValidationException',
    `Pipeline names must be unique within an AWS account and region. Pipeline with name (${input.PipelineName}) already exists.`,
  );
}

async function readDefinition(input: Shape, context: Context): Promise<string> {
  const { PipelineDefinition: text, PipelineDefinitionS3Location: location } = input;
  if ((text === undefined) === (location === undefined)) {
    throw new ServiceError(
      'ValidationException',
      text === undefined
        ? 'Either Pipeline Definition or Pipeline Definition S3 location should be provided'
        : "Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present",
    );
  }
  if (text !== undefined) return text;
  if (location.VersionId !== undefined) {
    throw new ServiceError(
      'ValidationException',
      'VersionId of PipelineDefinitionS3Location is not supported by this local service.',
    );
  }
  const uri = `s3://${location.Bucket}/${location.ObjectKey}`;
  try {
    const bytes = await context.files.read(uri);
    return bytes.toString('utf8');
  } catch (error) {
    throw new ServiceError(
      'ValidationException',
      `Unable to read the pipeline definition from ${uri}: ${(error as Error).message}`,
    );
  }
}

function checkDefinition(text: string): void {
  if (Buffer.byteLength(text) > MAX_DEFINITION_BYTES) {
    throw unparsable([
      `The definition has ${Buffer.byteLength(text)} bytes, at most ${MAX_DEFINITION_BYTES} are allowed`,
    ]);
  }
  const problems = argumentProblems(parseDefinition(text));
  if (problems.length > 0) throw unparsable(problems);
}
