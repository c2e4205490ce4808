import type { InstanceUse } from '../../config/index.ts';

/** Prices that were read together, from one source on one day. */
export interface PriceReading {
  region: string;
  /**
   * Each use has a separate price, and these prices do differ. A price is listed only under the uses that it was read
   * for.
   */
  uses: readonly InstanceUse[];
  /** Where the figures come from, and who copied them. */
  source: string;
  /** Day on which they were read there, or the last day of a bill; ISO 8601. */
  date: string;
  /** US dollars for an hour of one instance, on demand, by instance type. */
  hour: Readonly<Record<string, number>>;
}

/** A program copied AWS's offer file of the service AmazonSageMaker for a region. */
const COPY = 'copy of the AWS Price List';
/**
 * Others quote the same list with the day on which they read it: usage types USE1-Processing, -Train, -Tsform and
 * -Host.
 */
const LIST = 'AWS Price List as quoted';
const PAGE = 'AWS pricing page as quoted';
/** The lines of a month's bill that AWS publishes with its sample sagemaker-ssh-helper. */
const BILL = 'AWS bill';
/** Two or more tables of others that agree with each other, and with AWS's own figure for another use of the type. */
const TABLES = 'published price tables';

/**
 * On-demand prices, each as it was read and published. A price that is missing here is unknown, not free. It is never
 * derived from another region, size or use. Disks, traffic, free tiers, savings plans and discounts of an account are
 * not included.
 */
export const PRICE_LIST: readonly PriceReading[] = [
  // Offer file published 2026-09-21.
  {
    region: 'ap-south-1',
    uses: ['processing'],
    source: COPY,
    date: '2026-09-22',
    hour: { 'ml.t3.medium': 0.054 },
  },
  {
    region: 'ap-south-1',
    uses: ['processing', 'training'],
    source: COPY,
    date: '2026-09-22',
    hour: {
      'ml.c5.18xlarge': 3.672,
      'ml.c5.2xlarge': 0.408,
      'ml.c5.4xlarge': 0.816,
      'ml.c5.9xlarge': 1.836,
      'ml.c5.xlarge': 0.204,
      'ml.g4dn.12xlarge': 5.383,
      'ml.g4dn.16xlarge': 5.989,
      'ml.g4dn.2xlarge': 1.035,
      'ml.g4dn.4xlarge': 1.656,
      'ml.g4dn.8xlarge': 2.994,
      'ml.g4dn.xlarge': 0.811,
      'ml.m5.12xlarge': 2.909,
      'ml.m5.24xlarge': 5.818,
      'ml.m5.2xlarge': 0.485,
      'ml.m5.4xlarge': 0.97,
      'ml.m5.large': 0.121,
      'ml.m5.xlarge': 0.242,
      'ml.r5.12xlarge': 3.744,
      'ml.r5.16xlarge': 4.992,
      'ml.r5.24xlarge': 7.488,
      'ml.r5.2xlarge': 0.624,
      'ml.r5.4xlarge': 1.248,
      'ml.r5.8xlarge': 2.496,
      'ml.r5.large': 0.156,
      'ml.r5.xlarge': 0.312,
      'ml.t3.2xlarge': 0.43,
      'ml.t3.large': 0.108,
      'ml.t3.xlarge': 0.215,
    },
  },
  {
    region: 'eu-west-1',
    uses: ['processing', 'training', 'transform', 'hosting'],
    source: BILL,
    date: '2023-12-31',
    hour: { 'ml.m5.xlarge': 0.257 },
  },
  {
    region: 'eu-west-1',
    uses: ['training'],
    source: BILL,
    date: '2023-12-31',
    hour: { 'ml.g4dn.xlarge': 0.822 },
  },
  {
    region: 'eu-west-1',
    uses: ['hosting'],
    source: BILL,
    date: '2023-12-31',
    hour: { 'ml.g4dn.12xlarge': 5.453, 'ml.g4dn.4xlarge': 1.678, 'ml.g4dn.xlarge': 0.821 },
  },
  {
    region: 'sa-east-1',
    uses: ['training', 'transform', 'hosting'],
    source: LIST,
    date: '2026-08-16',
    hour: { 'ml.m5.xlarge': 0.367 },
  },
  {
    region: 'us-east-1',
    uses: ['processing'],
    source: LIST,
    date: '2026-07-30',
    hour: { 'ml.m5.large': 0.115, 'ml.t3.medium': 0.05 },
  },
  {
    region: 'us-east-1',
    uses: ['processing'],
    source: LIST,
    date: '2026-09-13',
    hour: { 'ml.m5.xlarge': 0.23 },
  },
  // Offer file published 2026-09-25, terms effective from 2026-09-01.
  {
    region: 'us-east-1',
    uses: ['processing', 'training'],
    source: LIST,
    date: '2026-09-25',
    hour: {
      'ml.c5.4xlarge': 0.816,
      'ml.c5.9xlarge': 1.836,
      'ml.g4dn.xlarge': 0.736,
      'ml.g5.2xlarge': 1.515,
      'ml.g5.xlarge': 1.408,
      'ml.m5.4xlarge': 0.922,
      'ml.r5.4xlarge': 1.21,
      'ml.r5.8xlarge': 2.419,
    },
  },
  {
    region: 'us-east-1',
    uses: ['processing', 'transform'],
    source: TABLES,
    date: '2026-11-22',
    hour: { 'ml.c5.xlarge': 0.204 },
  },
  {
    region: 'us-east-1',
    uses: ['training'],
    source: LIST,
    date: '2026-08-11',
    hour: { 'ml.m5.large': 0.115 },
  },
  {
    region: 'us-east-1',
    uses: ['training'],
    source: TABLES,
    date: '2026-11-22',
    hour: { 'ml.c5.xlarge': 0.204, 'ml.m5.2xlarge': 0.461, 'ml.m5.xlarge': 0.23 },
  },
  {
    region: 'us-east-1',
    uses: ['hosting'],
    source: LIST,
    date: '2026-07-30',
    hour: { 'ml.m5.large': 0.115 },
  },
  {
    region: 'us-east-1',
    uses: ['hosting'],
    source: LIST,
    date: '2026-09-28',
    hour: { 'ml.m5.2xlarge': 0.461, 'ml.m5.xlarge': 0.23 },
  },
  {
    region: 'us-east-1',
    uses: ['hosting'],
    source: PAGE,
    date: '2026-10-06',
    hour: { 'ml.c5.xlarge': 0.204 },
  },
  {
    region: 'us-west-2',
    uses: ['training', 'transform', 'hosting'],
    source: LIST,
    date: '2026-08-16',
    hour: { 'ml.m5.xlarge': 0.23 },
  },
  {
    region: 'us-west-2',
    uses: ['training'],
    source: LIST,
    date: '2026-09-16',
    hour: { 'ml.c7i.2xlarge': 0.4284 },
  },
];
