import type { Failure } from '../src/failure.ts';
import type { GitHub, Ports } from '../src/ports/index.ts';
import type { Redactor } from '../src/redact.ts';
import type { Result } from '../src/result.ts';

/** One input as `action.yml` declares it. */
export interface Input {
  description: string;
  required?: boolean;
  default?: string;
}

/** The job that runs an action. */
export interface Job {
  /** `owner/name`. */
  repository: string;
  /** Commit that the workflow runs for. */
  sha: string;
  event: string;
  /** The webhook that started it. */
  payload: Readonly<Record<string, unknown>>;
  /** Folder of the checkout. */
  workspace: string;
  /** Address of the run, for links. */
  runUrl: string;
}

export interface ActionContext {
  ports: Ports;
  job: Job;
  packageRoot: string;
  /** The value of an input. Undefined for an input without a value and without a default. */
  input(name: string): string | undefined;
  /**
   * The value of a boolean input.
   * @throws Failure `usage` for anything but `true` and `false`
   */
  flag(name: string): boolean;
  /** For texts that go to GitHub. Log, outputs and summary are redacted by the runner of the action. */
  redactor: Redactor;
  /** GitHub, with the token of the input `github-token`. */
  github(): Promise<GitHub>;
}

export interface Outcome {
  result: Result<object>;
  /** Outputs beside the ones that every action has. */
  outputs: Record<string, string | null>;
  /** Markdown for the job summary. */
  summary?: string;
}

/** An action. Its `action.yml` has the same names and texts; a test compares the two. */
export interface Action {
  description: string;
  inputs: Readonly<Record<string, Input>>;
  /** Outputs beside COMMON_OUTPUTS. */
  outputs: Readonly<Record<string, string>>;
  run(context: ActionContext): Promise<Outcome>;
  /** The outputs after a failure. */
  failed?(failure: Failure): Record<string, string | null>;
}

/** Input of the actions that change or remove resources. */
export const ADOPT_INPUT = {
  adopt: {
    description:
      'Take over what belongs to another repository, project folder or environment, or to nobody (`true` or `false`). The result says what was adopted.',
    default: 'false',
  },
} as const satisfies Record<string, Input>;

/** Inputs of every action that reads the configuration. */
export const PROJECT_INPUTS = {
  config: { description: 'Path of the configuration.', default: 'config.yml' },
  environment: { description: 'Folder of `environments/` that this is for.' },
} as const satisfies Record<string, Input>;

export const GITHUB_INPUTS = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
  'github-token': { description: 'Token for the GitHub API.', default: '${{ github.token }}' },
} as const satisfies Record<string, Input>;

export const LABEL_INPUTS = {
  'approve-label': { description: 'Label that approves a model.', default: 'approve-model' },
  'reject-label': { description: 'Label that rejects a model.', default: 'reject-model' },
} as const satisfies Record<string, Input>;

/** Outputs of every action. */
export const COMMON_OUTPUTS = {
  result: 'The whole result as JSON (schema_version 1).',
  decision: '`done`, `unchanged`, `refused`, `parked` or `failed`.',
  'reason-code': '`ok`, or the reason of a failure; see docs/reason-codes.md.',
} as const;
