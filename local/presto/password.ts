import { execFileSync } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { javaProgram } from '../../scripts/lib/prerequisites.mjs';
import { Failure } from '../../src/failure.ts';

/** The user of the local Presto server. */
export const USER = 'mlops';

export interface PasswordFiles {
  /** PKCS12 file with the server's key and certificate. */
  keystore: string;
  keystorePassword: string;
  /** The certificate as PEM: what a client verifies the server with. */
  certificate: string;
  /** `user:hash` lines for the password plugin. */
  passwordFile: string;
  password: string;
}

/** Makes a key, a certificate for 127.0.0.1 and localhost, and a password; once per folder, so that a restart changes none. */
export function preparePassword(dir: string): PasswordFiles {
  const files = {
    keystore: join(dir, 'keystore.p12'),
    certificate: join(dir, 'certificate.pem'),
    passwordFile: join(dir, 'password.db'),
  };
  const secrets = join(dir, 'secrets.json');
  if (!existsSync(secrets)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const made = { keystorePassword: randomBytes(18).toString('hex'), password: randomBytes(12).toString('hex') };
    const draft = join(dir, `keystore.${process.pid}.p12`);
    keytool(made.keystorePassword, draft, [
      '-genkeypair',
      ...['-keyalg', 'RSA', '-keysize', '2048', '-validity', '3650', '-dname', 'CN=localhost'],
      ...['-ext', 'san=dns:localhost,ip:127.0.0.1', '-ext', 'bc:critical=ca:true'],
      ...['-ext', 'ku:critical=digitalSignature,keyEncipherment,keyCertSign'],
    ]);
    keytool(made.keystorePassword, draft, ['-exportcert', '-rfc', '-file', files.certificate]);
    renameSync(draft, files.keystore);
    writeFileSync(files.passwordFile, `${USER}:${hash(made.password)}\n`, { mode: 0o600 });
    // Last, because its presence says that the others are whole.
    writeFileSync(secrets, JSON.stringify(made), { mode: 0o600 });
  }
  const kept = JSON.parse(readFileSync(secrets, 'utf8')) as { keystorePassword: string; password: string };
  return { ...files, ...kept };
}

/** PBKDF2 as Presto's password file takes it: iterations, salt and hash in hexadecimal. (It also takes bcrypt, which Node has not.) */
function hash(password: string): string {
  const [iterations, salt] = [20_000, randomBytes(16)];
  return `${iterations}:${salt.toString('hex')}:${pbkdf2Sync(password, salt, iterations, 32, 'sha1').toString('hex')}`;
}

function keytool(storePassword: string, keystore: string, args: string[]): void {
  const java = javaProgram();
  const program = java === 'java' ? 'keytool' : join(dirname(java), 'keytool');
  try {
    // The password goes through the environment: arguments can be read by every user of the machine.
    execFileSync(
      program,
      [...args, '-alias', 'presto', '-storetype', 'PKCS12', '-keystore', keystore, '-storepass:env', 'STORE_PASSWORD'],
      { env: { ...process.env, STORE_PASSWORD: storePassword }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 },
    );
  } catch (error) {
    throw new Failure(
      'unavailable',
      `keytool could not make the certificate of the local Presto server: ${(error as Error).message}`,
      {
        wayOut: 'keytool comes with Java 17; `java -version` and JAVA_HOME say which Java is used.',
        cause: error,
      },
    );
  }
}
