export declare const TEST_REPORTS: string;
export default class RunningTests {
  constructor(config?: object, options?: { file?: string });
  onTestFileStart(test: { path: string }): void;
  onTestCaseStart(test: { path: string }, info: { fullName: string }): void;
  onTestFileResult(test: { path: string }): void;
}
export declare function runningTests(file?: string): string[];
