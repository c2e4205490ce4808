import { closest, didYouMean } from './closest.ts';

/** The regions of AWS (AWS General Reference, "Regions and endpoints"; botocore's partitions.json), November 2026. */
export const REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-central-2',
  'eu-isoe-west-1',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eusc-de-east-1',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-iso-east-1',
  'us-iso-west-1',
  'us-isob-east-1',
  'us-isob-west-1',
  'us-isof-east-1',
  'us-isof-south-1',
  'us-west-1',
  'us-west-2',
];

const DIRECTION = /^(?:central|(?:north|south)(?:east|west)?|east|west)$/;

export interface RegionProblem {
  severity: 'error' | 'warning';
  message: string;
  way_out: string;
}

/** What to do about a text that is not a known region. */
export function regionWayOut(region: string): string {
  const near = closest(region, REGIONS);
  return `Write ${near === undefined ? 'the code of an AWS region, such as us-east-1' : `${near}, or the code of another AWS region`}.`;
}

/**
 * Returns what is wrong with a text that has the form of a region. A region of a known area and direction, such as
 * `eu-west-9`, is only a warning: AWS may have added it after the list was made.
 */
export function regionProblem(region: string): RegionProblem | undefined {
  if (REGIONS.includes(region)) return undefined;
  const suggestion = didYouMean(region, REGIONS);
  const parts = region.split('-').slice(0, -1);
  const area = parts.slice(0, -1).join('-');
  const isLikely = REGIONS.some((known) => known.startsWith(`${area}-`)) && DIRECTION.test(parts.at(-1) ?? '');
  const way_out = regionWayOut(region);
  return isLikely
    ? {
        severity: 'warning',
        message: `${region} is not among the AWS regions that are known here${suggestion}`,
        way_out,
      }
    : { severity: 'error', message: `${region} is not an AWS region${suggestion}`, way_out };
}
