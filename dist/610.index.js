export const id = 610;
export const ids = [610];
export const modules = {

/***/ 5610:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.connectGitHub = connectGitHub;
const failure_ts_1 = __webpack_require__(1633);
const resilient_ts_1 = __webpack_require__(8749);
/** Login of a workflow's own token: it may not ask who it is (`GET /user` is for people). https://docs.github.com/actions/security-for-github-actions/security-guides/automatic-token-authentication */
const WORKFLOW_LOGIN = 'github-actions[bot]';
/** GitHub's REST API as the verbs need it. The client is loaded here, not at start. */
async function connectGitHub(options) {
    if (options.token === undefined || options.token === '') {
        throw new failure_ts_1.Failure('credentials_missing', 'There is no GitHub token', {
            wayOut: 'Set GITHUB_TOKEN, or the input `github-token` of the action.',
        });
    }
    const [owner, repo, ...more] = (options.repository ?? '').split('/');
    if (!owner || !repo || more.length > 0) {
        throw new failure_ts_1.Failure('usage', `${JSON.stringify(options.repository ?? '')} does not name a repository`, {
            wayOut: 'Set GITHUB_REPOSITORY to owner/name.',
        });
    }
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(413)]).then(__webpack_require__.bind(__webpack_require__, 2413));
    const octokit = getOctokit(options.token, options.apiUrl === undefined ? {} : { baseUrl: options.apiUrl });
    octokit.hook.wrap('request', resilient_ts_1.resilient);
    const { rest, paginate } = octokit;
    const here = { owner, repo };
    const page = { ...here, per_page: 100 };
    let login;
    return {
        repository: { owner, name: repo },
        viewer() {
            login ??= rest.users.getAuthenticated().then(({ data }) => data.login, (error) => {
                if (error instanceof failure_ts_1.Failure && error.code === 'access_denied')
                    return WORKFLOW_LOGIN;
                throw error;
            });
            return login;
        },
        pullRequest: async (number) => found(rest.pulls.get({ ...here, pull_number: number }).then(({ data }) => pullRequest(data))),
        async pullRequestsForCommit(sha) {
            const pulls = await paginate(rest.repos.listPullRequestsAssociatedWithCommit, { ...page, commit_sha: sha });
            return pulls.map(pullRequest);
        },
        async pullRequests({ state, head, base }) {
            const filter = {
                ...(head === undefined ? {} : { head: `${owner}:${head}` }),
                ...(base === undefined ? {} : { base }),
            };
            return (await paginate(rest.pulls.list, { ...page, state, ...filter })).map(pullRequest);
        },
        async openPullRequest({ title, body, head, base, labels }) {
            const { data } = await rest.pulls.create({ ...here, title, body, head, base });
            if (labels && labels.length > 0)
                await rest.issues.addLabels({ ...here, issue_number: data.number, labels });
            return pullRequest(data);
        },
        async updatePullRequest(number, change) {
            const { data } = await rest.pulls.update({ ...here, pull_number: number, ...change });
            return pullRequest(data);
        },
        async comments(issue) {
            return (await paginate(rest.issues.listComments, { ...page, issue_number: issue })).map(comment);
        },
        createComment: async (issue, body) => comment((await rest.issues.createComment({ ...here, issue_number: issue, body })).data),
        updateComment: async (id, body) => comment((await rest.issues.updateComment({ ...here, comment_id: id, body })).data),
        deleteComment: async (id) => (await found(rest.issues.deleteComment({ ...here, comment_id: id }).then(() => true))) ?? false,
        async labels(issue) {
            return (await paginate(rest.issues.listLabelsOnIssue, { ...page, issue_number: issue })).map((label) => label.name);
        },
        async addLabels(issue, labels) {
            await rest.issues.addLabels({ ...here, issue_number: issue, labels });
        },
        async removeLabel(issue, label) {
            await found(rest.issues.removeLabel({ ...here, issue_number: issue, name: label }));
        },
        async labelEvent(issue, label) {
            const events = await paginate(rest.issues.listEvents, { ...page, issue_number: issue });
            const last = events
                .filter((event) => event.event === 'labeled' && 'label' in event && event.label.name?.toLowerCase() === label.toLowerCase())
                .at(-1);
            return last?.actor ? { actor: last.actor.login, at: last.created_at } : undefined;
        },
        async permission(name) {
            const answer = await found(rest.repos.getCollaboratorPermissionLevel({ ...here, username: name }));
            // `permission` knows four words; the finer role is in `role_name`, which may also be a custom role's name.
            const role = answer?.data.role_name;
            if (role === 'maintain' || role === 'triage')
                return role;
            const level = answer?.data.permission;
            return level === 'admin' || level === 'write' || level === 'read' ? level : 'none';
        },
        async openIssue({ title, body, labels }) {
            const { data } = await rest.issues.create({ ...here, title, body, ...(labels ? { labels } : {}) });
            return { number: data.number, url: data.html_url };
        },
        async issues({ state, labels }) {
            const issues = await paginate(rest.issues.listForRepo, {
                ...page,
                state,
                ...(labels ? { labels: labels.join(',') } : {}),
            });
            return issues
                .filter((issue) => issue.pull_request === undefined)
                .map((issue) => ({
                number: issue.number,
                title: issue.title,
                body: issue.body ?? '',
                author: issue.user?.login ?? '',
                url: issue.html_url,
            }));
        },
        defaultBranch: async () => (await rest.repos.get(here)).data.default_branch,
        branchHead: async (branch) => found(rest.git.getRef({ ...here, ref: `heads/${branch}` }).then(({ data }) => data.object.sha)),
        async fileAt(path, ref) {
            const answer = await found(rest.repos.getContent({ ...here, path, ref }));
            if (answer === undefined || Array.isArray(answer.data) || answer.data.type !== 'file')
                return undefined;
            return Buffer.from(answer.data.content, 'base64').toString('utf8');
        },
        async lastChange(path, ref) {
            const { data } = await rest.repos.listCommits({ ...here, sha: ref, path, per_page: 1 });
            const commit = data[0];
            return commit === undefined ? undefined : { sha: commit.sha, at: commit.commit.committer?.date ?? '' };
        },
        async commitFiles({ branch, base, message, files }) {
            const parent = (await rest.git.getRef({ ...here, ref: `heads/${base}` })).data.object.sha;
            const tree = await rest.git.createTree({
                ...here,
                base_tree: parent,
                tree: files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text })),
            });
            const ref = `heads/${branch}`;
            const current = await found(rest.git.getRef({ ...here, ref }));
            if (current !== undefined) {
                const head = (await rest.git.getCommit({ ...here, commit_sha: current.data.object.sha })).data;
                // The branch already is what this would write: a second run leaves it alone.
                if (head.tree.sha === tree.data.sha && head.parents[0]?.sha === parent)
                    return head.sha;
            }
            const commit = await rest.git.createCommit({ ...here, message, tree: tree.data.sha, parents: [parent] });
            if (current === undefined)
                await rest.git.createRef({ ...here, ref: `refs/${ref}`, sha: commit.data.sha });
            else
                await rest.git.updateRef({ ...here, ref, sha: commit.data.sha, force: true });
            return commit.data.sha;
        },
    };
}
/** The answer, or undefined when GitHub says that it is not there. */
async function found(answer) {
    return await answer.catch((error) => {
        if (error instanceof failure_ts_1.Failure && error.code === 'not_found')
            return undefined;
        throw error;
    });
}
function pullRequest(data) {
    const merged = data.merged_at !== null;
    return {
        number: data.number,
        title: data.title,
        body: data.body ?? '',
        state: data.state === 'open' ? 'open' : 'closed',
        merged,
        // Before the merge this field is a test merge, which nothing was ever trained on.
        mergeCommit: merged ? (data.merge_commit_sha ?? undefined) : undefined,
        head: { ref: data.head.ref, sha: data.head.sha, fork: data.head.repo?.full_name !== data.base.repo.full_name },
        base: { ref: data.base.ref, sha: data.base.sha },
        author: data.user?.login ?? '',
        url: data.html_url,
        labels: data.labels.map((label) => label.name),
    };
}
function comment(data) {
    return { id: data.id, author: data.user?.login ?? '', body: data.body ?? '', url: data.html_url };
}


