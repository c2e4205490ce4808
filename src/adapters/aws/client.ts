/** SageMaker's clients of the SDK, loaded at the first call. */
export type Client = () => Promise<import('@aws-sdk/client-sagemaker').SageMaker>;
export type RuntimeClient = () => Promise<import('@aws-sdk/client-sagemaker-runtime').SageMakerRuntime>;

/**
 * Settings shared by all AWS clients. Endpoints, credentials and profiles come from the environment as for any AWS client
 * (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>, AWS_PROFILE, …).
 */
export function clientSettings(region: string) {
  return {
    region,
    retryMode: 'standard',
    maxAttempts: 5,
    // Without throwOnRequestTimeout the SDK only warns when an answer does not come.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  };
}

/** Makes a value at the first call and keeps it; a failed attempt is not kept. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** All items of a paginated list. `fetch` gets the token of the page, undefined for the first. */
export async function allPages<Page, Item>(
  fetch: (token: string | undefined) => Promise<Page>,
  items: (page: Page) => Item[] | undefined,
  next: (page: Page) => string | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const page = await fetch(token);
    all.push(...(items(page) ?? []));
    token = next(page);
  } while (token !== undefined && token !== '');
  return all;
}

export const iso = (date: Date | undefined): string | undefined => date?.toISOString();

/** AWS's tag list from our map. */
export const tagList = (tags: Readonly<Record<string, string>>): Array<{ Key: string; Value: string }> =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
