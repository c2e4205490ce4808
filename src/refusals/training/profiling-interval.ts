import type { Refusal } from '../refusal.ts';

const INTERVALS = [100, 200, 500, 1000, 5000, 60_000];

export const profilingInterval: Refusal = {
  name: 'profiling-interval',
  operations: ['CreateTrainingJob'],
  rule: 'The profiler measures every 100, 200, 500, 1000, 5000 or 60000 milliseconds.',
  source: 'API reference, ProfilerConfig.ProfilingIntervalInMilliseconds',
  confidence: 'documented',
  way_out: 'Use one of these intervals.',
  find: (request) => {
    const interval = request.at('ProfilerConfig.ProfilingIntervalInMilliseconds');
    if (interval.number === undefined || INTERVALS.includes(interval.number)) return [];
    return [
      interval.refuse(
        `ProfilingIntervalInMilliseconds ${interval.number} is not available. Available values are ${INTERVALS.join(', ')}.`,
      ),
    ];
  },
};
