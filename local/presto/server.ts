import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PRESTO_HOME } from '../../scripts/lib/paths.mjs';
import { javaProgram } from '../../scripts/lib/prerequisites.mjs';
import { isRunning, type ProcessIdentity } from '../../scripts/lib/process-identity.mjs';
import { Failure } from '../../src/failure.ts';
import { endProcess, freePorts, MARK, startDetached, tail, until } from '../platform/child.ts';
import { type PasswordFiles, preparePassword, USER } from './password.ts';
import { statement } from './statement.ts';

/** How a client reaches a Presto server. */
export interface PrestoConnection {
  host: string;
  port: number;
  user: string;
  password?: string;
  /** Certificate (PEM) that the server is verified with. */
  ca?: string;
}

export interface PrestoOptions {
  /** Folder of this server's configuration and data. */
  dir: string;
  port: number;
  /** TLS and a password; without, plain HTTP and any user. */
  tls: boolean;
  /** Java heap. 1G is what the TPC-H schema sf1 needs. */
  memory?: string;
  /** Layout made by set-up. */
  home?: string;
}

/**
 * Writes the configuration of a server and returns the command that runs it and how to reach it.
 * Settings: docs of PrestoDB 0.296, "Deploying Presto" and "Password File Authentication".
 */
export function preparePresto(options: PrestoOptions): {
  program: string;
  args: string[];
  cwd: string;
  log: string;
  connection: PrestoConnection;
} {
  const { dir, port, tls } = options;
  const home = options.home ?? PRESTO_HOME;
  if (!existsSync(join(home, 'lib'))) {
    throw new Failure('not_found', 'the Presto server is not on this machine', { wayOut: 'Run `npm run setup`.' });
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
    args: [
      `-Xmx${options.memory ?? '1G'}`,
      '-XX:+UseSerialGC',
      '-XX:+ExitOnOutOfMemoryError',
      ...classArchive(home),
      `-Djava.io.tmpdir=${join(dir, 'tmp')}`,
      `-XX:ErrorFile=${join(dir, 'java-error.log')}`,
      // /tmp/hsperfdata_<user> would be written outside of our folder.
      '-XX:-UsePerfData',
      // Presto opens a JMX port on all interfaces unless it is told that the JVM has one already; the second flag keeps the JVM from opening it.
      '-Dcom.sun.management.jmxremote.port=1',
      '-XX:-ManagementServer',
      // The password plugin is built for Java 8 and makes classes by reflection.
      ...(tls ? ['--add-opens=java.base/java.lang=ALL-UNNAMED'] : []),
      '-Dnode.environment=local',
      '-Dnode.id=local-1',
      `-Dnode.data-dir=${join(dir, 'data')}`,
      `-Dconfig=${join(etc, 'config.properties')}`,
      `-Dlog.levels-file=${join(etc, 'log.properties')}`,
      '-cp',
      join(home, 'lib', '*'),
      'com.facebook.presto.server.PrestoServer',
    ],
    // Presto reads etc/password-authenticator.properties and etc/access-control.properties of its working directory.
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
    // One node that is its own cluster: it is found within a second of its start instead of ten.
    'discovery.max-age': '1s',
    'internal-communication.node-discovery-polling-interval-millis': 500,
    'node.bind-ip': '127.0.0.1',
    'node.internal-address': '127.0.0.1',
    'http-server.admin.enabled': false,
    'http-server.log.enabled': false,
    'query.max-memory': '400MB',
    'query.max-memory-per-node': '400MB',
    'query.max-total-memory-per-node': '400MB',
    // A finished query is kept for 15 minutes by default, however many there are: a thousand of a test run's fill the heap.
    'query.max-history': 50,
    'query.min-expire-age': '30s',
    'plugin.dir': join(home, 'plugin'),
    'catalog.config-dir': join(dir, 'etc', 'catalog'),
    ...(password
      ? {
          // With http left on, it would answer without asking for a password.
          'http-server.http.enabled': false,
          'http-server.https.enabled': true,
          'http-server.https.port': port,
          'http-server.https.keystore.path': password.keystore,
          'http-server.https.keystore.key': password.keystorePassword,
          // The server calls itself by its certificate; PASSWORD alone would lock it out.
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

/** The files of the password mode, by their name in `etc/`. */
function authentication(dir: string, password: PasswordFiles | undefined): Record<string, string> {
  if (password === undefined) return {};
  const rules = join(dir, 'etc', 'rules.json');
  return {
    'password-authenticator.properties': properties({
      'password-authenticator.name': 'file',
      'file.password-file': password.passwordFile,
    }),
    'access-control.properties': properties({ 'access-control.name': 'file', 'security.config-file': rules }),
    // Without a rule, a person who knows one password may run queries as anybody.
    'rules.json': `${JSON.stringify({ catalogs: [{ allow: true }], principals: [{ principal: '([^,=]+)', principal_to_user: '$1', allow: true }] }, null, 2)}\n`,
  };
}

function properties(values: Record<string, string | number | boolean>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');
}

/**
 * The JVM reads Presto's 20,000 classes from an archive that the first server wrote when it ended: about 2 s less at each start.
 * A file that does not fit this Java is passed over.
 */
function classArchive(home: string): string[] {
  const archive = archiveFile(home);
  const use = existsSync(archive)
    ? `-XX:SharedArchiveFile=${archive}`
    : `-XX:ArchiveClassesAtExit=${archive}.${randomBytes(4).toString('hex')}.draft`;
  return [use, '-Xshare:auto', '-Xlog:disable', '-Xlog:all=error:stderr'];
}

function archiveFile(home: string): string {
  return join(home, 'classes.jsa');
}

/** Whether the server that runs with these arguments writes the class archive when it ends, which takes about 10 s. */
export function writesArchive(args: readonly string[]): boolean {
  return args.some((argument) => argument.startsWith('-XX:ArchiveClassesAtExit='));
}

/** Takes a class archive that an ended server has written into use. */
export function keepArchive(home = PRESTO_HOME): void {
  const archive = archiveFile(home);
  const drafts = existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.draft')) : [];
  for (const name of drafts) {
    if (existsSync(archive)) rmSync(join(dirname(archive), name), { force: true });
    else renameSync(join(dirname(archive), name), archive);
  }
}

/** The first query of a server loads half of its classes: asked anew too soon, a slow machine would never get through it. */
const FIRST_QUERY_SECONDS = 60;

/** Presto is ready when a query that reads a table succeeds: `/v1/info` says so seconds too early. */
export async function isReady(connection: PrestoConnection): Promise<boolean> {
  const sql = 'SELECT count(*) FROM tpch.tiny.nation';
  try {
    return (await statement(connection, sql, FIRST_QUERY_SECONDS)).error === undefined;
  } catch {
    return false;
  }
}

/**
 * Starts a Presto server of one's own, for a test or a measurement, and returns when it answers a query.
 * The platform starts its own server with the same parts and supervises it.
 */
export async function startPresto(options: {
  dir: string;
  port?: number;
  tls?: boolean;
  memory?: string;
}): Promise<PrestoConnection & { process: ProcessIdentity; stop(): Promise<void> }> {
  const port = options.port ?? (await freePorts(1))[0] ?? 0;
  const prepared = preparePresto({ ...options, port, tls: options.tls ?? false });
  const mark = `presto-${randomBytes(8).toString('hex')}`;
  const { program, args, cwd, log } = prepared;
  const noted = await startDetached({ program, args, cwd, log, env: { ...process.env, [MARK]: mark } });
  const stop = async () => {
    await endProcess(noted, mark, writesArchive(args) ? 30 : 0);
    keepArchive();
  };
  const ready = await until(async () => !isRunning(noted) || (await isReady(prepared.connection)), 240);
  if (!ready || !isRunning(noted)) {
    await stop();
    throw new Failure('unavailable', `the local Presto server did not start. The end of ${log}:\n${tail(log, 15)}`);
  }
  return { ...prepared.connection, process: noted, stop };
}
