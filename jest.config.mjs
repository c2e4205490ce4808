/** Native ESM: `@actions/core` 3 has no CommonJS build, so tests run as modules (npm test sets --experimental-vm-modules). */
export default {
  testEnvironment: 'node',
  cacheDirectory: '<rootDir>/.local/jest',
  roots: ['<rootDir>/test'],
  // Tests wait for real servers and processes, on a machine that may be slow or busy: this only guards against a test that
  // hangs, and none has a tighter guard of its own.
  testTimeout: 300_000,
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { module: { type: 'es6' }, jsc: { target: 'es2023', parser: { syntax: 'typescript' } } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/dist'],
};
