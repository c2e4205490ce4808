/** Tests run as ES modules, because `@actions/core` 3 has no CommonJS build. `npm test` sets --experimental-vm-modules. */
export default {
  testEnvironment: '<rootDir>/scripts/lib/test-environment.mjs',
  cacheDirectory: '<rootDir>/.local/jest',
  // Watch mode runs suites again when a file below these folders changes.
  roots: ['actions', 'local', 'scripts', 'src', 'test'].map((folder) => `<rootDir>/${folder}`),
  // Tests wait for real servers and processes, on a machine that may be slow or busy. This limit only ends a test that hangs,
  // and no test has a lower limit.
  testTimeout: 300_000,
  maxWorkers: '100%',
  testMatch: ['**/*.test.ts'],
  testSequencer: '<rootDir>/scripts/lib/longest-first.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { module: { type: 'es6' }, jsc: { target: 'es2023', parser: { syntax: 'typescript' } } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/dist'],
};
