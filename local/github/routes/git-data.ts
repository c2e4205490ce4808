import { requireWriteAccess } from '../access.ts';
import { ApiError } from '../api-error.ts';
import { type Call, created, type Handlers, ok } from '../call.ts';
import type { CommitRecord, TreeEntry } from '../git.ts';
import type { Json } from '../render.ts';

/** @throws ApiError 404 when the ref names no commit */
async function readCommit(call: Call, ref: string): Promise<CommitRecord> {
  const sha = await call.git.resolve(ref);
  const commit = sha === undefined ? undefined : await call.git.commit(sha);
  if (commit === undefined) throw new ApiError(404, 'Not Found');
  return commit;
}

function renderRef(call: Call, ref: string, sha: string): Json {
  const url = call.render.repositoryUrl(call.repository);
  return {
    ref,
    node_id: ref,
    url: `${url}/git/${ref}`,
    object: { type: 'commit', sha, url: `${url}/git/commits/${sha}` },
  };
}

const branchName = (ref: string): string => ref.replace(/^refs\//, '').replace(/^heads\//, '');

function renderContent(call: Call, content: { entry: TreeEntry; path: string; ref: string; body?: Buffer }): Json {
  const { entry, path, ref, body } = content;
  const url = call.render.repositoryUrl(call.repository);
  const self = `${url}/contents/${path}?ref=${ref}`;
  const git = `${url}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`;
  return {
    type: entry.type === 'tree' ? 'dir' : 'file',
    name: path.split('/').at(-1) ?? path,
    path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    git_url: git,
    html_url: self,
    download_url: entry.type === 'tree' ? null : self,
    _links: { self, git, html: self },
    // Files above 1 MB are sent without their content: https://docs.github.com/rest/repos/contents#get-repository-content
    ...(body === undefined
      ? {}
      : body.length > 1_000_000
        ? { encoding: 'none', content: '' }
        : { encoding: 'base64', content: base64(body) }),
  };
}

/** Base64 in lines of 60 characters, as the API writes it. */
function base64(body: Buffer): string {
  return body.toString('base64').replace(/(.{60})/g, '$1\n');
}

export const gitDataHandlers: Handlers = {
  'repos/get': (call) => ok(call.render.repository(call.repository)),
  'repos/get-branch': async (call) => {
    const name = call.params.branch ?? '';
    const sha = await call.git.text(['rev-parse', '--verify', '--quiet', `refs/heads/${name}`]).catch(() => '');
    const commit = sha === '' ? undefined : await call.git.commit(sha);
    if (commit === undefined) throw new ApiError(404, 'Branch not found');
    const url = `${call.render.repositoryUrl(call.repository)}/branches/${name}`;
    return ok({
      name,
      commit: call.render.commit(call.repository, commit),
      _links: { self: url, html: url },
      protected: false,
      protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
      protection_url: `${url}/protection`,
    });
  },
  'repos/list-commits': async (call) => {
    const head = await readCommit(call, call.query.sha ?? call.repository.defaultBranch);
    const shas = await call.git.log(head.sha, call.query.path);
    const commits = await Promise.all(shas.map((sha) => readCommit(call, sha)));
    return ok(commits.map((commit) => call.render.commit(call.repository, commit)));
  },
  'repos/get-commit': async (call) =>
    ok(call.render.commit(call.repository, await readCommit(call, call.params.ref ?? ''))),
  'repos/get-content': async (call) => {
    const ref = call.query.ref ?? call.repository.defaultBranch;
    const commit = await readCommit(call, ref);
    const path = (call.params.path ?? '').replace(/\/+$/, '');
    const entries = await call.git.tree(commit.sha, true);
    const entry = entries.find((candidate) => candidate.path === path);
    if (entry && entry.type !== 'tree') {
      return ok(renderContent(call, { entry, path, ref, body: await call.git.blob(entry.sha) }));
    }
    if (path !== '' && entry === undefined) throw new ApiError(404, 'Not Found');
    const children = entries.filter((child) => {
      const parent = child.path.includes('/') ? child.path.slice(0, child.path.lastIndexOf('/')) : '';
      return parent === path;
    });
    return ok(children.map((child) => renderContent(call, { entry: child, path: child.path, ref })));
  },
  'repos/create-or-update-file-contents': async (call) => {
    requireWriteAccess(call);
    const branch = String(call.body.branch ?? call.repository.defaultBranch);
    const parent = await readCommit(call, branch);
    const path = call.params.path ?? '';
    const existing = (await call.git.tree(parent.sha, true)).find((entry) => entry.path === path);
    if (existing && call.body.sha === undefined) throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
    if (existing && call.body.sha !== existing.sha)
      throw new ApiError(409, `${path} does not match ${String(call.body.sha)}`);
    const body = Buffer.from(String(call.body.content), 'base64');
    const blob = await call.git.writeBlob(body);
    const tree = await call.git.writeTree(parent.sha, [{ path, mode: existing?.mode ?? '100644', sha: blob }]);
    const author = { name: call.actor, email: `${call.actor}@users.noreply.github.com` };
    const sha = await call.git.writeCommit({ tree, parents: [parent.sha], message: String(call.body.message), author });
    if (!(await call.git.moveRef(`refs/heads/${branch}`, sha, parent.sha)))
      throw new ApiError(409, `${branch} was modified`);
    await call.github.recordPush(call.repository, { branch, before: parent.sha, after: sha, actor: call.actor });
    const entry: TreeEntry = { mode: '100644', type: 'blob', sha: blob, size: body.length, path };
    return {
      status: existing ? 200 : 201,
      body: {
        content: renderContent(call, { entry, path, ref: branch }),
        commit: call.render.gitCommit(call.repository, await readCommit(call, sha)),
      },
    };
  },
  'git/get-ref': async (call) => {
    const ref = `refs/${call.params.ref}`;
    const sha = await call.git.text(['rev-parse', '--verify', '--quiet', ref]).catch(() => '');
    if (sha === '') throw new ApiError(404, 'Not Found');
    return ok(renderRef(call, ref, sha));
  },
  'git/list-matching-refs': async (call) => {
    const text = await call.git.text(['for-each-ref', '--format=%(refname) %(objectname)', `refs/${call.params.ref}*`]);
    const refs = text.split('\n').filter(Boolean);
    return ok(refs.map((line) => renderRef(call, line.split(' ')[0] ?? '', line.split(' ')[1] ?? '')));
  },
  'git/create-ref': async (call) => {
    requireWriteAccess(call);
    const [ref, sha] = [String(call.body.ref), String(call.body.sha)];
    if (!ref.startsWith('refs/heads/') && !ref.startsWith('refs/tags/'))
      throw new ApiError(422, 'Reference name must start with refs/.');
    if ((await call.git.commit(sha)) === undefined) throw new ApiError(422, 'Object does not exist');
    if (!(await call.git.moveRef(ref, sha, undefined))) throw new ApiError(422, 'Reference already exists');
    await call.github.recordPush(call.repository, {
      branch: branchName(ref),
      before: undefined,
      after: sha,
      actor: call.actor,
    });
    return created(renderRef(call, ref, sha));
  },
  'git/update-ref': async (call) => {
    requireWriteAccess(call);
    const ref = `refs/${call.params.ref}`;
    const sha = String(call.body.sha);
    const before = await call.git.text(['rev-parse', '--verify', '--quiet', ref]).catch(() => '');
    if (before === '') throw new ApiError(422, 'Reference does not exist');
    if ((await call.git.commit(sha)) === undefined) throw new ApiError(422, 'Object does not exist');
    if (call.body.force !== true && !(await call.git.isAncestor(before, sha)))
      throw new ApiError(422, 'Update is not a fast forward');
    if (!(await call.git.moveRef(ref, sha, before))) throw new ApiError(409, 'Reference was modified');
    await call.github.recordPush(call.repository, { branch: branchName(ref), before, after: sha, actor: call.actor });
    return ok(renderRef(call, ref, sha));
  },
  'git/delete-ref': async (call) => {
    requireWriteAccess(call);
    const ref = `refs/${call.params.ref}`;
    const before = await call.git.text(['rev-parse', '--verify', '--quiet', ref]).catch(() => '');
    if (before === '') throw new ApiError(422, 'Reference does not exist');
    await call.git.moveRef(ref, undefined, before);
    return { status: 204 };
  },
  'git/get-commit': async (call) =>
    ok(call.render.gitCommit(call.repository, await readCommit(call, call.params.commit_sha ?? ''))),
  'git/create-commit': async (call) => {
    requireWriteAccess(call);
    const requested = call.body.author as { name?: string; email?: string } | undefined;
    const author = {
      name: requested?.name ?? call.actor,
      email: requested?.email ?? `${call.actor}@users.noreply.github.com`,
    };
    const parents = ((call.body.parents as string[] | undefined) ?? []).map(String);
    const tree = String(call.body.tree);
    const sha = await call.git
      .writeCommit({ tree, parents, message: String(call.body.message), author })
      .catch(() => Promise.reject(new ApiError(422, 'Tree SHA does not exist')));
    return created(call.render.gitCommit(call.repository, await readCommit(call, sha)));
  },
  'git/get-tree': async (call) => {
    const treeish = call.params.tree_sha ?? '';
    const sha = await call.git.text(['rev-parse', '--verify', '--quiet', `${treeish}^{tree}`]).catch(() => '');
    if (sha === '') throw new ApiError(404, 'Not Found');
    return ok(await renderTree(call, sha, call.query.recursive !== undefined));
  },
  'git/create-tree': async (call) => {
    requireWriteAccess(call);
    const entries = call.body.tree as Array<{ path: string; mode?: string; sha?: string | null; content?: string }>;
    const written = await Promise.all(
      entries.map(async (entry) => ({
        path: entry.path,
        mode: entry.mode ?? '100644',
        sha: entry.content === undefined ? (entry.sha ?? null) : await call.git.writeBlob(Buffer.from(entry.content)),
      })),
    );
    const base = call.body.base_tree === undefined ? undefined : String(call.body.base_tree);
    const sha = await call.git
      .writeTree(base, written)
      .catch(() => Promise.reject(new ApiError(422, 'tree.sha or base_tree is not a valid object')));
    return created(await renderTree(call, sha, false));
  },
  'git/get-blob': async (call) => {
    const body = await call.git.blob(call.params.file_sha ?? '').catch(() => undefined);
    if (body === undefined) throw new ApiError(404, 'Not Found');
    const sha = call.params.file_sha ?? '';
    const url = `${call.render.repositoryUrl(call.repository)}/git/blobs/${sha}`;
    return ok({ content: base64(body), encoding: 'base64', url, sha, size: body.length, node_id: sha });
  },
  'git/create-blob': async (call) => {
    requireWriteAccess(call);
    const encoding = call.body.encoding === 'base64' ? 'base64' : 'utf8';
    const sha = await call.git.writeBlob(Buffer.from(String(call.body.content), encoding));
    return created({ url: `${call.render.repositoryUrl(call.repository)}/git/blobs/${sha}`, sha });
  },
};

async function renderTree(call: Call, sha: string, recursive: boolean): Promise<Json> {
  const url = `${call.render.repositoryUrl(call.repository)}/git`;
  const entries = await call.git.tree(sha, recursive);
  return {
    sha,
    url: `${url}/trees/${sha}`,
    truncated: false,
    tree: entries.map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.size === undefined ? {} : { size: entry.size }),
      url: `${url}/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`,
    })),
  };
}
