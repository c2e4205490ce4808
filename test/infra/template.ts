import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, defineScalarTag, defineSequenceTag, load } from 'js-yaml';
import * as z from 'zod';

const template = z.object({
  Parameters: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Default: z.string().optional(),
      AllowedPattern: z.string().optional(),
      MaxLength: z.int().optional(),
    }),
  ),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))).default({}),
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Condition: z.string().optional(),
      Properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

export type Template = z.infer<typeof template>;
export type Parameters = Record<string, string>;

/** Values of CloudFormation's pseudo parameters. */
const PSEUDO: Parameters = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'stack',
};

const SHORT_FORMS = ['Ref', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'FindInMap', 'Base64', 'Join', 'Select'];
const longForm = (tag: string) => (tag === 'Ref' ? tag : `Fn::${tag}`);

/** The short forms of CloudFormation's functions, read as their long forms. */
const schema = CORE_SCHEMA.withTags(
  SHORT_FORMS.flatMap((tag) => [
    defineScalarTag(`!${tag}`, { resolve: (source) => ({ [longForm(tag)]: source }), identify: () => false }),
    defineSequenceTag<unknown[], object>(`!${tag}`, {
      create: () => [],
      addItem: (items, item) => {
        items.push(item);
      },
      finalize: (items) => ({ [longForm(tag)]: items }),
      identify: () => false,
    }),
  ]),
);

/** @param name of a file in infra/ */
export function readTemplate(name: string): Template {
  return template.parse(load(readFileSync(new URL(`../../infra/${name}`, import.meta.url), 'utf8'), { schema }));
}

/** The resources of a template as CloudFormation would make them; those whose condition is false are left out. */
export function resolveTemplate(source: Template, given: Parameters): Record<string, Resolved> {
  const parameters: Parameters = { ...PSEUDO };
  for (const [name, { Default, AllowedPattern, MaxLength }] of Object.entries(source.Parameters)) {
    const value = given[name] ?? Default;
    if (value === undefined) throw new Error(`the parameter ${name} has no value`);
    if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) {
      throw new Error(`${name}: ${value} does not match ${AllowedPattern}`);
    }
    if (MaxLength !== undefined && value.length > MaxLength) throw new Error(`${name}: ${value} is too long`);
    parameters[name] = value;
  }
  const resolver = new Resolver(source, parameters);
  return Object.fromEntries(
    Object.entries(source.Resources)
      .filter(([, { Condition }]) => Condition === undefined || resolver.condition(Condition))
      .map(([name, { Type, Properties }]) => [name, { Type, ...(resolver.value(Properties) as object) } as Resolved]),
  );
}

/** A resource with its properties beside its type. */
export type Resolved = { Type: string } & Record<string, unknown>;

const NOTHING = Symbol('AWS::NoValue');

class Resolver {
  readonly #source: Template;
  readonly #parameters: Parameters;

  constructor(source: Template, parameters: Parameters) {
    this.#source = source;
    this.#parameters = parameters;
  }

  condition(name: string): boolean {
    if (!(name in this.#source.Conditions)) throw new Error(`there is no condition ${name}`);
    return this.value(this.#source.Conditions[name]) === true;
  }

  value(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((item) => this.value(item)).filter((item) => item !== NOTHING);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node);
    const [first] = entries;
    if (entries.length === 1 && first && (first[0] === 'Ref' || first[0].startsWith('Fn::')))
      return this.#call(...first);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, this.value(item)] as const).filter(([, item]) => item !== NOTHING),
    );
  }

  #call(name: string, argument: unknown): unknown {
    if (name === 'Fn::If') {
      const [condition, yes, no] = argument as [string, unknown, unknown];
      return this.value(this.condition(condition) ? yes : no);
    }
    if (name === 'Ref') return argument === 'AWS::NoValue' ? NOTHING : this.#reference(String(argument));
    const value = this.value(argument);
    switch (name) {
      case 'Fn::Sub': {
        const [text, more] = (Array.isArray(value) ? value : [value, {}]) as [string, Parameters];
        return text.replace(/\$\{(?!!)([^}]+)\}/g, (_, key: string) => more[key] ?? this.#reference(key));
      }
      case 'Fn::GetAtt':
        return this.#attribute(String(value));
      case 'Fn::Equals':
        return (value as unknown[])[0] === (value as unknown[])[1];
      case 'Fn::Not':
        return (value as unknown[])[0] !== true;
      case 'Fn::FindInMap': {
        const [map = '', key = '', entry = ''] = value as string[];
        const found = this.#source.Mappings[map]?.[key]?.[entry];
        if (found === undefined) throw new Error(`${map} has no ${key}.${entry}`);
        return found;
      }
      case 'Fn::Base64':
        return value;
      default:
        throw new Error(`${name} is not known to this test`);
    }
  }

  #reference(name: string): string {
    if (name.includes('.')) return this.#attribute(name);
    const value = this.#parameters[name];
    if (value !== undefined) return value;
    if (name in this.#source.Resources) return `<${name}>`;
    throw new Error(`there is neither a parameter nor a resource ${name}`);
  }

  #attribute(path: string): string {
    const [name = '', attribute] = path.split('.');
    const resource = this.#source.Resources[name];
    if (resource === undefined) throw new Error(`there is no resource ${name}`);
    if (resource.Type !== 'AWS::IAM::Role' || attribute !== 'Arn') return `<${path}>`;
    return `arn:aws:iam::${this.#parameters['AWS::AccountId']}:role/${this.value(resource.Properties.RoleName)}`;
  }
}
