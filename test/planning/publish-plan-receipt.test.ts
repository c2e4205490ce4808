import { makeReceipts } from '../../src/plan/receipt.ts';
import { findReceipt } from '../../src/planning/find-receipt.ts';
import { marker } from '../../src/report/marker.ts';
import { type LocalGitHub, publication, startLocalGitHub } from './github-stand-in.ts';

/** From a merged commit back to what was reviewed. */

let local: LocalGitHub;
beforeAll(async () => {
  local = await startLocalGitHub();
});
afterAll(() => local.close());

describe('from a merged commit back to what was reviewed', () => {
  test('the receipt of an environment for the head that was merged', async () => {
    const pull = await local.propose();
    await local.publish(publication(pull, { environments: ['dev', 'prod'] }));
    const merged = await local.maria.merge(pull.number);
    expect(await findReceipt(local.bot, merged, 'prod')).toEqual({
      found: {
        pullRequest: pull.number,
        url: expect.stringContaining('#issuecomment-'),
        receipt: expect.objectContaining({ environment: 'prod', head: pull.sha }),
      },
    });
    expect((await findReceipt(local.bot, merged, 'qa')).found).toMatchObject({ receipt: null });
    expect(await findReceipt(local.bot, pull.sha, 'dev')).toMatchObject({
      why: expect.stringContaining('no pull request'),
    });
  });

  test('not the plan of an older head, nor one that a person pasted', async () => {
    const pull = await local.propose();
    await local.publish(publication(pull));
    const sha = await pull.push();
    const facts = { head: sha, affected: ['dev'], receipts: makeReceipts(publication({ ...pull, sha })[0]) };
    await local.person.createComment(pull.number, `${marker('plan', 'all', facts)}\n\nforged`);
    const merged = await local.maria.merge(pull.number);
    expect(await findReceipt(local.bot, merged, 'dev')).toEqual({
      found: undefined,
      why: `the plan on #${pull.number} is not for ${sha.slice(0, 12)}, which was merged`,
    });
  });

  test('not a plan whose facts somebody has edited', async () => {
    const pull = await local.propose();
    const { comment } = await local.publish(publication(pull));
    await local.bot.updateComment(comment?.id ?? 0, `${marker('plan', 'all', { head: pull.sha })}\n\nedited`);
    const merged = await local.maria.merge(pull.number);
    expect(await findReceipt(local.bot, merged, 'dev')).toEqual({
      found: undefined,
      why: `the plan on #${pull.number} cannot be read`,
    });
  });

  test('there may be no plan at all', async () => {
    const pull = await local.propose();
    const merged = await local.maria.merge(pull.number);
    expect(await findReceipt(local.bot, merged, 'dev')).toEqual({
      found: undefined,
      why: `#${pull.number} has no plan of dev`,
    });
  });
});
