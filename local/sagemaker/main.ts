import { parseArgs } from 'node:util';
import { errorMessage } from './error-message.ts';
import { allowedRules } from './refusals/index.ts';
import { parseQuotas } from './refusals/quota.ts';
import { createSageMakerServer } from './server.ts';

const USAGE = `node local/sagemaker/main.ts --dir DIR [--port PORT] [--region REGION] [--account ACCOUNT] [--allow RULES]
Runs SageMaker on 127.0.0.1. RULES are names of refusals, with commas between them, that it leaves out; default: MLOPS_LOCAL_ALLOW. MLOPS_LOCAL_QUOTAS has the quotas of the account as JSON. AWS_ENDPOINT_URL_S3, _CLOUDWATCH, _CLOUDWATCH_LOGS, _IAM, _KMS and _APPLICATION_AUTO_SCALING name the other services.`;

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    port: { type: 'string', default: '0' },
    region: { type: 'string' },
    account: { type: 'string' },
    allow: { type: 'string', default: process.env.MLOPS_LOCAL_ALLOW ?? '' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.dir === undefined) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

try {
  const server = await createSageMakerServer({
    dir: values.dir,
    port: Number(values.port),
    ...(values.region === undefined ? {} : { region: values.region }),
    ...(values.account === undefined ? {} : { account: values.account }),
    allow: allowedRules(values.allow),
    quotas: parseQuotas(process.env.MLOPS_LOCAL_QUOTAS ?? ''),
    roles: 'enforced',
    log: (text) => console.log(`${new Date().toISOString()} ${text}`),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (error) {
  const portInUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(
    portInUse
      ? `Port ${values.port} of 127.0.0.1 is in use. End the process that listens there, or choose another --port.`
      : errorMessage(error),
  );
  process.exit(1);
}
