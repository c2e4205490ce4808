import type { Log } from '../../../src/ports/log.ts';

/** For calls of a test's own, which are nothing to read. */
export const silentLog: Log = { info() {}, warn() {}, error() {}, secret() {}, group: () => ({ end() {} }) };
