import { join } from 'node:path';
import type { PrestoConnection } from '../presto/connection.ts';
import { sdkConfigPath } from '../sagemaker/sdk-config.ts';
import type { ServiceName } from './state.ts';

/** Services that moto stands in for, as `AWS_ENDPOINT_URL_<service>` names them. */
const MOTO_SERVICES = [
  'S3',
  'SECRETS_MANAGER',
  'STS',
  'IAM',
  'KMS',
  'APPLICATION_AUTO_SCALING',
  'CLOUDWATCH',
  'CLOUDWATCH_LOGS',
  'EVENTBRIDGE',
  'SCHEDULER',
];

export interface PlatformAddress {
  dir: string;
  region: string;
  account: string;
  ports: Partial<Record<ServiceName, number>>;
  services: readonly ServiceName[];
  /** The Presto server that the user named; undefined when the platform runs its own or none. */
  userPresto: PrestoConnection | undefined;
  /** Refusals that the local SageMaker leaves out, with commas between them. */
  allow: string;
}

/** The environment variables with which AWS clients, the command line and the scripts find the platform. */
export function platformVariables(platform: PlatformAddress): Record<string, string> {
  const { dir, region, account, services, userPresto, allow } = platform;
  const portOf = (name: ServiceName) => platform.ports[name] ?? 0;
  const url = (name: ServiceName) => `http://127.0.0.1:${portOf(name)}`;
  const ownPresto = services.includes('presto') ? { host: '127.0.0.1', port: portOf('presto') } : undefined;
  const presto = userPresto ?? ownPresto;
  return {
    MLOPS_LOCAL_DIR: dir,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCOUNT_ID: account,
    // Without this variable, a client that finds no profile asks the metadata address of EC2 and waits for it.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...Object.fromEntries(MOTO_SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, url('moto')])),
    ...(services.includes('sagemaker')
      ? {
          AWS_ENDPOINT_URL_SAGEMAKER: url('sagemaker'),
          AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: url('sagemaker'),
          // It refuses what AWS refuses about variants, and passes the other requests on to moto.
          AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: url('sagemaker'),
          SAGEMAKER_USER_CONFIG_OVERRIDE: sdkConfigPath(join(dir, 'sagemaker')),
        }
      : {}),
    ...(presto ? { PRESTO_HOST: presto.host, PRESTO_PORT: String(presto.port) } : {}),
    // With this variable, a later `up` in the same shell knows that PRESTO_HOST names the server of the platform and not one
    // of the user.
    ...(presto && userPresto === undefined ? { MLOPS_LOCAL_PRESTO: `${presto.host}:${presto.port}` } : {}),
    ...(allow === '' ? {} : { MLOPS_LOCAL_ALLOW: allow }),
    ...(services.includes('github') ? { GITHUB_API_URL: url('github') } : {}),
  };
}
