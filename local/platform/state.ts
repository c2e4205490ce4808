import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../../scripts/lib/process-identity.mjs';
import type { PrestoConnection } from '../presto/connection.ts';

export const SERVICE_NAMES = ['moto', 'presto', 'sagemaker', 'github'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** A service that the platform started. */
export interface ServiceRecord extends ProcessIdentity {
  port: number;
  log: string;
  /** Seconds that the service has to end by itself. */
  grace: number;
}

/** The content of `platform.json`: what runs where. Ports are kept after `down`, so that addresses stay the same. */
export interface PlatformState {
  version: 1;
  /** Part of the mark of this platform's processes: `<instance>/<service>`. */
  instance: string;
  ports: Partial<Record<ServiceName, number>>;
  services: Partial<Record<ServiceName, ServiceRecord>>;
  presto?: { mode: 'own' | 'own-tls' | 'user'; connection: PrestoConnection };
  /** The variables that `mlops local env` prints. Missing while nothing runs. */
  env?: Record<string, string>;
}

function stateFile(dir: string): string {
  return join(dir, 'platform.json');
}

/** The state of the platform of a folder; undefined when there is none that this version can read. */
export function readState(dir: string): PlatformState | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile(dir), 'utf8')) as PlatformState;
    return state.version === 1 ? state : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes the state to a draft and renames it, so that a kill at any moment leaves the old or the new state. Only the owner may
 * read the file, because it has a password.
 */
export function writeState(dir: string, state: PlatformState): void {
  mkdirSync(dir, { recursive: true });
  const draft = `${stateFile(dir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, stateFile(dir));
}
