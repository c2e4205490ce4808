import { type Context, type Kind, ServiceError, type Shape } from '../context.ts';
import { page } from '../listing.ts';
import { pick } from '../members.ts';

/** The last statuses of a job: nothing changes after them. */
const TERMINAL = new Set(['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded']);

/** Names of the fields that differ from one kind of job to another. */
export interface JobKind {
  readonly kind: Kind;
  /** `ProcessingJob`: prefix of the Name, Arn and Status fields. */
  readonly prefix: string;
  /** First part of the ARN's resource. */
  readonly resource: string;
  /** As it stands in messages. */
  readonly noun: string;
  /** The service's error when there is no such job. */
  readonly missing: (name: string) => ServiceError;
}

export const PROCESSING: JobKind = {
  kind: 'processing-job',
  prefix: 'ProcessingJob',
  resource: 'processing-job',
  noun: 'processing job',
  missing: (name) => new ServiceError('ValidationException', `Could not find requested job with name: ${name}`),
};
export const TRAINING: JobKind = {
  kind: 'training-job',
  prefix: 'TrainingJob',
  resource: 'training-job',
  noun: 'training job',
  missing: () => new ServiceError('ValidationException', 'Requested resource not found.'),
};
export const TRANSFORM: JobKind = {
  kind: 'transform-job',
  prefix: 'TransformJob',
  resource: 'transform-job',
  noun: 'transform job',
  missing: (name) => new ServiceError('ValidationException', `Could not find requested job with name: ${name}`),
};
export const TUNING: JobKind = {
  kind: 'tuning-job',
  prefix: 'HyperParameterTuningJob',
  resource: 'hyper-parameter-tuning-job',
  noun: 'tuning job',
  missing: (name) =>
    new ServiceError('ResourceNotFound', `Amazon SageMaker can't find a tuning job with the name ${name}.`),
};

/** A member of a record that no Describe call shows (see `visible`). */
const LOCAL = '_local';

/** Whether a job's status is a last one. */
export function isTerminal(status: string): boolean {
  return TERMINAL.has(status);
}

/** Keeps a new job's record. Throws ResourceInUse when the name is taken. */
export function createRecord(job: JobKind, record: Shape, context: Context): void {
  const name = record[`${job.prefix}Name`];
  const taken = context.store.get(job.kind, name);
  if (taken) {
    throw new ServiceError(
      'ResourceInUse',
      `Job name must be unique within an AWS account and region, and a ${job.noun} with this name already exists (${taken[`${job.prefix}Arn`]})`,
    );
  }
  context.store.put(job.kind, name, record);
}

/** The record, or the service's error. */
export function getRecord(job: JobKind, name: string, context: Context): Shape {
  const record = context.store.get(job.kind, name);
  if (!record) throw job.missing(name);
  return record;
}

/** What only this server knows about a job. */
export function localPart(record: Shape): Shape {
  return record[LOCAL] ?? {};
}

export function withLocalPart(record: Shape, local: Shape): Shape {
  return { ...record, [LOCAL]: { ...record[LOCAL], ...local } };
}

/** Changes members of a record; `undefined` removes one. Gives the new record; undefined when the job is gone. */
export function updateRecord(job: JobKind, name: string, changes: Shape, context: Context): Shape | undefined {
  const record = context.store.get(job.kind, name);
  if (!record) return undefined;
  const changed = { ...record, ...changes, LastModifiedTime: context.now() };
  for (const [key, value] of Object.entries(changes)) if (value === undefined) delete (changed as Shape)[key];
  context.store.put(job.kind, name, changed);
  return changed;
}

/** Stop…Job: marks the job Stopping and gives true, or throws when it has ended. False when it is stopping already. */
export function markStopping(job: JobKind, name: string, context: Context): boolean {
  const status = getRecord(job, name, context)[`${job.prefix}Status`];
  if (status === 'Stopping') return false;
  if (isTerminal(status)) {
    throw new ServiceError(
      'ValidationException',
      `The request was rejected because the ${job.noun} is in status ${status}.`,
    );
  }
  updateRecord(job, name, { [`${job.prefix}Status`]: 'Stopping' }, context);
  return true;
}

/** How a List…Jobs operation differs from the others. */
export interface JobListing {
  readonly job: JobKind;
  /** Members of the summary, taken from the record as they are. */
  readonly members: readonly string[];
  readonly sortBy: 'CreationTime' | 'Name';
  readonly order: 'Ascending' | 'Descending';
}

/** The summaries that a List…Jobs request asks for, one page of them, under the name that the service gives the list. */
export function listRecords(listing: JobListing, input: Shape, context: Context, listName: string): Shape {
  const { prefix, kind } = listing.job;
  const name = `${prefix}Name`;
  const status = `${prefix}Status`;
  const { records, ...rest } = page(context.store.list(kind), input, {
    id: `${prefix}Arn`,
    name,
    status,
    sortBy: { Name: name, Status: status, CreationTime: 'CreationTime' },
    defaultSortBy: listing.sortBy,
    defaultOrder: listing.order,
  });
  return { [listName]: records.map((record) => pick(record, listing.members)), ...rest };
}
