import type { Log } from '../../../src/ports/log.ts';

/** A log that writes nothing, for calls that a test makes itself. */
export const silentLog: Log = { info() {}, warn() {}, error() {}, secret() {}, group: () => ({ end() {} }) };
