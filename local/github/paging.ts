import type { ApiResponse } from './call.ts';

/**
 * Cuts a list down to the requested page and returns it with the Link header of the page.
 * https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
 * @param api base address of the API
 */
export function cutPage(response: ApiResponse, url: URL, api: string): [ApiResponse, Record<string, string>] {
  if (!Array.isArray(response.body)) return [response, {}];
  const size = Math.min(100, Math.max(1, Number(url.searchParams.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(response.body.length / size));
  const address = (number: number) => {
    const target = new URL(url.pathname + url.search, api);
    target.searchParams.set('page', String(number));
    return `<${target.href}>`;
  };
  const links = [
    ...(page > 1 ? [`${address(page - 1)}; rel="prev"`, `${address(1)}; rel="first"`] : []),
    ...(page < last ? [`${address(page + 1)}; rel="next"`, `${address(last)}; rel="last"`] : []),
  ];
  const items = response.body.slice((page - 1) * size, page * size);
  const body = response.list === undefined ? items : { total_count: response.body.length, [response.list]: items };
  return [{ ...response, body }, links.length > 0 ? { link: links.join(', ') } : {}];
}
