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
  /** Certificate (PEM) that a client verifies the server with. */
  certificate: string;
  /** File with lines `user:hash`, for the password plugin. */
  passwordFile: string;
  password: string;
}

/**
 * Makes a key, a certificate for 127.0.0.1 and localhost, and a password. A folder that has them keeps them, so a restart
 * changes nothing.
 */
export function preparePassword(dir: string): PasswordFiles {
  const files = {
    keystore: join(dir, 'keystore.p12'),
    certificate: join(dir, 'certificate.pem'),
    passwordFile: join(dir, 'password.db'),
  };
  const secrets = join(dir, 'secrets.json');
  if (!existsSync(secrets)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const newSecrets = { keystorePassword: randomBytes(18).toString('hex'), password: randomBytes(12).toString('hex') };
    const draft = join(dir, `keystore.${process.pid}.p12`);
    runKeytool(newSecrets.keystorePassword, draft, [
      '-genkeypair',
      ...['-keyalg', 'RSA', '-keysize', '2048', '-validity', '3650', '-dname', 'CN=localhost'],
      ...['-ext', 'san=dns:localhost,ip:127.0.0.1', '-ext', 'bc:critical=ca:true'],
      ...['-ext', 'ku:critical=digitalSignature,keyEncipherment,keyCertSign'],
    ]);
    runKeytool(newSecrets.keystorePassword, draft, ['-exportcert', '-rfc', '-file', files.certificate]);
    renameSync(draft, files.keystore);
    writeFileSync(files.passwordFile, `${USER}:${hashPassword(newSecrets.password)}\n`, { mode: 0o600 });
    // This file comes last: when it is there, the others are complete.
    writeFileSync(secrets, JSON.stringify(newSecrets), { mode: 0o600 });
  }
  const { keystorePassword, password } = JSON.parse(readFileSync(secrets, 'utf8')) as {
    keystorePassword: string;
    password: string;
  };
  return { ...files, keystorePassword, password };
}

/**
 * A password hash for Presto's password file: PBKDF2 as iterations, salt and hash, the last two in hexadecimal. The file
 * may also have bcrypt hashes, but Node has no bcrypt.
 */
function hashPassword(password: string): string {
  const [iterations, salt] = [20_000, randomBytes(16)];
  return `${iterations}:${salt.toString('hex')}:${pbkdf2Sync(password, salt, iterations, 32, 'sha1').toString('hex')}`;
}

function runKeytool(storePassword: string, keystore: string, args: string[]): void {
  const java = javaProgram();
  const program = java === 'java' ? 'keytool' : join(dirname(java), 'keytool');
  try {
    // The password is in the environment, because every user of the machine can read the arguments.
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
        way_out: 'keytool is part of Java 17. `java -version` and JAVA_HOME show which Java is used.',
        cause: error,
      },
    );
  }
}
