import { parseArgs } from 'node:util';
import { createSageMakerServer } from './server.ts';

const USAGE = `node local/sagemaker/main.ts --dir DIR [--port PORT] [--region REGION] [--account ACCOUNT]
Runs SageMaker on 127.0.0.1. S3, CloudWatch and its logs are where AWS_ENDPOINT_URL_S3, _CLOUDWATCH and _CLOUDWATCH_LOGS say.`;

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    port: { type: 'string', default: '0' },
    region: { type: 'string' },
    account: { type: 'string' },
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
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const said = taken
    ? `Port ${values.port} of 127.0.0.1 is taken: end what listens there, or name another --port`
    : error;
  console.error(said instanceof Error ? said.message : said);
  process.exit(1);
}
