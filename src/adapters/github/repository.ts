import { Failure } from '../../failure.ts';
import { type GitHub, WORKFLOW_LOGIN } from '../../ports/github.ts';
import type { Octokit, RepositoryName } from './octokit.ts';
import { undefinedIfMissing } from './undefined-if-missing.ts';

type RepositoryCalls = Pick<GitHub, 'viewer' | 'permission' | 'defaultBranch' | 'startWorkflow'>;
type FileCalls = Pick<GitHub, 'fileAt' | 'lastChange' | 'commitFiles'>;

/** Who acts, and what the repository allows. */
export function repositoryCalls({ rest }: Octokit, repository: RepositoryName): RepositoryCalls {
  let login: Promise<string> | undefined;
  return {
    viewer() {
      login ??= rest.users.getAuthenticated().then(
        ({ data }) => data.login,
        (error: unknown) => {
          // The token of a workflow may not ask who it is: `GET /user` is for people.
          if (error instanceof Failure && error.code === 'access_denied') return WORKFLOW_LOGIN;
          throw error;
        },
      );
      return login;
    },
    async permission(name) {
      const answer = await undefinedIfMissing(
        rest.repos.getCollaboratorPermissionLevel({ ...repository, username: name }),
      );
      // `permission` knows four words; the finer role is in `role_name`, which may also be a custom role's name.
      const role = answer?.data.role_name;
      if (role === 'maintain' || role === 'triage') return role;
      const level = answer?.data.permission;
      return level === 'admin' || level === 'write' || level === 'read' ? level : 'none';
    },
    defaultBranch: async () => (await rest.repos.get({ ...repository })).data.default_branch,
    async startWorkflow(file, branch, inputs) {
      await rest.actions.createWorkflowDispatch({ ...repository, workflow_id: file, ref: branch, inputs });
    },
  };
}

/** Files of the repository, read and written by commits. */
export function fileCalls({ rest }: Octokit, repository: RepositoryName): FileCalls {
  return {
    async fileAt(path, ref) {
      const answer = await undefinedIfMissing(rest.repos.getContent({ ...repository, path, ref }));
      if (answer === undefined || Array.isArray(answer.data) || answer.data.type !== 'file') return undefined;
      return Buffer.from(answer.data.content, 'base64').toString('utf8');
    },
    async lastChange(path, ref) {
      const { data } = await rest.repos.listCommits({ ...repository, sha: ref, path, per_page: 1 });
      const commit = data[0];
      return commit === undefined ? undefined : { sha: commit.sha, at: commit.commit.committer?.date ?? '' };
    },
    async commitFiles({ branch, base, message, files }) {
      const parent = (await rest.git.getRef({ ...repository, ref: `heads/${base}` })).data.object.sha;
      const tree = await rest.git.createTree({
        ...repository,
        base_tree: parent,
        tree: files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text })),
      });
      const ref = `heads/${branch}`;
      const current = await undefinedIfMissing(rest.git.getRef({ ...repository, ref }));
      if (current !== undefined) {
        const head = (await rest.git.getCommit({ ...repository, commit_sha: current.data.object.sha })).data;
        // The branch has these files on this base already: a second run leaves it alone.
        if (head.tree.sha === tree.data.sha && head.parents[0]?.sha === parent) return head.sha;
      }
      const commit = await rest.git.createCommit({ ...repository, message, tree: tree.data.sha, parents: [parent] });
      const { sha } = commit.data;
      if (current === undefined) await rest.git.createRef({ ...repository, ref: `refs/${ref}`, sha });
      else await rest.git.updateRef({ ...repository, ref, sha, force: true });
      return sha;
    },
  };
}
