import type { Member } from '../../../src/refusals/index.ts';
import type { Context } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { parseS3Uri } from '../object-files.ts';

/** The member of a container that has the address of its model. */
export function artifactMember(container: Member): Member | undefined {
  return [container.at('ModelDataUrl'), container.at('ModelDataSource.S3DataSource.S3Uri')].find(
    ({ text }) => text !== undefined,
  );
}

/** Looks for the model of a container in S3. @returns undefined when the container has none */
export async function readArtifact(
  container: Member,
  context: Context,
): Promise<{ readonly member: Member; readonly problem?: string } | undefined> {
  const member = artifactMember(container);
  const url = member?.text;
  if (member === undefined || url === undefined) return undefined;
  // Several models below a prefix have no object of that name.
  const isPrefix =
    container.at('ModelDataSource.S3DataSource.S3DataType').text === 'S3Prefix' ||
    container.at('Mode').text === 'MultiModel';
  try {
    parseS3Uri(url);
    const objects = await context.files.list(url);
    if (objects.some((object) => isPrefix || object.uri === url)) return { member };
    return { member, problem: `Could not find model data at ${url}.` };
  } catch (error) {
    return { member, problem: `Could not access model data at ${url}. ${errorMessage(error)}` };
  }
}
