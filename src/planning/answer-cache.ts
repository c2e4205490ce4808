import type { Json } from '../json.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import type { Aws, Identity } from '../ports/index.ts';

/** Account and ARN of the credentials. */
export type Caller = Awaited<ReturnType<Identity['caller']>>;

/** The answers of AWS and Presto during one plan. Environments that ask the same question share the answer. */
export class AnswerCache {
  readonly #answers = new Map<string, Promise<unknown>>();

  /**
   * Asks once for each question; later calls get the same answer, or the same failure.
   * @param question everything that decides the answer
   */
  once<T>(question: Json, ask: () => Promise<T>): Promise<T> {
    const key = sha256(canonicalJson(question));
    const known = this.#answers.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    this.#answers.set(key, answer);
    return answer;
  }

  /** Whose credentials these are; asked once for each region. */
  caller(aws: Aws): Promise<Caller> {
    return this.once(['caller', aws.region], () => aws.identity.caller());
  }

  /** The same AWS, but each secret is read once. */
  withSecretsOnce(aws: Aws): Aws {
    const value = (name: string) => this.once(['secret', aws.region, name], () => aws.secrets.value(name));
    return { ...aws, secrets: { value } };
  }
}
