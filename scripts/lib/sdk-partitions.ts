import { readFileSync } from 'node:fs';

/** A partition of AWS: what its ARNs and its host names have in common. */
export interface SdkPartition {
  id: string;
  dnsSuffix: string;
  /** Regular expression of the names of its regions, for regions that the data does not list yet. */
  pattern: string;
  regions: string[];
}

const CORE = new URL('../../node_modules/@aws-sdk/core/', import.meta.url);

/** The data of the partitions, without a part of the SDK that has to be loaded. */
const DATA = 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';

interface PartitionsInfo {
  partitions: Array<{
    id: string;
    outputs: { name: string; dnsSuffix: string };
    regionRegex: string;
    regions: Record<string, unknown>;
  }>;
}

/** Reads the partitions of AWS and their regions from the installed AWS SDK, by the name of the partition. */
export function sdkPartitions(): SdkPartition[] {
  const text = readFileSync(new URL(DATA, CORE), 'utf8');
  // The file is one object in JSON, which is exported.
  const { partitions } = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as PartitionsInfo;
  return partitions.map(({ id, outputs, regionRegex, regions }) => ({
    id,
    dnsSuffix: outputs.dnsSuffix,
    pattern: regionRegex,
    // `aws-global` and its like stand for services without a region.
    regions: Object.keys(regions)
      .filter((region) => new RegExp(regionRegex).test(region))
      .sort(),
  }));
}
