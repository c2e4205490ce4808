import { Member } from './member.ts';

/** A step of a definition. The steps in the branches of a condition are steps too. */
export interface DefinedStep {
  readonly member: Member;
  readonly name: string;
  readonly type: string;
}

/** The definition of a pipeline that a request has as text. */
export interface Definition {
  /** The document. It does not exist when the text is no JSON object. Paths go on from `PipelineDefinition`. */
  readonly root: Member;
  /** Why the text cannot be read. */
  readonly problem?: string;
  readonly steps: readonly DefinedStep[];
}

const parsed = new WeakMap<Member, Definition | undefined>();

/** Reads the definition in a request. A request is parsed once. Undefined for a request without the text. */
export function definitionOf(request: Member): Definition | undefined {
  if (!parsed.has(request)) parsed.set(request, parse(request.at('PipelineDefinition')));
  return parsed.get(request);
}

function parse(member: Member): Definition | undefined {
  const { text, path } = member;
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) return { root: new Member(undefined, path), problem: 'It must be a JSON object', steps: [] };
    const root = new Member(value, path);
    return { root, steps: root.at('Steps').items.flatMap(withBranches) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { root: new Member(undefined, path), problem: `It is not JSON: ${reason}`, steps: [] };
  }
}

function withBranches(member: Member): DefinedStep[] {
  const [name, type] = [member.at('Name').text ?? '', member.at('Type').text ?? ''];
  return [{ member, name, type }, ...branchSteps(member).flatMap(withBranches)];
}

function branchSteps(step: Member): readonly Member[] {
  if (step.at('Type').text !== 'Condition') return [];
  return ['IfSteps', 'ElseSteps'].flatMap((branch) => step.at(`Arguments.${branch}`).items);
}

/** The arguments of a step without the steps of its branches. */
export function ownArguments({ member, type }: DefinedStep): readonly Member[] {
  return member
    .at('Arguments')
    .entries.filter(([name]) => type !== 'Condition' || (name !== 'IfSteps' && name !== 'ElseSteps'))
    .map(([, value]) => value);
}

/** Types of steps whose arguments are the request of an operation of SageMaker. Those of other types have names of their own. */
const REQUEST_STEPS = ['Processing', 'Training', 'Tuning', 'Transform', 'Model', 'RegisterModel'];

/** The steps whose arguments are the request of an operation of SageMaker. */
export function requestSteps(request: Member): readonly DefinedStep[] {
  return (definitionOf(request)?.steps ?? []).filter(({ type }) => REQUEST_STEPS.includes(type));
}

/** Whether a member is in a map whose names are free, so that its name says nothing about its value. */
export function isInFreeMap({ path }: Member): boolean {
  return path.some((part) => FREE_MAPS.includes(String(part)));
}

const FREE_MAPS = ['Environment', 'HyperParameters', 'StaticHyperParameters', 'CustomerMetadataProperties'];

/** A member and everything in it. */
export function everyMember(member: Member): Member[] {
  const inner = [...member.items, ...member.entries.map(([, value]) => value)];
  return [member, ...inner.flatMap(everyMember)];
}

/** A `{"Get": …}` and what it reads. */
export interface Get {
  readonly member: Member;
  readonly get: string;
}

/** Each `Get` in some members. A `Get` beside other names is an ordinary map. */
export function getsIn(members: readonly Member[]): Get[] {
  return members.flatMap(everyMember).flatMap((member) => {
    const [first, ...others] = member.entries;
    const get = first?.[0] === 'Get' && others.length === 0 ? first[1].text : undefined;
    return get === undefined ? [] : [{ member, get }];
  });
}

/** The step that a `Get` reads. */
export function stepOf(get: string): string | undefined {
  return /^Steps\.([^.]+)/.exec(get)?.[1];
}

/** The message of the service for a definition that it cannot read. */
export function unreadable(problem: string): string {
  return `Unable to parse pipeline definition. Model Validation failed: ${problem}${problem.endsWith('.') ? '' : '.'}`;
}

/** The place of a member below the arguments of its step, as the service's messages name it. */
export function placeOf(member: Member, step: DefinedStep): string {
  return member.path.slice(step.member.path.length + 1).reduce<string>((place, part) => {
    if (typeof part === 'number') return `${place}[${part}]`;
    return place === '' ? part : `${place}.${part}`;
  }, '');
}
