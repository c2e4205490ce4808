import type { Member } from './member.ts';

/** The groups of ranges of a tuning job: one for the job, or one for each of its algorithms. */
export function rangeGroups(request: Member): readonly Member[] {
  return [
    request.at('HyperParameterTuningJobConfig.ParameterRanges'),
    ...request.at('TrainingJobDefinitions').items.map((job) => job.at('HyperParameterRanges')),
  ].filter(({ exists }) => exists);
}

export type RangeKind = 'Integer' | 'Continuous' | 'Categorical';

/** The ranges of some kinds in a group. */
export function rangesOf(
  group: Member,
  kinds: readonly RangeKind[] = ['Integer', 'Continuous', 'Categorical'],
): readonly Member[] {
  return kinds.flatMap((kind) => group.at(`${kind}ParameterRanges`).items);
}

/** Minimum and maximum of a range of numbers; NaN for what is not a number. An expression is NaN too. */
export function boundsOf(range: Member): readonly [min: number, max: number] {
  return [toNumber(range.at('MinValue')), toNumber(range.at('MaxValue'))];
}

function toNumber({ text }: Member): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text);
}
