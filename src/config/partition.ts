import { PARTITIONS } from './aws-partitions.ts';

/** A partition of AWS: the part that a region belongs to, and the second word of every ARN there. */
export type Partition = (typeof PARTITIONS)[number]['id'];

type PartitionData = (typeof PARTITIONS)[number];

/**
 * Partition of a region: by its name, else by the pattern of the partition's names, else `aws`. The AWS SDK decides in the same
 * way (`partition` in its endpoint rules), so a region that is newer than the SDK has the right ARNs.
 */
function dataOf(region: string): PartitionData {
  return (
    PARTITIONS.find(({ regions }) => (regions as readonly string[]).includes(region)) ??
    PARTITIONS.find(({ pattern }) => new RegExp(pattern).test(region)) ??
    PARTITIONS[0]
  );
}

/** The partition that a region belongs to. */
export const partitionOf = (region: string): Partition => dataOf(region).id;

/** End of the host names of AWS in a region, such as `amazonaws.com.cn`. */
export const dnsSuffixOf = (region: string): string => dataOf(region).dnsSuffix;

/** True when the name of a region has the form of some partition's regions. */
export const hasRegionForm = (region: string): boolean =>
  PARTITIONS.some(({ pattern }) => new RegExp(pattern).test(region));
