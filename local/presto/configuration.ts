import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESTO_HOME } from '../../scripts/lib/paths.mjs';
import { javaProgram } from '../../scripts/lib/prerequisites.mjs';
import { Failure } from '../../src/failure.ts';
import { classArchiveFlags } from './class-archive.ts';
import type { PrestoConnection } from './connection.ts';
import { type PasswordFiles, preparePassword, USER } from './password.ts';

export interface PrestoOptions {
  /** Folder for the configuration and the data of this server. */
  dir: string;
  port: number;
  /** True: TLS and a password. False: plain HTTP and any user. */
  tls: boolean;
  /** Java heap. The TPC-H schema sf1 needs 1G. */
  memory?: string;
  /** Folder of the Presto server that `npm run setup` laid out. */
  home?: string;
}

/** The command that runs a server, and how to reach the server. */
export interface PreparedPresto {
  program: string;
  args: string[];
  cwd: string;
  log: string;
  connection: PrestoConnection;
}

/**
 * Writes the configuration of a server.
 * Settings: docs of PrestoDB 0.296, "Deploying Presto" and "Password File Authentication".
 * @returns the command that runs it
 * @throws Failure not_found when set-up has not brought Presto
 */
export function preparePresto(options: PrestoOptions): PreparedPresto {
  const { dir, port, tls } = options;
  const home = options.home ?? PRESTO_HOME;
  if (!existsSync(join(home, 'lib'))) {
    throw new Failure('not_found', 'the Presto server is not on this machine', { way_out: 'Run `npm run setup`.' });
  }
  const etc = join(dir, 'etc');
  for (const folder of [join(etc, 'catalog'), join(dir, 'tmp'), join(dir, 'data')])
    mkdirSync(folder, { recursive: true });
  const password = tls ? preparePassword(join(dir, 'tls')) : undefined;
  writeFileSync(join(etc, 'config.properties'), properties(configuration(dir, home, port, password)), { mode: 0o600 });
  writeFileSync(join(etc, 'catalog', 'tpch.properties'), 'connector.name=tpch\n');
  writeFileSync(join(etc, 'log.properties'), 'com.facebook.presto=WARN\ncom.facebook.airlift=WARN\n');
  for (const [name, content] of Object.entries(authentication(dir, password))) writeFileSync(join(etc, name), content);

  return {
    program: javaProgram(),
    args: javaArguments({ dir, home, memory: options.memory ?? '1G', tls }),
    // Presto reads etc/password-authenticator.properties and etc/access-control.properties in its working directory.
    cwd: dir,
    log: join(dir, 'server.log'),
    connection: {
      host: '127.0.0.1',
      port,
      user: USER,
      ...(password ? { password: password.password, ca: readFileSync(password.certificate, 'utf8') } : {}),
    },
  };
}

function javaArguments(options: { dir: string; home: string; memory: string; tls: boolean }): string[] {
  const { dir, home, memory, tls } = options;
  return [
    `-Xmx${memory}`,
    '-XX:+UseSerialGC',
    '-XX:+ExitOnOutOfMemoryError',
    ...classArchiveFlags(home),
    `-Djava.io.tmpdir=${join(dir, 'tmp')}`,
    `-XX:ErrorFile=${join(dir, 'java-error.log')}`,
    // Without this flag the JVM writes /tmp/hsperfdata_<user>, which is outside of our folder.
    '-XX:-UsePerfData',
    // Presto opens a JMX port on all interfaces, unless the first flag says that the JVM has one. The second flag keeps the
    // JVM from opening that port.
    '-Dcom.sun.management.jmxremote.port=1',
    '-XX:-ManagementServer',
    // The password plugin is built for Java 8 and creates classes by reflection.
    ...(tls ? ['--add-opens=java.base/java.lang=ALL-UNNAMED'] : []),
    '-Dnode.environment=local',
    '-Dnode.id=local-1',
    `-Dnode.data-dir=${join(dir, 'data')}`,
    `-Dconfig=${join(dir, 'etc', 'config.properties')}`,
    `-Dlog.levels-file=${join(dir, 'etc', 'log.properties')}`,
    '-cp',
    join(home, 'lib', '*'),
    'com.facebook.presto.server.PrestoServer',
  ];
}

function configuration(
  dir: string,
  home: string,
  port: number,
  password: PasswordFiles | undefined,
): Record<string, string | number | boolean> {
  const address = `${password ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    coordinator: true,
    'node-scheduler.include-coordinator': true,
    'discovery-server.enabled': true,
    'discovery.uri': address,
    // The cluster has this one node. With these settings it is found 1 s after its start instead of 10 s.
    'discovery.max-age': '1s',
    'internal-communication.node-discovery-polling-interval-millis': 500,
    'node.bind-ip': '127.0.0.1',
    'node.internal-address': '127.0.0.1',
    'http-server.admin.enabled': false,
    'http-server.log.enabled': false,
    'query.max-memory': '400MB',
    'query.max-memory-per-node': '400MB',
    'query.max-total-memory-per-node': '400MB',
    // By default Presto keeps each finished query for 15 minutes. The thousand queries of a test run would fill the heap.
    'query.max-history': 50,
    'query.min-expire-age': '30s',
    'plugin.dir': join(home, 'plugin'),
    'catalog.config-dir': join(dir, 'etc', 'catalog'),
    ...(password
      ? {
          // With HTTP on, the server would respond without asking for a password.
          'http-server.http.enabled': false,
          'http-server.https.enabled': true,
          'http-server.https.port': port,
          'http-server.https.keystore.path': password.keystore,
          'http-server.https.keystore.key': password.keystorePassword,
          // The server calls itself with its certificate. With PASSWORD alone it could not.
          'http-server.authentication.type': 'CERTIFICATE,PASSWORD',
          'http-server.https.truststore.path': password.keystore,
          'http-server.https.truststore.key': password.keystorePassword,
          'internal-communication.https.required': true,
          'internal-communication.https.keystore.path': password.keystore,
          'internal-communication.https.keystore.key': password.keystorePassword,
        }
      : { 'http-server.http.port': port }),
  };
}

/** The configuration files that a password needs: their text by their name in `etc/`. */
function authentication(dir: string, password: PasswordFiles | undefined): Record<string, string> {
  if (password === undefined) return {};
  const rules = join(dir, 'etc', 'rules.json');
  return {
    'password-authenticator.properties': properties({
      'password-authenticator.name': 'file',
      'file.password-file': password.passwordFile,
    }),
    'access-control.properties': properties({ 'access-control.name': 'file', 'security.config-file': rules }),
    // Without a rule, a user who knows one password may run queries as any other user.
    'rules.json': `${JSON.stringify({ catalogs: [{ allow: true }], principals: [{ principal: '([^,=]+)', principal_to_user: '$1', allow: true }] }, null, 2)}\n`,
  };
}

function properties(values: Record<string, string | number | boolean>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');
}
