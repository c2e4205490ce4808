import type { Member } from '../member.ts';
import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const channelWithoutGroup: Refusal = {
  name: 'channel-without-group',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'If one channel of a training job names instance groups, every channel does.',
  source: 'aws/sagemaker-python-sdk#5225 and #6089',
  confidence: 'quoted',
  way_out: 'Give every channel InstanceGroupNames, or none.',
  find: (request) =>
    trainingJobs(request).flatMap((job) => {
      const channels = job.at('InputDataConfig');
      const assigned = channels.items.filter(hasGroups);
      const others = channels.items.filter((channel) => !hasGroups(channel));
      if (assigned.length === 0 || others.length === 0) return [];
      return [
        channels.refuse(
          `Some channels have assigned instance groups: [${names(assigned)}] while others not: [${names(others)}]`,
        ),
      ];
    }),
};

const hasGroups = (channel: Member): boolean =>
  channel.at('DataSource.S3DataSource.InstanceGroupNames').items.length > 0;

const names = (channels: readonly Member[]): string =>
  channels.map((channel) => channel.at('ChannelName').text).join(', ');