/***/ }),

/***/ 8749:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.resilient = resilient;
const failure_ts_1 = __webpack_require__(1633);
const ATTEMPTS = 5;
const REQUEST_TIMEOUT_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;
/**
 * Bounds every request in time and repeats it as GitHub asks: after `retry-after`, at the reset of an exhausted rate limit, or
 * with growing pauses on 502–504 and a broken connection. A POST whose answer was lost may have taken effect, so it is never
 * sent twice: the caller looks first. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
async function resilient(request, options) {
    for (let attempt = 1;; attempt += 1) {
        try {
            return await request({
                ...options,
                request: { ...options.request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) },
            });
        }
        catch (error) {
            const wait = attempt < ATTEMPTS ? pause(error, options, attempt) : undefined;
            if (wait === undefined)
                throw failure(error, options);
            await new Promise((resume) => setTimeout(resume, wait));
        }
    }
}
/** Milliseconds to wait before the next attempt, or undefined when there is to be none. */
function pause(error, options, attempt) {
    const header = (name) => error.response?.headers?.[name];
    const limited = error.status === 429 ||
        (error.status === 403 && (header('retry-after') !== undefined || String(header('x-ratelimit-remaining')) === '0'));
    if (limited) {
        // The request was turned away before it did anything: repeating is safe for every method.
        const reset = Number(header('x-ratelimit-reset')) * 1000 - Date.now();
        const asked = header('retry-after') === undefined ? reset : Number(header('retry-after')) * 1000;
        const wait = Number.isFinite(asked) ? Math.max(0, asked) : 2 ** attempt * 1000;
        return wait <= LONGEST_WAIT_MS ? wait : undefined;
    }
    const broken = error.status === undefined || error.status >= 500;
    if (!broken || options.method === 'POST')
        return undefined;
    return Math.min(2 ** attempt * 250, 8000) * (0.5 + Math.random() / 2);
}
function failure(error, options) {
    const status = error.status;
    const said = [
        error.response?.data?.message ?? error.message,
        ...(error.response?.data?.errors ?? []).map((e) => e.message),
    ]
        .filter(Boolean)
        .join('; ');
    const what = `${options.method ?? 'GET'} ${options.url ?? ''}`;
    const facts = { status: status ?? null, request: what };
    const make = (code, wayOut) => new failure_ts_1.Failure(code, `GitHub answered ${what} with ${status ?? 'nothing'}: ${said}`, { wayOut, facts, cause: error });
    if (status === 401)
        return make('credentials_missing', 'The token is wrong or has expired.');
    if (status === 429 || (status === 403 && /rate limit/i.test(said)))
        return make('unavailable', 'The rate limit is used up; run it again later.');
    if (status === 403)
        return make('access_denied', "Give the token the permission that this call needs (the workflow's `permissions:`).");
    if (status === 404)
        return make('not_found', 'See that it exists and that the token may read it.');
    if (status === 405 || status === 409 || status === 422)
        return make('conflict', 'Something there is not as it was expected; run it again.');
    return make('unavailable', 'Run it again: everything here can be repeated.');
}


/***/ })

};
