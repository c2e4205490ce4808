import type { BareRepository } from './git.ts';
import type { LocalGitHub } from './local-github.ts';
import type { Renderer } from './render.ts';
import type { Repository } from './state.ts';

/** One API request that matches GitHub's API description, with everything that its handler needs. */
export interface Call {
  github: LocalGitHub;
  render: Renderer;
  repository: Repository;
  git: BareRepository;
  params: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, unknown>;
  /** Login of the user or the app that the token belongs to. */
  actor: string;
  /** The token is the `GITHUB_TOKEN` of a workflow. */
  app: boolean;
  /** Permissions that the job of the workflow asked for. Undefined when a test sets none: then all are given. */
  permissions: Record<string, string> | undefined;
}

export interface ApiResponse {
  status: number;
  /** An array is a list: the server cuts it into pages. */
  body?: unknown;
  /** Some lists are sent as `{total_count, <name>: […]}`. This is that name. */
  list?: string;
}

export type Handler = (call: Call) => Promise<ApiResponse> | ApiResponse;
/** Handlers by the operationId of GitHub's API description. */
export type Handlers = Readonly<Record<string, Handler>>;

export const ok = (body: unknown): ApiResponse => ({ status: 200, body });

export const created = (body: unknown): ApiResponse => ({ status: 201, body });
