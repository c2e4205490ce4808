import { type Context, type Operations, type RecordKind, ServiceError, type Shape } from '../context.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags on a page of ListTags, which has room for all tags of a resource. */
const PAGE_SIZE = 50;
/** The kind of record for the first part of a resource's name in its ARN. */
const RECORD_KIND_OF: Readonly<Record<string, RecordKind>> = {
  pipeline: 'pipeline',
  'processing-job': 'processing-job',
  'training-job': 'training-job',
  'hyper-parameter-tuning-job': 'tuning-job',
  'transform-job': 'transform-job',
  model: 'model',
  'model-package-group': 'model-package-group',
  'model-package': 'model-package',
  'endpoint-config': 'endpoint-config',
  endpoint: 'endpoint',
};

export const tagOperations: Operations = {
  async AddTags(input, context) {
    const tags = mergeTags(readTags(input.ResourceArn, context), input.Tags);
    writeTags(input.ResourceArn, tags, context);
    return { Tags: tags };
  },
  async ListTags(input, context) {
    const arn = requireResource(input.ResourceArn, context);
    const tags = readTags(arn, context);
    const size: number = input.MaxResults ?? PAGE_SIZE;
    const start = input.NextToken === undefined ? 0 : Number(Buffer.from(input.NextToken, 'base64url').toString());
    if (!Number.isInteger(start) || start < 0) throw new ServiceError('ValidationException', 'Invalid NextToken');
    const hasMore = start + size < tags.length;
    return {
      Tags: tags.slice(start, start + size),
      ...(hasMore ? { NextToken: Buffer.from(String(start + size)).toString('base64url') } : {}),
    };
  },
  async DeleteTags(input, context) {
    const arn = requireResource(input.ResourceArn, context);
    const deleted = new Set<string>(input.TagKeys);
    writeTags(
      arn,
      readTags(arn, context).filter((tag) => !deleted.has(tag.Key)),
      context,
    );
    return {};
  },
};

/**
 * Keeps the tags of a Create call for the resource in its output, and deletes the tags of the resource that the output
 * of a Delete call names. This holds for the operations of every part.
 */
export function recordTags(operation: string, input: Shape, output: Shape, context: Context): void {
  const arn = arnIn(output);
  if (arn === undefined) return;
  if (operation.startsWith('Create') && tagsOf(input).length > 0 && context.store.get('tags', arn) === undefined) {
    writeTags(arn, tagsOf(input), context);
  }
  if (operation.startsWith('Delete') && operation !== 'DeleteTags') deleteTags(arn, context);
}

/** Deletes the tags of a resource that was deleted. */
export function deleteTags(arn: string, context: Context): void {
  context.store.delete('tags', arn);
}

function tagsOf(input: Shape): Tag[] {
  return input.Tags ?? [];
}

function arnIn(output: Shape): string | undefined {
  const key = Object.keys(output).find((name) => name.endsWith('Arn'));
  return key === undefined ? undefined : output[key];
}

/** Tells whether a resource that can have tags is there. */
export function resourceExists(arn: string, context: Context): boolean {
  const path = arn.split(':').slice(5).join(':');
  const kind = path.includes('/execution/') ? 'pipeline-execution' : RECORD_KIND_OF[path.split('/')[0] ?? ''];
  return (
    kind !== undefined &&
    context.store.list(kind).some((record) => Object.values(record).some((value) => value === arn))
  );
}

/** Gives the ARN of a resource that exists. @throws ServiceError ValidationException when it does not */
function requireResource(arn: string, context: Context): string {
  if (!resourceExists(arn, context)) throw new ServiceError('ValidationException', `Could not find resource ${arn}.`);
  return arn;
}

/** The tags of a resource. */
export function readTags(arn: string, context: Context): Tag[] {
  return context.store.get('tags', arn)?.Tags ?? [];
}

function writeTags(arn: string, tags: Tag[], context: Context): void {
  if (tags.length === 0) context.store.delete('tags', arn);
  else context.store.put('tags', arn, { ResourceArn: arn, Tags: tags });
}

/**
 * Adds tags to those of a resource; a tag replaces another one with its key.
 * @throws ServiceError ValidationException
 */
function mergeTags(old: Tag[], added: Tag[]): Tag[] {
  return [...new Map([...old, ...added].map((tag) => [tag.Key, tag])).values()];
}
