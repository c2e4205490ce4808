import type { GitHub, PullRequest } from '../ports/github.ts';

export interface OfferedPullRequest {
  branch: string;
  base: string;
  title: string;
  body: string;
  labels: string[];
}

/** Opens a pull request for a branch, or brings the open one up to date. */
export async function openOrUpdatePullRequest(
  github: GitHub,
  { branch, base, title, body, labels }: OfferedPullRequest,
): Promise<PullRequest> {
  const open = async () => (await github.pullRequests({ state: 'open', head: branch, base }))[0];
  const existing = await open();
  if (existing !== undefined) {
    const upToDate = existing.title === title && existing.body.trim() === body.trim();
    return upToDate ? existing : await github.updatePullRequest(existing.number, { title, body });
  }
  try {
    return await github.openPullRequest({ title, body, head: branch, base, labels });
  } catch (error) {
    // Another run opened it at the same moment, or the answer was lost.
    const opened = await open();
    if (opened !== undefined) return opened;
    throw error;
  }
}
