import {
  ADOPTED_FROM,
  type ForeignResource,
  foreignResource,
  foreignText,
  foreignWayOut,
  type Owner,
  ownerOf,
  ownership,
  ownerTags,
  ownerText,
  resourceTags,
} from '../../src/observed/ownership.ts';

const OWNER: Owner = { repository: 'team/models', folder: '.', environment: 'dev' };
const of = (other: Partial<Owner>): Owner => ({ ...OWNER, ...other });
const MANAGED = { 'mlops:managed-by': 'sagemaker-presto-gitops' };

describe('whose a resource is', () => {
  test.each<[string, Owner, ReturnType<typeof ownership>]>([
    ['the same project and environment', OWNER, 'ours'],
    ['the same repository in other letters', of({ repository: 'Team/Models' }), 'ours'],
    ['another repository', of({ repository: 'other/team' }), 'another_repository'],
    ['a run without a repository', of({ repository: null }), 'another_repository'],
    ['another folder', of({ folder: 'models/a' }), 'another_folder'],
    ['another environment', of({ environment: 'prod' }), 'another_environment'],
    ['what all environments share', of({ environment: null }), 'another_environment'],
    [
      'another repository, folder and environment',
      { repository: 'x/y', folder: 'z', environment: 'prod' },
      'another_repository',
    ],
  ])('asked by %s', (_what, asking, expected) => {
    expect(ownership(ownerTags(OWNER), asking)).toBe(expected);
  });

  test('without the tag of this product nobody owns it, whatever other tags it has', () => {
    expect(ownership({}, OWNER)).toBe('nobody');
    expect(ownership({ 'mlops:repository': 'team/models', 'mlops:environment': 'dev' }, OWNER)).toBe('nobody');
    expect(ownership({ ...ownerTags(OWNER), 'mlops:managed-by': 'another-product' }, OWNER)).toBe('nobody');
    expect(ownerOf({})).toBeUndefined();
  });

  test('a resource of an earlier version has no tag of the folder: it belongs to the root', () => {
    const legacy = { ...MANAGED, 'mlops:environment': 'dev', 'mlops:repository': 'team/models' };
    expect(ownership(legacy, OWNER)).toBe('ours');
    expect(ownership(legacy, of({ folder: 'models/a' }))).toBe('another_folder');
    expect(ownership(legacy, of({ repository: 'other/team' }))).toBe('another_repository');
  });

  test('runs without a repository share what they made, and a repository does not own it', () => {
    const local = ownerTags(of({ repository: null }));
    expect(local).not.toHaveProperty('mlops:repository');
    expect(ownership(local, of({ repository: null }))).toBe('ours');
    expect(ownership(local, of({ repository: null, folder: 'a' }))).toBe('another_folder');
    expect(ownership(local, OWNER)).toBe('nobody');
  });

  test('an empty tag counts as absent', () => {
    expect(ownership({ ...ownerTags(OWNER), 'mlops:environment': '' }, of({ environment: null }))).toBe('ours');
  });
});

test.each(['a&b', 'modèle (1)', 'x'.repeat(300), 'a%2fb', 'a,b', ' a', 'a '])(
  'the folder %s fits into a tag',
  (folder) => {
    const tags = ownerTags(of({ folder }));
    // Shape TagValue of the API reference.
    expect(tags['mlops:folder']).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
    expect(ownership(tags, of({ folder }))).toBe('ours');
    expect(ownership(tags, of({ folder: `${folder}/x` }))).toBe('another_folder');
  },
);

test('two folders that look alike as a tag are two folders', () => {
  expect(ownership(ownerTags(of({ folder: 'a&b' })), of({ folder: 'a|b' }))).toBe('another_folder');
});

test('configured tags cannot replace those of the owner', () => {
  const configured = [{ Key: 'mlops:repository', Value: 'other/team' }];
  expect(resourceTags(configured, OWNER, 'abc')).toEqual({
    ...MANAGED,
    'mlops:environment': 'dev',
    'mlops:repository': 'team/models',
    'mlops:folder': '.',
    'mlops:commit': 'abc',
  });
});

describe('what a refusal says', () => {
  const foreign = (tags: Record<string, string>, asking = OWNER): ForeignResource => {
    const found = foreignResource({ kind: 'endpoint', name: 'ep-dev', arn: 'arn' }, tags, asking);
    if (found === undefined) throw new Error('it is ours');
    return found;
  };

  test.each<[Record<string, string>, string]>([
    [{}, 'The endpoint ep-dev has no owner: it does not have this product’s tags'],
    [ownerTags(of({ repository: null })), 'The endpoint ep-dev has no owner: a run without a repository made it'],
    [ownerTags(of({ repository: 'other/team' })), 'The endpoint ep-dev belongs to the repository other/team'],
    [
      ownerTags(of({ repository: 'other/team', folder: 'b' })),
      'The endpoint ep-dev belongs to the repository other/team, folder b',
    ],
    [ownerTags(of({ folder: 'models/b' })), 'The endpoint ep-dev belongs to the folder models/b of team/models'],
    [ownerTags(of({ environment: 'prod' })), 'The endpoint ep-dev belongs to the environment prod of team/models'],
    [ownerTags(of({ environment: null })), 'The endpoint ep-dev belongs to all environments of team/models'],
  ])('%j', (tags, text) => {
    expect(foreignText(foreign(tags))).toBe(text);
  });

  test('the root is named as such', () => {
    expect(foreignText(foreign(ownerTags(OWNER), of({ folder: 'a' })))).toBe(
      'The endpoint ep-dev belongs to the root of team/models',
    );
  });

  test('the way out names the setting and --adopt; a run without a repository cannot adopt', () => {
    const resources = [foreign({})];
    expect(foreignWayOut(resources, OWNER)).toBe(
      'Choose another name (endpoint_name in the environment’s endpoint.yml), or take it over on purpose: --adopt (input adopt of the action).',
    );
    expect(foreignWayOut(resources, of({ repository: null }))).toBe(
      'Choose another name (endpoint_name in the environment’s endpoint.yml), or name the repository that it belongs to with --repository.',
    );
  });

  test.each<[Owner | null, string]>([
    [null, 'nobody'],
    [OWNER, 'team/models environment=dev'],
    [of({ repository: null, folder: 'a/b', environment: null }), 'no repository folder=a/b'],
    [of({ folder: 'x'.repeat(300) }), `team/models folder=${'x'.repeat(237)}`],
  ])(`${ADOPTED_FROM} of %j`, (owner, text) => {
    expect(ownerText(owner)).toBe(text);
    expect(text).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
  });
});
