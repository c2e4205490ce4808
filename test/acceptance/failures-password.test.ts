import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startPresto } from '../../local/presto/server.ts';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { connectAws } from '../../src/adapters/aws/index.ts';
import { atMost } from './support/at-most.ts';
import { silentLog } from './support/silent-log.ts';
import { type Edits, teamFolder, trainingQueryWith } from './support/team-folder.ts';
import { expectFailedStep, jobLogs, type Trained, train } from './support/trained.ts';

/** Trainings on a Presto with TLS and a password: which credentials it accepts, and that no output has a password. */

const NAMES = ['right', 'wrong', 'unverified', 'plain', 'withoutPassword'] as const;
type Name = (typeof NAMES)[number];

const WRONG = 'correct-horse-battery-staple';
let dir: string;
let presto: Awaited<ReturnType<typeof startPresto>>;
let server: SageMakerServer;
let secrets: Record<Name, string>;
let runs: Record<Name, Promise<Trained>>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'failures-'));
  [presto, server] = await Promise.all([
    startPresto({ dir: join(dir, 'presto'), tls: true }),
    createSageMakerServer({ dir: join(dir, 'sagemaker') }),
  ]);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: server.url,
  });
  const { user: username, password, ca } = presto;
  const contents: Record<Name, object> = {
    right: { username, password, ca },
    wrong: { username, password: WRONG, ca },
    unverified: { username, password },
    plain: { username, password, ca },
    withoutPassword: { username, ca },
  };
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  secrets = Object.fromEntries(
    await Promise.all(
      Object.entries(contents).map(async ([name, content]) => {
        const secret = `${name}-${randomBytes(4).toString('hex')}`;
        await client.send(new CreateSecretCommand({ Name: secret, SecretString: JSON.stringify(content) }));
        return [name, secret];
      }),
    ),
  );
  const aws = connectAws('us-east-1', silentLog);
  const limited = atMost(2);
  // With the right password the query gives no rows. That is enough to show, and no model has to be trained.
  const query = trainingQueryWith('l.orderkey = o.orderkey', 'l.orderkey = o.orderkey AND l.quantity < 0');
  const protocols: Partial<Record<Name, string>> = { plain: 'http', withoutPassword: 'https' };
  runs = Object.fromEntries(
    NAMES.map((name) => {
      const edits: Edits = [
        ['presto_credentials: prestodb-credentials', `presto_credentials: ${secrets[name]}`],
        ...(protocols[name] ? [['  host: ', `  protocol: ${protocols[name]}\n  host: `] as const] : []),
      ];
      const team = teamFolder({ parent: dir, name: name.toLowerCase(), query, edits });
      const run = limited(() => train(aws, team, { PRESTO_HOST: presto.host, PRESTO_PORT: String(presto.port) }));
      run.catch(() => undefined);
      return [name, run];
    }),
  ) as typeof runs;
});

afterAll(async () => {
  await Promise.allSettled(Object.values(runs ?? {}));
  await server?.close();
  await presto?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const REASONS: Array<[what: string, name: Name, reason: () => string]> = [
  ['the right password: the query runs and gives no rows', 'right', () => 'The query gives no rows.'],
  [
    'a wrong password',
    'wrong',
    () =>
      `Presto at ${address('https')} refuses the user name or the password (401). Correct the secret '${secrets.wrong}'.`,
  ],
  [
    'no password',
    'withoutPassword',
    () =>
      `Presto at ${address('https')} refuses the user name or the password (401). Correct the secret '${secrets.withoutPassword}'.`,
  ],
  [
    'a password over plain http: it is not sent',
    'plain',
    () =>
      `The secret '${secrets.plain}' has a password, which is never sent over plain http. Set presto.protocol to https`,
  ],
  [
    'a server with an unknown certificate',
    'unverified',
    () => `Presto at ${address('https')} does not prove who it is: `,
  ],
];

test.each(REASONS)('the training fails with its reason for %s', async (_what, name, reason) => {
  expectFailedStep(await runs[name], 'Preprocess-Data', reason());
});

test('no output and no log has a password', async () => {
  const all = [...(await Promise.all(Object.values(runs))).map(({ result }) => result.all), jobLogs(server)].join('\n');
  expect(all).toContain('refuses the user name or the password');
  expect(all).not.toContain(WRONG);
  expect(all).not.toContain(presto.password);
});

function address(protocol: string): string {
  return `${protocol}://${presto.host}:${presto.port}`;
}
