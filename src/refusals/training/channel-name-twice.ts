import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';
import { trainingJobs } from '../training-jobs.ts';

export const channelNameTwice: Refusal = {
  name: 'channel-name-twice',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'The name of a channel is there once in a training job. It is the folder of the data in the container.',
  source: 'API reference, Channel.ChannelName; developer guide, your-algorithms-training-algo',
  confidence: 'inferred',
  way_out: 'Give one of the channels another name.',
  find: (request) =>
    trainingJobs(request).flatMap((job) =>
      repeated(job.at('InputDataConfig').items.map((channel) => channel.at('ChannelName'))).map((name) =>
        name.refuse(`The channel name ${name.text} is used more than once in InputDataConfig.`),
      ),
    ),
};
