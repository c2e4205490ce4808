/**
 * What the verbs need of a git repository on this machine. Every call names a folder in the repository. A repository
 * may hold files and settings that others wrote, so the adapter (src/adapters/git) lets git run no program and fetch
 * nothing.
 */
export interface Git {
  /**
   * Root of the work tree that a folder is in, as a real path; undefined when the folder is in no repository.
   * @throws Failure `inconclusive` when git cannot read the repository, or when there is no git
   */
  root(folder: string): string | undefined;
  /** Id of the commit that a branch, a tag, an id or `HEAD~1` names; undefined when the clone does not have it. */
  commit(folder: string, name: string): string | undefined;
  /** Id of the tree of that commit; two commits with the same files have the same tree. */
  tree(folder: string, name: string): string | undefined;
  /** Id of the best common ancestor; undefined when the clone knows none. */
  mergeBase(folder: string, one: string, other: string): string | undefined;
  /** Whether the history of a commit contains another one. */
  isAncestor(folder: string, ancestor: string, commit: string): boolean;
  /** Whether the clone lacks a part of the history. */
  isShallow(folder: string): boolean;
  /**
   * The files and links of a commit; submodules are left out.
   * @throws Failure `inconclusive` when git cannot read the commit
   */
  files(folder: string, commit: string): GitFile[];
  /**
   * Contents of files by their ids, in the same order.
   * @throws Failure `inconclusive` when the clone lacks one of them
   */
  contents(folder: string, ids: readonly string[]): Buffer[];
  /** Address of the remote `origin`; undefined when there is none. */
  originUrl(folder: string): string | undefined;
  /**
   * Writes the commit that merges `head` into `base`, as an object alone: no branch and no file changes. The same two
   * commits give the same merge, whoever asks and whenever. Undefined when they conflict. Needs git 2.38.
   */
  mergeCommit(folder: string, base: string, head: string): string | undefined;
}

/** A file or a symbolic link of a commit. */
export interface GitFile {
  /** Relative to the root of the repository, with `/`. */
  path: string;
  /** `100644`, `100755`, or `120000` for a symbolic link. */
  mode: string;
  /** Id of the contents. */
  id: string;
}
