/** The one entry of the bundle: the command line and every action, each loaded only when it is called. */
export async function cli(argv: string[]): Promise<number> {
  const { main } = await import('./cli/main.ts');
  return main(argv);
}

/** Runs the action of that name. The stubs in dist/ call it. */
export async function action(verb: string): Promise<void> {
  const { runAction } = await import('../actions/run-action.ts');
  await runAction(verb);
}
