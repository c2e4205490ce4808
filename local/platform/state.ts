import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../../scripts/lib/process-identity.mjs';
import type { PrestoConnection } from '../presto/server.ts';

export const SERVICE_NAMES = ['moto', 'presto', 'sagemaker', 'github'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** What is noted down of a service that the platform started. */
export interface ServiceRecord extends ProcessIdentity {
  port: number;
  log: string;
  /** Seconds it may take to end by itself. */
  grace: number;
}

/** `platform.json`: what runs where. Ports are kept after `down`, so that addresses stay the same from day to day. */
export interface PlatformState {
  version: 1;
  /** Marks the processes of this platform: `<instance>/<service>`. */
  instance: string;
  ports: Partial<Record<ServiceName, number>>;
  services: Partial<Record<ServiceName, ServiceRecord>>;
  presto?: { mode: 'own' | 'own-tls' | 'user'; connection: PrestoConnection };
  /** What `mlops local env` prints; absent while nothing runs. */
  env?: Record<string, string>;
}

function file(dir: string): string {
  return join(dir, 'platform.json');
}

export function readState(dir: string): PlatformState | undefined {
  try {
    const state = JSON.parse(readFileSync(file(dir), 'utf8')) as PlatformState;
    return state.version === 1 ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Written to a draft and renamed: a kill at any moment leaves the old or the new state. Holds a password, so for its owner only. */
export function writeState(dir: string, state: PlatformState): void {
  mkdirSync(dir, { recursive: true });
  const draft = `${file(dir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file(dir));
}
