import type { CacheConfig, RetryPolicy, StepDefinition, StepType, Tag, VpcConfig } from './definition.ts';

/** A built step. It never changes; builders of other steps take it to derive references from it. */
export interface Step {
  readonly definition: StepDefinition;
}

export interface StepOptions {
  name: string;
  /** Steps that have to end before this one although nothing of theirs is referred to. */
  dependsOn?: readonly Step[] | undefined;
}

export interface RetriedOptions {
  retries?: readonly RetryPolicy[] | undefined;
}

/** Only these steps can be cached: Processing, Training, Tuning, Transform (Developer Guide, "Caching pipeline steps"). */
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

/** Leaves out members without a value: the service takes `null` for a mistake. */
export function present<T extends Record<string, unknown>>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Empty lists are left out where the service wants at least one member or none at all. */
export function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

export function stepDefinition(
  type: StepType,
  options: StepOptions & RetriedOptions & CachedOptions,
  args: Record<string, unknown>,
  more: Partial<Pick<StepDefinition, 'PropertyFiles'>> = {},
): StepDefinition {
  const dependsOn = nonEmpty(options.dependsOn?.map((step) => step.definition.Name));
  const retries = nonEmpty(options.retries);
  const propertyFiles = nonEmpty(more.PropertyFiles);
  return {
    Name: options.name,
    Type: type,
    Arguments: present(args),
    ...(dependsOn && { DependsOn: dependsOn }),
    ...(options.cache && { CacheConfig: options.cache }),
    ...(retries && { RetryPolicies: retries }),
    ...(propertyFiles && { PropertyFiles: propertyFiles }),
  };
}
