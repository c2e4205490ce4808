import type {
  CacheConfig,
  PropertyFileDefinition,
  RetryPolicy,
  StepDefinition,
  StepType,
  Tag,
  VpcConfig,
} from './definition.ts';

/** A built step. It never changes. Other steps refer to it through the members that its builder adds. */
export interface Step {
  readonly definition: StepDefinition;
}

export interface StepOptions {
  name: string;
  /** Steps that must end before this one although this one does not refer to them. */
  dependsOn?: readonly Step[] | undefined;
}

export interface RetriedOptions {
  retries?: readonly RetryPolicy[] | undefined;
}

/** Only Processing, Training, Tuning and Transform steps can be cached (Developer Guide, "Caching pipeline steps"). */
export interface CachedOptions {
  cache?: CacheConfig | undefined;
}

export interface TaggedOptions {
  tags?: readonly Tag[] | undefined;
}

/** Where the containers of a job run. */
export interface NetworkOptions {
  /** No network at all inside the container, not even to AWS. */
  isolated?: boolean | undefined;
  encryptBetweenInstances?: boolean | undefined;
  vpc?: VpcConfig | undefined;
}

/** Copies an object without the members that are undefined. The service refuses `null`. */
export function withoutUndefined<T extends Record<string, unknown>>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Returns the list or object, or undefined when it is empty: the service refuses some members when they are empty. */
export function undefinedIfEmpty<T extends object>(listOrObject: T | undefined): T | undefined {
  return listOrObject === undefined || Object.keys(listOrObject).length === 0 ? undefined : listOrObject;
}

/** Builds the JSON of a step: its arguments, and around them what all types of steps have in common. */
export function stepDefinition(
  type: StepType,
  options: StepOptions & RetriedOptions & CachedOptions,
  args: Record<string, unknown>,
  propertyFileList: readonly PropertyFileDefinition[] = [],
): StepDefinition {
  const dependsOn = undefinedIfEmpty(options.dependsOn?.map((step) => step.definition.Name));
  const retries = undefinedIfEmpty(options.retries);
  const propertyFiles = undefinedIfEmpty(propertyFileList);
  return {
    Name: options.name,
    Type: type,
    Arguments: withoutUndefined(args),
    ...(dependsOn && { DependsOn: dependsOn }),
    ...(options.cache && { CacheConfig: options.cache }),
    ...(retries && { RetryPolicies: retries }),
    ...(propertyFiles && { PropertyFiles: propertyFiles }),
  };
}
