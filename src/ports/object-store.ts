/** Objects by `s3://bucket/key` address. Sizes are bytes; times are ISO 8601 in UTC. */
export interface ObjectStore {
  head(uri: string): Promise<ObjectHead | undefined>;
  /** The whole object; undefined when it does not exist. For small files: definitions, reports. */
  read(uri: string): Promise<Uint8Array | undefined>;
  /**
   * Streams an object in chunks, so that memory does not grow with it.
   * @throws Failure `not_found`
   */
  stream(uri: string): AsyncIterable<Uint8Array>;
  /** Writes an object when its address has none: content-addressed files are never overwritten. */
  writeIfAbsent(
    uri: string,
    bytes: Uint8Array,
    options: { contentType: string; kmsKeyId?: string },
  ): Promise<'created' | 'exists'>;
  /** Everything below a prefix, over all pages, in key order. */
  list(prefix: string): AsyncIterable<ObjectHead>;
}

export interface ObjectHead {
  uri: string;
  size: number;
  etag: string | undefined;
}
