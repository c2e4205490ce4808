import { type Context, type RecordKind, ServiceError, type Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { pick } from '../members.ts';
import type { InstantRefusal } from '../refusals/account-refusal.ts';
import { enforce } from '../refusals/enforce.ts';
import { processingJobNameInUse } from '../refusals/names/processing-job-name-in-use.ts';
import { trainingJobNameInUse } from '../refusals/names/training-job-name-in-use.ts';
import { transformJobNameInUse } from '../refusals/names/transform-job-name-in-use.ts';
import { tuningJobNameInUse } from '../refusals/names/tuning-job-name-in-use.ts';

/** The final statuses of a job: nothing changes after them. */
const FINAL_STATUSES = new Set(['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded']);

/** What differs from one type of job to another. */
export interface JobType {
  readonly kind: RecordKind;
  /** `ProcessingJob`: prefix of the members Name, Arn and Status. */
  readonly prefix: string;
  /** First part of the ARN's resource. */
  readonly resource: string;
  /** Name of the type in messages. */
  readonly noun: string;
  /** Member that holds the time of the end. */
  readonly endTime: string;
  /** The rule that the name of a job is not in use. */
  readonly nameInUse: InstantRefusal;
  /** Makes the service's error for a job that does not exist. */
  readonly missing: (name: string) => ServiceError;
}

export const PROCESSING: JobType = {
  kind: 'processing-job',
  prefix: 'ProcessingJob',
  resource: 'processing-job',
  noun: 'processing job',
  endTime: 'ProcessingEndTime',
  nameInUse: processingJobNameInUse,
  missing: (name) => new ServiceError('ValidationException', `Could not find requested job with name: ${name}`),
};
export const TRAINING: JobType = {
  kind: 'training-job',
  prefix: 'TrainingJob',
  resource: 'training-job',
  noun: 'training job',
  endTime: 'TrainingEndTime',
  nameInUse: trainingJobNameInUse,
  missing: () => new ServiceError('ValidationException', 'Requested resource not found.'),
};
export const TRANSFORM: JobType = {
  kind: 'transform-job',
  prefix: 'TransformJob',
  resource: 'transform-job',
  noun: 'transform job',
  endTime: 'TransformEndTime',
  nameInUse: transformJobNameInUse,
  missing: (name) => new ServiceError('ValidationException', `Could not find requested job with name: ${name}`),
};
export const TUNING: JobType = {
  kind: 'tuning-job',
  prefix: 'HyperParameterTuningJob',
  resource: 'hyper-parameter-tuning-job',
  noun: 'tuning job',
  endTime: 'HyperParameterTuningEndTime',
  nameInUse: tuningJobNameInUse,
  missing: (name) =>
    new ServiceError('ResourceNotFound', `Amazon SageMaker can't find a tuning job with the name ${name}.`),
};

/** A member of a record that Describe operations do not show (see `visible`). */
const INTERNAL = '_local';

/** Tells whether a job has ended. */
export function isFinal(status: string): boolean {
  return FINAL_STATUSES.has(status);
}

/** Stores the record of a new job. @throws ServiceError ResourceInUse when the name is in use */
export function createRecord(type: JobType, record: Shape, context: Context): void {
  enforce(type.nameInUse, record, context);
  const name = record[`${type.prefix}Name`];
  context.store.put(type.kind, name, record);
}

/** Gives a job's record. @throws ServiceError when the job does not exist */
export function requireRecord(type: JobType, name: string, context: Context): Shape {
  const record = context.store.get(type.kind, name);
  if (!record) throw type.missing(name);
  return record;
}

/** Gives the part of a record that only this server sees. */
export function internalPart(record: Shape): Shape {
  return record[INTERNAL] ?? {};
}

/** Gives the record with changed members of its internal part. */
export function withInternalPart(record: Shape, changes: Shape): Shape {
  return { ...record, [INTERNAL]: { ...record[INTERNAL], ...changes } };
}

/**
 * Changes members of a record; the value `undefined` removes one.
 * @returns the new record; undefined when the job does not exist
 */
export function updateRecord(type: JobType, name: string, changes: Shape, context: Context): Shape | undefined {
  const record = context.store.get(type.kind, name);
  if (!record) return undefined;
  const changed = { ...record, ...changes, LastModifiedTime: context.now() };
  for (const [key, value] of Object.entries(changes)) if (value === undefined) delete (changed as Shape)[key];
  context.store.put(type.kind, name, changed);
  return changed;
}

/**
 * Marks a job Stopping, for Stop…Job.
 * @returns false when it is Stopping already
 * @throws ServiceError ValidationException when the job has ended
 */
export function markStopping(type: JobType, name: string, context: Context): boolean {
  const status = requireRecord(type, name, context)[`${type.prefix}Status`];
  if (status === 'Stopping') return false;
  if (isFinal(status)) {
    throw new ServiceError(
      'ValidationException',
      `The request was rejected because the ${type.noun} is in status ${status}.`,
    );
  }
  updateRecord(type, name, { [`${type.prefix}Status`]: 'Stopping' }, context);
  return true;
}

/** How a List…Jobs operation differs from the others. */
export interface JobListing {
  readonly type: JobType;
  /** Name of the list in the output. */
  readonly list: string;
  /** Members that a summary takes from the record. */
  readonly members: readonly string[];
  readonly sortBy: 'CreationTime' | 'Name';
  readonly order: 'Ascending' | 'Descending';
}

/** Gives the output of a List…Jobs request: one page of summaries. */
export function listRecords(listing: JobListing, input: Shape, context: Context): Shape {
  const { prefix, kind } = listing.type;
  const name = `${prefix}Name`;
  const status = `${prefix}Status`;
  const { records, ...rest } = pageOfRecords(context.store.list(kind), input, {
    id: `${prefix}Arn`,
    name,
    status,
    sortBy: { Name: name, Status: status, CreationTime: 'CreationTime' },
    defaultSortBy: listing.sortBy,
    defaultOrder: listing.order,
  });
  return { [listing.list]: records.map((record) => pick(record, listing.members)), ...rest };
}
