import { ApiError } from '../api-error.ts';
import { type Handlers, ok } from '../call.ts';
import type { Permission } from '../state.ts';

export const userHandlers: Handlers = {
  'users/get-authenticated': (call) => {
    // The token of a workflow is an installation token of an app: https://docs.github.com/rest/users/users#get-the-authenticated-user
    if (call.app) throw new ApiError(403, 'Resource not accessible by integration');
    const profile = {
      bio: null,
      blog: null,
      company: null,
      email: null,
      hireable: null,
      location: null,
      name: call.actor,
    };
    const counts = { followers: 0, following: 0, public_gists: 0, public_repos: 0 };
    const time = call.github.time();
    return ok({ ...call.render.user(call.actor), ...profile, ...counts, created_at: time, updated_at: time });
  },
  'repos/get-collaborator-permission-level': (call) => {
    const login = call.params.username ?? '';
    const level = call.github.permission(call.repository, login);
    // The older field `permission` has four values; `role_name` has the exact role. Every account that exists on GitHub
    // gets a response here. Only an account that does not exist gets 404.
    const exists = call.github.stateFile.state.users.some((user) => user.login === login);
    if (!exists && level === 'none') throw new ApiError(404, 'Not Found');
    const permission = level === 'maintain' ? 'write' : level === 'triage' ? 'read' : level;
    return ok({
      permission,
      role_name: level,
      user: { ...call.render.user(login), permissions: permissionFlags(level), role_name: level },
    });
  },
};

function permissionFlags(level: Permission): Record<string, boolean> {
  const rank = ['none', 'read', 'triage', 'write', 'maintain', 'admin'].indexOf(level);
  return { pull: rank >= 1, triage: rank >= 2, push: rank >= 3, maintain: rank >= 4, admin: rank >= 5 };
}
