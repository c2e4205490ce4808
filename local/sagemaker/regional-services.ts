import type { Caller, Callers, Credentials } from './callers.ts';
import {
  folderOf,
  knownCallers,
  type RegionalService,
  type RegionalServiceSettings,
  startRegionalService,
} from './regional-service.ts';

/** The services of all accounts and regions. Each starts at its first request. */
export class RegionalServices {
  readonly #own: Caller;
  readonly #place: { dir: string; credentials: Credentials; callers: Callers };
  readonly #settings: RegionalServiceSettings;
  readonly #services = new Map<string, Promise<RegionalService>>();

  /**
   * @param own account and region of the server, whose state is in `place.dir` itself
   * @param place.credentials keys of that account
   */
  constructor(
    own: Caller,
    place: { dir: string; credentials: Credentials; callers: Callers },
    settings: RegionalServiceSettings,
  ) {
    this.#own = own;
    this.#place = place;
    this.#settings = settings;
  }

  /** The service that a request is for. @param authorization header of the request */
  async for(authorization: string | undefined): Promise<RegionalService> {
    return this.#of(await this.#place.callers.identify(authorization));
  }

  /** Starts every service that has state on disk. @returns the one of the server's own account and region */
  async resume(): Promise<RegionalService> {
    const own = await this.#of(this.#own);
    for (const caller of knownCallers(this.#place.dir)) await this.#of(caller);
    return own;
  }

  /** Ends the jobs and model servers of all services. */
  async close(): Promise<void> {
    const services = await Promise.allSettled(this.#services.values());
    await Promise.all(
      services.flatMap((started) =>
        started.status === 'fulfilled' ? started.value.service.parts.map((part) => part.close?.()) : [],
      ),
    );
  }

  #of(caller: Caller): Promise<RegionalService> {
    const key = `${caller.account}/${caller.region}`;
    const known = this.#services.get(key);
    if (known !== undefined) return known;
    const started = this.#start(caller);
    this.#services.set(key, started);
    // The next request tries again.
    started.catch(() => this.#services.delete(key));
    return started;
  }

  async #start(caller: Caller): Promise<RegionalService> {
    const { dir, credentials, callers } = this.#place;
    const isOwnAccount = caller.account === this.#own.account;
    return startRegionalService(
      caller,
      {
        dir: isOwnAccount && caller.region === this.#own.region ? dir : folderOf(dir, caller),
        credentials: isOwnAccount ? credentials : await callers.credentialsOf(caller.account),
      },
      this.#settings,
    );
  }
}
