import type { Handlers } from '../call.ts';
import { ApiError } from '../forge.ts';

export const userHandlers: Handlers = {
  'users/get-authenticated': (call) => {
    // A workflow's own token is an app installation: https://docs.github.com/rest/users/users#get-the-authenticated-user
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
    const at = call.forge.time();
    return {
      status: 200,
      body: { ...call.render.user(call.actor), ...profile, ...counts, created_at: at, updated_at: at },
    };
  },
  'repos/get-collaborator-permission-level': (call) => {
    const login = call.params.username ?? '';
    const level = call.forge.permission(call.repository, login);
    // The old field knows four words; `role_name` tells the finer role. Anybody who exists on GitHub gets an answer here;
    // only an account that does not exist is a 404.
    const known = call.forge.stateFile.state.users.some((user) => user.login === login);
    if (!known && level === 'none') throw new ApiError(404, 'Not Found');
    const permission = level === 'maintain' ? 'write' : level === 'triage' ? 'read' : level;
    return {
      status: 200,
      body: {
        permission,
        role_name: level,
        user: { ...call.render.user(login), permissions: rights(level), role_name: level },
      },
    };
  },
};

function rights(level: string): Record<string, boolean> {
  const order = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
  const at = order.indexOf(level);
  return { pull: at >= 1, triage: at >= 2, push: at >= 3, maintain: at >= 4, admin: at >= 5 };
}
