import type { Action } from './action.ts';

/** Every action of this repository; each is loaded when it runs. */
export const ACTIONS: Readonly<Record<string, () => Promise<Action>>> = {
  plan: async () => (await import('./plan/main.ts')).plan,
  train: async () => (await import('./train/main.ts')).train,
  report: async () => (await import('./report/main.ts')).report,
  approve: async () => (await import('./approve/main.ts')).approve,
  promote: async () => (await import('./promote/main.ts')).promote,
  deploy: async () => (await import('./deploy/main.ts')).deploy,
  destroy: async () => (await import('./destroy/main.ts')).destroy,
};
