import { type Context, type Kind, type Operations, ServiceError, type Shape } from '../context.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const MOST_TAGS = 50;
/** The first part of a resource's name in its ARN, and where its record is. */
const KIND_OF: Readonly<Record<string, Kind>> = {
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
    const arn = existing(input.ResourceArn, context);
    const tags = merge(read(arn, context), input.Tags);
    write(arn, tags, context);
    return { Tags: tags };
  },
  async ListTags(input, context) {
    const arn = existing(input.ResourceArn, context);
    const tags = read(arn, context);
    const size: number = input.MaxResults ?? MOST_TAGS;
    const from = input.NextToken === undefined ? 0 : Number(Buffer.from(input.NextToken, 'base64url').toString());
    if (!Number.isInteger(from) || from < 0) throw new ServiceError('ValidationException', 'Invalid NextToken');
    const more = from + size < tags.length;
    return {
      Tags: tags.slice(from, from + size),
      ...(more ? { NextToken: Buffer.from(String(from + size)).toString('base64url') } : {}),
    };
  },
  async DeleteTags(input, context) {
    const arn = existing(input.ResourceArn, context);
    const gone = new Set<string>(input.TagKeys);
    write(
      arn,
      read(arn, context).filter((tag) => !gone.has(tag.Key)),
      context,
    );
    return {};
  },
};

/**
 * Tags that come with a Create call are kept for the resource that it makes, whichever part makes it, and go when a Delete
 * call says which resource it removed. Checks them first, so that a refused tag makes nothing; gives what to do with the answer.
 */
export function tagsOnCreation(operation: string, input: Shape): (output: Shape, context: Context) => void {
  const tags: Tag[] = input.Tags ?? [];
  if (operation.startsWith('Create') && tags.length > 0) {
    merge([], tags);
    return (output, context) => {
      const arn = arnIn(output);
      if (arn !== undefined && context.store.get('tags', arn) === undefined) write(arn, tags, context);
    };
  }
  if (operation.startsWith('Delete') && operation !== 'DeleteTags') {
    return (output, context) => {
      const arn = arnIn(output);
      if (arn !== undefined) context.store.delete('tags', arn);
    };
  }
  return () => undefined;
}

/** Forgets the tags of a resource that is gone. */
export function forgetTags(arn: string, context: Context): void {
  context.store.delete('tags', arn);
}

function arnIn(output: Shape): string | undefined {
  const key = Object.keys(output).find((name) => name.endsWith('Arn'));
  return key === undefined ? undefined : output[key];
}

function existing(arn: string, context: Context): string {
  const path = arn.split(':').slice(5).join(':');
  const kind = path.includes('/execution/') ? 'pipeline-execution' : KIND_OF[path.split('/')[0] ?? ''];
  const found =
    kind !== undefined &&
    context.store.list(kind).some((record) => Object.values(record).some((value) => value === arn));
  if (!found) throw new ServiceError('ValidationException', `Could not find resource ${arn}.`);
  return arn;
}

function read(arn: string, context: Context): Tag[] {
  return context.store.get('tags', arn)?.Tags ?? [];
}

function write(arn: string, tags: Tag[], context: Context): void {
  if (tags.length === 0) context.store.delete('tags', arn);
  else context.store.put('tags', arn, { ResourceArn: arn, Tags: tags });
}

function merge(old: Tag[], added: Tag[]): Tag[] {
  const keys = added.map((tag) => tag.Key);
  if (new Set(keys).size !== keys.length) {
    throw new ServiceError(
      'ValidationException',
      'Duplicate tag keys found. Please note that Tag keys are case sensitive.',
    );
  }
  if (keys.some((key) => key.toLowerCase().startsWith('aws:'))) {
    throw new ServiceError('ValidationException', 'aws: prefixed tag key names are not allowed for external use.');
  }
  const merged = new Map([...old, ...added].map((tag) => [tag.Key, tag]));
  if (merged.size > MOST_TAGS) {
    throw new ServiceError(
      'ValidationException',
      `The number of tags is greater than the limit of ${MOST_TAGS} tags per resource.`,
    );
  }
  return [...merged.values()];
}
