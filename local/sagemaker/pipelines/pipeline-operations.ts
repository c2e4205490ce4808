import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { enforce } from '../refusals/enforce.ts';
import { pipelineNameInUse } from '../refusals/names/pipeline-name-in-use.ts';
import { pipelineInUse } from '../refusals/pipelines/pipeline-in-use.ts';
import { definitionError, parseDefinition } from './definition.ts';
import { pageOfItems, sortItems } from './page.ts';
import { isCreatedBetween, refuseUnsupported, requestDigest } from './pipeline-requests.ts';
import {
  deleteUnusedDefinitions,
  findPipeline,
  listExecutions,
  listPipelines,
  type PipelineRecord,
  type PipelineVersion,
  readDefinitionText,
  requirePipeline,
  requireVersion,
  storeDefinition,
  storePipeline,
} from './records.ts';
import { argumentProblems } from './step-arguments.ts';
import { deleteCachedRuns } from './step-cache.ts';

/** The operations on pipelines and their versions. */
export const pipelineOperations: Operations = {
  async CreatePipeline(input, context) {
    refuseUnsupported(input);
    const request = requestDigest(input);
    const before = outputOfEarlierRequest(context, input, request);
    if (before) return before;
    const text = await definitionOfRequest(input, context);
    checkDefinition(text);
    // Reading a definition from S3 took time: the same request may have been handled. From here on nothing is awaited.
    const meanwhile = outputOfEarlierRequest(context, input, request);
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
      versions: [{ id: 1, definition: storeDefinition(context, text), createdAt: now }],
      ...optionalMembers(input),
    };
    storePipeline(context, record);
    return { PipelineArn: record.PipelineArn };
  },

  async UpdatePipeline(input, context) {
    refuseUnsupported(input);
    requirePipeline(context, input.PipelineName);
    const hasDefinition = input.PipelineDefinition !== undefined || input.PipelineDefinitionS3Location !== undefined;
    const text = hasDefinition ? await definitionOfRequest(input, context) : undefined;
    if (text !== undefined) checkDefinition(text);
    const record = requirePipeline(context, input.PipelineName);
    const now = context.now();
    const latest = record.versions.at(-1) as PipelineVersion;
    const definition = text === undefined ? latest.definition : storeDefinition(context, text);
    record.versions.push({ id: latest.id + 1, definition, createdAt: now });
    Object.assign(record, optionalMembers(input), { modifiedAt: now });
    if (input.RoleArn !== undefined) record.roleArn = input.RoleArn;
    storePipeline(context, record);
    return { PipelineArn: record.PipelineArn, PipelineVersionId: latest.id + 1 };
  },

  async DescribePipeline(input, context) {
    refuseUnsupported(input);
    const record = requirePipeline(context, input.PipelineName);
    const version = requireVersion(record, input.PipelineVersionId);
    return {
      PipelineArn: record.PipelineArn,
      PipelineName: record.PipelineName,
      PipelineDisplayName: record.displayName ?? record.PipelineName,
      PipelineDefinition: readDefinitionText(context, version.definition),
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
    const record = requirePipeline(context, input.PipelineName);
    const executions = listExecutions(context).filter((execution) => execution.pipelineName === record.PipelineName);
    enforce(pipelineInUse, input, context);
    // The pipeline is deleted last. After a crash in between, the client repeats the request.
    for (const execution of executions) context.store.delete('pipeline-execution', execution.id);
    deleteCachedRuns(context, record.PipelineName);
    context.store.delete('pipeline', record.PipelineName);
    deleteUnusedDefinitions(
      context,
      [...record.versions, ...executions].map((each) => each.definition),
    );
    return { PipelineArn: record.PipelineArn };
  },

  async ListPipelines(input, context) {
    const matching = listPipelines(context)
      .filter((record) => record.PipelineName.startsWith(input.PipelineNamePrefix ?? ''))
      .filter((record) => isCreatedBetween(record.createdAt, input));
    const order = input.SortOrder ?? 'Descending';
    const sorted = sortItems(
      matching,
      (record) => (input.SortBy === 'Name' ? record.PipelineName : record.createdAt),
      order,
    );
    const { items, next } = pageOfItems(sorted, (record) => record.PipelineName, input);
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
    const record = requirePipeline(context, input.PipelineName);
    const matching = record.versions.filter((version) => isCreatedBetween(version.createdAt, input));
    const sorted = sortItems(matching, (version) => version.id, input.SortOrder ?? 'Descending');
    const { items, next } = pageOfItems(sorted, (version) => String(version.id), input);
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
    const record = requirePipeline(context, input.PipelineArn);
    const version = requireVersion(record, input.PipelineVersionId);
    if (input.PipelineVersionDisplayName !== undefined) version.displayName = input.PipelineVersionDisplayName;
    if (input.PipelineVersionDescription !== undefined) version.description = input.PipelineVersionDescription;
    storePipeline(context, record);
    return { PipelineArn: record.PipelineArn, PipelineVersionId: version.id };
  },
};

/** Gives the optional members of a request, as the record has them. */
function optionalMembers(input: Shape): Partial<PipelineRecord> {
  return {
    ...(input.PipelineDisplayName === undefined ? {} : { displayName: input.PipelineDisplayName }),
    ...(input.PipelineDescription === undefined ? {} : { description: input.PipelineDescription }),
    ...(input.ParallelismConfiguration === undefined ? {} : { parallelism: input.ParallelismConfiguration }),
  };
}

/**
 * Gives the output that the same request got before; undefined when the pipeline does not exist.
 * @throws ServiceError ValidationException when the name is in use. The Python SDK's upsert looks for "already exists"
 *   in it.
 */
function outputOfEarlierRequest(context: Context, input: Shape, request: string): Shape | undefined {
  const existing = findPipeline(context, input.PipelineName);
  if (!existing) return undefined;
  if (existing.clientRequestToken === input.ClientRequestToken && existing.request === request) {
    return { PipelineArn: existing.PipelineArn };
  }
  enforce(pipelineNameInUse, input, context);
  return undefined;
}

/** Reads the definition of a request, which has its text or an object of S3. @throws ServiceError ValidationException */
async function definitionOfRequest(input: Shape, context: Context): Promise<string> {
  const { PipelineDefinition: text, PipelineDefinitionS3Location: location } = input;
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

/** @throws ServiceError ValidationException with every problem of a definition */
function checkDefinition(text: string): void {
  const problems = argumentProblems(parseDefinition(text));
  if (problems.length > 0) throw definitionError(problems);
}
