import type { Forge } from './forge.ts';
import type { BareRepository } from './git.ts';
import type { Renderer } from './render.ts';
import type { Repository } from './state.ts';

/** One request that passed the official description, with everything its handler needs. */
export interface Call {
  forge: Forge;
  render: Renderer;
  repository: Repository;
  git: BareRepository;
  params: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, unknown>;
  /** Login that the token acts for. */
  actor: string;
  /** The token is a workflow's own. */
  app: boolean;
  /** What its job asked for, where a test says so; else whatever a call needs. */
  permissions: Record<string, string> | undefined;
}

export interface Answer {
  status: number;
  /** An array is a list: the server cuts it into pages. */
  body?: unknown;
  /** Some lists come as `{total_count, <name>: […]}`: that name. */
  list?: string;
}

export type Handler = (call: Call) => Promise<Answer> | Answer;
/** By the operationId of the official description. */
export type Handlers = Readonly<Record<string, Handler>>;
