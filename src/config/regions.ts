import { PARTITIONS } from './aws-partitions.ts';
import { closest, didYouMean } from './closest.ts';
import { hasRegionForm, partitionOf } from './partition.ts';
import { SKLEARN_REGISTRIES } from './sklearn-images.ts';

/** The regions of AWS, in every partition. */
export const REGIONS: readonly string[] = PARTITIONS.flatMap(({ regions }) => [...regions]).sort();

const DIRECTION = /^(?:central|(?:north|south)(?:east|west)?|east|west)$/;

export interface RegionProblem {
  message: string;
  way_out: string;
}

/** What to do about a text that is not a known region. */
export function regionWayOut(region: string): string {
  const near = closest(region, REGIONS);
  return `Write ${near === undefined ? 'the code of an AWS region, such as us-east-1' : `${near}, or the code of another AWS region`}.`;
}

/**
 * Returns what is wrong with a text that has the form of a region: it is no region, or SageMaker has no scikit-learn image there.
 * A region of a known area and direction, such as `eu-west-9`, may have been added to AWS after the list was made.
 */
export function regionProblem(region: string): RegionProblem | undefined {
  if (Object.hasOwn(SKLEARN_REGISTRIES, region)) return undefined;
  if (REGIONS.includes(region)) return missingImage(region);
  const suggestion = didYouMean(region, REGIONS);
  const mayBeNew = hasRegionForm(region) && DIRECTION.test(region.split('-').at(-2) ?? '');
  if (mayBeNew) return missingImage(region, suggestion);
  return { message: `${region} is not an AWS region${suggestion}`, way_out: regionWayOut(region) };
}

/**
 * Says that SageMaker has no scikit-learn image in a region, and where it has one.
 *
 * The image and the model have to be in the region of the endpoint (SageMaker API reference, ContainerDefinition), so an image of
 * another region is no way out.
 */
export function missingImage(region: string, suggestion = ''): RegionProblem {
  const partition = partitionOf(region);
  const inPartition = Object.keys(SKLEARN_REGISTRIES).filter((each) => partitionOf(each) === partition);
  const message = `${region} has no scikit-learn image of SageMaker that is known here${suggestion}`;
  if (inPartition.length === 0) {
    const others = [...new Set(Object.keys(SKLEARN_REGISTRIES).map(partitionOf))].sort().join(', ');
    return {
      message,
      way_out: `No region of the partition ${partition} has one. Use an account and a region of another partition: ${others}.`,
    };
  }
  const area = region.slice(0, region.indexOf('-'));
  const near = inPartition.filter((each) => each.startsWith(`${area}-`));
  const regions = (near.length === 0 ? inPartition : near).join(', ');
  return {
    message,
    way_out: `Use a region that has one: ${regions}. SageMaker takes no image of another region.`,
  };
}
