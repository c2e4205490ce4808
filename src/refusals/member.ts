/** A member of a request that breaks a rule. */
export interface Violation {
  /** Names and positions from the request to the member. Empty: the request as a whole. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * A member of a request, whatever it is. A rule can go down without a look at each level: what is absent has absent members.
 * An expression of a pipeline definition (`{"Get": …}`, `{"Std:Join": …}`) exists, and has no text and no number: a rule about
 * its value finds nothing.
 */
export class Member {
  readonly path: readonly (string | number)[];
  readonly #value: unknown;

  constructor(value: unknown, path: readonly (string | number)[] = []) {
    this.#value = value ?? undefined;
    this.path = path;
  }

  /** The member below, by names that are separated by dots. */
  at(names: string): Member {
    return names.split('.').reduce<Member>((member, name) => member.#child(name), this);
  }

  /** The elements of a list. */
  get items(): readonly Member[] {
    return Array.isArray(this.#value) ? this.#value.map((_, index) => this.#child(index)) : [];
  }

  /** The members of a map, by name. */
  get entries(): readonly (readonly [name: string, member: Member])[] {
    return isObject(this.#value) ? Object.keys(this.#value).map((name) => [name, this.#child(name)] as const) : [];
  }

  get exists(): boolean {
    return this.#value !== undefined;
  }

  get text(): string | undefined {
    return typeof this.#value === 'string' ? this.#value : undefined;
  }

  get number(): number | undefined {
    return typeof this.#value === 'number' ? this.#value : undefined;
  }

  /** Whether it is `true`. */
  get isTrue(): boolean {
    return this.#value === true;
  }

  /** The value as JSON gives it. */
  get value(): unknown {
    return this.#value;
  }

  /** This member as the one that breaks a rule. */
  refuse(message: string): Violation {
    return { path: this.path, message };
  }

  #child(name: string | number): Member {
    const value = typeof this.#value === 'object' && this.#value !== null ? Reflect.get(this.#value, name) : undefined;
    return new Member(Object.hasOwn(Object(this.#value), name) ? value : undefined, [...this.path, name]);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
