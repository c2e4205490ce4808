import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A call of an AWS API that stands in the sources. */
export interface AwsCall {
  file: string;
  /** IAM's prefix of the service. */
  service: string;
  /** As the API reference spells it: `DescribePipeline`. */
  operation: string;
}

/** IAM's prefix by the SDK's package. Not all of them are the package's name. */
const PREFIX: Readonly<Record<string, string>> = {
  'application-auto-scaling': 'application-autoscaling',
  cloudwatch: 'cloudwatch',
  'cloudwatch-logs': 'logs',
  s3: 's3',
  sagemaker: 'sagemaker',
  'sagemaker-runtime': 'sagemaker',
  'secrets-manager': 'secretsmanager',
  sts: 'sts',
};

/**
 * Every call in src/adapters/aws. Adapters call a client that is loaded when it is needed: `(await client()).describeModel(`.
 * @throws when a client is used in another way, which this could not follow.
 */
export function adapterCalls(): AwsCall[] {
  return readdirSync(join(root, 'src/adapters/aws')).flatMap((name) => {
    const file = `src/adapters/aws/${name}`;
    const text = readFileSync(join(root, file), 'utf8');
    const calls = [...text.matchAll(/\(await (?:client|runtime)\(\)\)\s*\.(\w+)\(/g)];
    const uses = [...text.matchAll(/\b(?:client|runtime)\(\)/g)].length;
    if (uses !== calls.length || /Command\b|waitUntil|paginate[A-Z]/.test(text)) {
      throw new Error(
        `${file} uses an AWS client otherwise than by (await client()).operation(…): teach ${import.meta.url}`,
      );
    }
    const service = calls.length === 0 ? '' : serviceOf(file, text);
    return calls.map(([, method = '']) => ({ file, service, operation: method[0]?.toUpperCase() + method.slice(1) }));
  });
}

function serviceOf(file: string, text: string): string {
  // The parts of the SageMaker adapter are given the client, whose type is in client.ts.
  const given = /import \{[^}]*\btype Client\b[^}]*\} from '\.\/client\.ts'/.test(text);
  const source = given ? 'sagemaker' : /'@aws-sdk\/client-([\w-]+)'/.exec(text)?.[1];
  const prefix = PREFIX[source ?? ''];
  if (prefix === undefined) throw new Error(`${file}: which service of IAM is ${source}?`);
  return prefix;
}

/** Every call of a boto3 client in sagemaker-code; the method as boto3 spells it. */
export function containerCalls(): AwsCall[] {
  const folder = join(root, 'sagemaker-code');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const clients = [...text.matchAll(/^\s*(\w+)(?:: \w+)? = .*boto3\.client\("([\w-]+)"/gm)];
      if (clients.length !== [...text.matchAll(/boto3\.(?!client\b)\w+|boto3\.client\(/g)].length) {
        throw new Error(`${name} uses boto3 otherwise than by x = boto3.client("service"): teach ${import.meta.url}`);
      }
      return clients.flatMap(([, variable, service = '']) =>
        [...text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)\\(`, 'g'))].map(([, operation = '']) => ({
          file: `sagemaker-code/${name}`,
          service,
          operation,
        })),
      );
    });
}
