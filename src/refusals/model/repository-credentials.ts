import { containersOf } from '../containers.ts';
import type { Refusal } from '../refusal.ts';

export const repositoryCredentials: Refusal = {
  name: 'repository-credentials',
  operations: ['CreateModel'],
  rule: 'RepositoryAuthConfig goes with RepositoryAccessMode Vpc only.',
  source: 'API reference, ImageConfig.RepositoryAuthConfig',
  confidence: 'documented',
  way_out: 'Leave out RepositoryAuthConfig. Amazon ECR needs no credentials.',
  find: (request) =>
    containersOf(request)
      .map((container) => container.at('ImageConfig'))
      .filter((config) => config.at('RepositoryAccessMode').text === 'Platform')
      .map((config) => config.at('RepositoryAuthConfig'))
      .filter((credentials) => credentials.exists)
      .map((credentials) =>
        credentials.refuse('RepositoryAuthConfig can only be specified when RepositoryAccessMode is Vpc.'),
      ),
};
