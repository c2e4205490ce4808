import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { loadConfig } from '../../src/config/index.ts';
import { actionsOf, asRole, statementsOf } from './policy.ts';
import { readTemplate, resolveTemplate } from './template.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const source = readTemplate('presto-server.yml');
const resources = resolveTemplate(source, { VpcId: 'vpc-1', SubnetId: 'subnet-1' });
const server = z
  .object({ UserData: z.string(), NetworkInterfaces: z.array(z.looseObject({})) })
  .parse(resources.Server);

test('nothing is open to the world', () => {
  expect(readFileSync(join(ROOT, 'infra/presto-server.yml'), 'utf8')).not.toMatch(/0\.0\.0\.0|::\/0|CidrIp|KeyName/);
  expect(resources.ServerSecurityGroup?.SecurityGroupIngress).toEqual([
    { Description: 'Queries', IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, SourceSecurityGroupId: '<Readers>' },
  ]);
  expect(server.NetworkInterfaces).toEqual([expect.objectContaining({ AssociatePublicIpAddress: false })]);
});

test('the instance may read and write its own secret, and nothing else', () => {
  const role = asRole({ RoleName: 'generated', ...resources.ServerRole } as never);
  expect(actionsOf(role)).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue']);
  expect(statementsOf(role).map(({ Resource }) => Resource)).toEqual([['<Secret>']]);
});

test('its script is sound for bash, fits EC2, and names no secret', () => {
  execFileSync('bash', ['-n'], { input: server.UserData });
  // EC2 takes 16 KiB, in base64.
  expect(Buffer.from(server.UserData).toString('base64').length).toBeLessThan(16 * 1024);
  expect(server.UserData).not.toContain('${');
  expect(server.UserData.split('\n').filter((line) => line === 'END').length).toBe(5);
});

test('only TLS with a password answers, and nobody runs as somebody else', () => {
  const has = [
    'http-server.http.enabled=false',
    'http-server.authentication.type=CERTIFICATE,PASSWORD',
    'principal_to_user',
  ];
  expect(has.filter((line) => !server.UserData.includes(line))).toEqual([]);
});

test('its secret has the name that config.yml reads', () => {
  const loaded = loadConfig({ file: join(ROOT, 'config.yml'), packageRoot: ROOT, env: {} });
  expect(loaded.ok && loaded.config.presto.presto_credentials).toBe(source.Parameters.SecretName?.Default);
  expect(resources.Secret).toMatchObject({
    GenerateSecretString: { GenerateStringKey: 'password', ExcludePunctuation: true },
  });
});
