import { motoAuthorization } from '../moto/authorization.ts';
import { ServiceError } from './context.ts';

/** Who sends a request, and to which region. */
export interface Caller {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** Keys with which a client can sign. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const SCOPE = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\//;
const VERSION = '2011-06-15';

/**
 * Finds the account of a caller by its access key. The local STS knows which account a key belongs to: keys of an assumed role
 * belong to the account of the role, and keys that it did not issue belong to its own account.
 */
export class Callers {
  readonly #sts: string | undefined;
  readonly #own: Caller;
  readonly #accounts = new Map<string, Promise<string>>();

  /**
   * @param sts address of the local STS; without it, every caller belongs to the account of this service
   * @param own account and region of this service
   */
  constructor(sts: string | undefined, own: Caller) {
    this.#sts = sts;
    this.#own = own;
  }

  /** @param authorization header of a signed request; the signature is not verified */
  async identify(authorization: string | undefined): Promise<Caller> {
    const [, key, region] = SCOPE.exec(authorization ?? '') ?? [];
    if (key === undefined || region === undefined) return this.#own;
    return { account: await this.#accountOf(key), region };
  }

  /** Temporary keys of a role of another account, which the local STS issues without a look at the role's policy. */
  async credentialsOf(account: string): Promise<Credentials> {
    const role = `arn:aws:iam::${account}:role/local-sagemaker`;
    const answer = await this.#ask('test', { Action: 'AssumeRole', RoleArn: role, RoleSessionName: 'local-sagemaker' });
    const member = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1] ?? '';
    return {
      accessKeyId: member('AccessKeyId'),
      secretAccessKey: member('SecretAccessKey'),
      sessionToken: member('SessionToken'),
    };
  }

  #accountOf(key: string): Promise<string> {
    if (this.#sts === undefined) return Promise.resolve(this.#own.account);
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const account = this.#ask(key, { Action: 'GetCallerIdentity' }).then((answer) => {
      // moto answers for a key that it does not know as for its own account. A temporary key must not end there.
      if (key.startsWith('ASIA') && !answer.includes(':assumed-role/')) {
        throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired', 403);
      }
      return /<Account>(\d{12})<\/Account>/.exec(answer)?.[1] ?? this.#own.account;
    });
    this.#accounts.set(key, account);
    // A question that failed is asked again at the next request.
    account.catch(() => this.#accounts.delete(key));
    return account;
  }

  async #ask(key: string, parameters: Record<string, string>): Promise<string> {
    const response = await fetch(this.#sts ?? '', {
      method: 'POST',
      body: new URLSearchParams({ Version: VERSION, ...parameters }),
      headers: {
        authorization: motoAuthorization({ accessKeyId: key, region: this.#own.region, service: 'sts' }),
      },
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`the local STS refused ${parameters.Action}: ${response.status} ${text.slice(0, 200)}`);
    return text;
  }
}
