/**
 * The Authorization header of a plain request to moto. moto reads the account by the key, and region and service in the scope. It
 * does not check the signature.
 */
export function motoAuthorization(scope: { accessKeyId: string; region: string; service: string }): string {
  const { accessKeyId, region, service } = scope;
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}
