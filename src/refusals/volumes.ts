import type { Member } from './member.ts';
import { resourceConfigs, trainingJobs } from './training-jobs.ts';

/** A volume that SageMaker gives the instances of a job, and the types of these instances. */
export interface Volume {
  readonly key: Member;
  readonly size: Member;
  readonly instanceTypes: readonly Member[];
}

/** The volumes of the job that a request creates. The member of the instance type decides nothing when it is an expression. */
export function volumesOf(request: Member): readonly Volume[] {
  return [
    ...trainingJobs(request).flatMap(resourceConfigs),
    request.at('ProcessingResources.ClusterConfig'),
    request.at('TransformResources'),
  ]
    .filter(({ exists }) => exists)
    .map((resources) => ({
      key: resources.at('VolumeKmsKeyId'),
      size: resources.at('VolumeSizeInGB'),
      instanceTypes: [
        resources.at('InstanceType'),
        ...['InstanceGroups', 'InstancePreferences', 'InstanceConfigs'].flatMap((list) =>
          resources.at(list).items.map((item) => item.at('InstanceType')),
        ),
      ].filter(({ text }) => text !== undefined),
    }));
}
