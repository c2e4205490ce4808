import type { Context, Shape } from './context.ts';

/** Gives the record without the members that begin with an underscore: they are internal and never leave the server. */
export function visible(record: Shape): Shape {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !key.startsWith('_')));
}

/** Gives only the named members that the record has. */
export function pick(record: Shape, members: readonly string[]): Shape {
  return Object.fromEntries(members.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]));
}

/** Gives `arn:<partition>:sagemaker:<region>:<account>:<type>/<name>`, with the name in lower case as the service writes it. */
export function arnOf(type: string, name: string, context: Context): string {
  return context.arn(`${type}/${name.toLowerCase()}`);
}
