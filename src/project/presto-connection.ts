import { X509Certificate } from 'node:crypto';
import type { Config } from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { PrestoConnection } from '../ports/presto.ts';
import type { Project } from './open-project.ts';

const SHAPE =
  'It must hold JSON like {"username": "...", "password": "..."}; "password" and "ca" (certificates as PEM) may be left out.';

/**
 * The connection to the project's Presto: `presto` of the configuration and the secret that `presto_credentials` names. The
 * rules are those of the jobs (sagemaker-code/mlops/credentials.py): https when there is a password, unless `presto.protocol`
 * says otherwise, and never a password over plain http.
 * @param reviewed `presto` of each environment of the base of a change. A password is sent only to a reviewed server. Otherwise
 *   a pull request could name its own server and get the password before anybody has read the change.
 * @throws Failure `not_found` without such a secret, `config_invalid` when it has another shape, `not_allowed` for a server
 *   that is not the reviewed one; no message holds a value of the secret
 */
export async function prestoConnection(
  { config, aws }: Pick<Project, 'config' | 'aws'>,
  reviewed?: readonly Config['presto'][],
): Promise<PrestoConnection> {
  const { host, port, protocol, catalog, schema, presto_credentials: name } = config.presto;
  const text = await aws.secrets.value(name);
  if (text === undefined) {
    throw new Failure('not_found', `There is no secret ${name} in Secrets Manager in ${aws.region}`, {
      way_out: 'Create it, or correct presto.presto_credentials.',
    });
  }
  const { username, password, ca } = credentials(name, text);
  const scheme = protocol ?? (password === undefined ? 'http' : 'https');
  if (password !== undefined && scheme !== 'https') {
    throw new Failure('config_invalid', `The secret ${name} has a password, which is never sent over plain http`, {
      way_out: 'Set presto.protocol to https, or take the password out of the secret.',
    });
  }
  if (password !== undefined && reviewed !== undefined) refuseUnreviewed(config.presto, reviewed);
  return {
    host,
    port,
    protocol: scheme,
    catalog,
    schema,
    user: username,
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
  };
}

/** The keys that decide which password goes to which server. */
const SERVER = ['host', 'port', 'protocol', 'presto_credentials'] as const;

function refuseUnreviewed(presto: Config['presto'], reviewed: readonly Config['presto'][]): void {
  const movedFrom = (known: Config['presto']) => SERVER.find((key) => known[key] !== presto[key]);
  if (reviewed.some((known) => movedFrom(known) === undefined)) return;
  const [known] = reviewed;
  const moved = known === undefined ? 'host' : movedFrom(known);
  throw new Failure(
    'not_allowed',
    `presto.${moved} is not what the base has, and a password goes to no server that is not reviewed`,
    { way_out: 'Merge the change of presto by itself first; what depends on it is then checked there.' },
  );
}

function credentials(name: string, text: string): { username: string; password?: string; ca?: string } {
  const wrong = (what: string) => new Failure('config_invalid', `The secret ${name} ${what}`, { way_out: SHAPE });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('is not a JSON object');
  const field = (key: string): string | undefined => {
    const given = (value as Record<string, unknown>)[key] ?? '';
    if (typeof given !== 'string') throw wrong(`has a field ${key} that is not a text`);
    return given === '' ? undefined : given;
  };
  const [username, password, ca] = [field('username'), field('password'), field('ca')];
  if (username === undefined) throw wrong('has no username');
  // A colon would end the user name in the header of the password.
  if (!/^[!-~]([ -~]*[!-~])?$/.test(username) || username.includes(':')) {
    throw wrong('has a username with characters that an HTTP header cannot carry');
  }
  if (ca !== undefined && !isPem(ca)) throw wrong('has a field ca that is not a certificate in PEM form');
  return { username, ...(password === undefined ? {} : { password }), ...(ca === undefined ? {} : { ca }) };
}

function isPem(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.length > 0 && blocks.every(isCertificate);
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).subject !== undefined;
  } catch {
    return false;
  }
}
