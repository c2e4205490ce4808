/** SageMaker's clients of the SDK, loaded at the first call. */
export type Client = () => Promise<import('@aws-sdk/client-sagemaker').SageMaker>;
export type RuntimeClient = () => Promise<import('@aws-sdk/client-sagemaker-runtime').SageMakerRuntime>;

/**
 * Settings shared by all AWS clients. Endpoints, credentials and profiles come from the environment as for any AWS
 * client (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>, AWS_PROFILE, …).
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

/**
 * A function that makes a value at its first call and returns the same one afterwards. After a failure the next call
 * tries again.
 */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => {
    value ??= make().catch((error: unknown) => {
      value = undefined;
      throw error;
    });
    return value;
  };
}

/** All items of a paginated list. `fetch` is given the token of the page, undefined for the first. */
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
