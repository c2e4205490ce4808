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

/** What the job that runs an action tells about itself. */
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
  /** The value of an input; an input that was not given and has no default is undefined. */
  input(name: string): string | undefined;
  /** A boolean input: `true` or `false`, anything else is a `usage` failure. */
  flag(name: string): boolean;
  /** What must not leave: for texts that go further than log, outputs and summary, where it is applied anyway. */
  redactor: Redactor;
  /** The forge, with the token of the input `github-token`. */
  github(): Promise<GitHub>;
}

export interface Outcome {
  // biome-ignore lint/suspicious/noExplicitAny: each verb has facts of its own
  result: Result<any>;
  /** Outputs beside the ones that every action has. */
  outputs: Record<string, string | null>;
  /** Markdown for the job summary. */
  summary?: string;
}

/** An action: the same names as in its `action.yml`, which a test holds equal to this. */
export interface Action {
  description: string;
  inputs: Readonly<Record<string, Input>>;
  /** Outputs beside COMMON_OUTPUTS. */
  outputs: Readonly<Record<string, string>>;
  run(context: ActionContext): Promise<Outcome>;
  /** What a refusal leaves in the outputs, read from its facts. */
  failed?(failure: Failure): Record<string, string | null>;
}

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
  'reason-code': '`ok`, or why not; see docs/reason-codes.md.',
} as const;
