import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const instanceGroupsWithType: Refusal = {
  name: 'instance-groups-with-type',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A training job has InstanceGroups, or InstanceType and InstanceCount.',
  source: 'aws/sagemaker-python-sdk#5564',
  confidence: 'quoted',
  way_out: 'Leave out InstanceGroups, or InstanceType and InstanceCount.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('ResourceConfig'))
      .filter(
        (resources) =>
          resources.at('InstanceGroups').items.length > 0 &&
          (resources.at('InstanceType').exists || resources.at('InstanceCount').exists),
      )
      .map((resources) =>
        resources.at('InstanceGroups').refuse('InstanceType or InstanceCount cannot be specified with InstanceGroups'),
      ),
};
