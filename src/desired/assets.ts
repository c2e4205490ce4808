import { sha256 } from '../pipeline/index.ts';
import { canonicalSql } from '../sql/canonical-sql.ts';
import type { Asset } from './context.ts';
import { launcherScript } from './launcher.ts';
import type { SourcePackage } from './source-package.ts';

/**
 * The container scripts at `<folder>/code/<sha256>/sourcedir.tar.gz`.
 * @param folder `s3://bucket/pipeline`
 */
export function codeAsset(folder: string, source: SourcePackage): Asset {
  return {
    uri: `${folder}/code/${source.sha256}/sourcedir.tar.gz`,
    bytes: source.bytes,
    sha256: source.sha256,
    contentType: 'application/gzip',
  };
}

/**
 * The launcher of one script at `<folder>/code/<sha256>/runproc.sh`.
 * @param folder `s3://bucket/pipeline`
 * @param script path of the script in the source package
 */
export function launcherAsset(folder: string, script: string): Asset {
  const bytes = Buffer.from(launcherScript(script), 'utf8');
  const digest = sha256(bytes);
  return { uri: `${folder}/code/${digest}/runproc.sh`, bytes, sha256: digest, contentType: 'text/x-shellscript' };
}

/**
 * A query at `<folder>/query/<sha256 of its canonical SQL>/query.sql`. A comment or a line break does not change that
 * address, so it neither changes the definition nor reads the rows again. The object keeps the bytes of the first upload,
 * as the user wrote them: the lines in Presto's messages are lines of a text that a person wrote.
 * @param folder `s3://bucket/pipeline`
 */
export function queryAsset(folder: string, sql: string): Asset {
  const digest = sha256(canonicalSql(sql));
  return {
    uri: `${folder}/query/${digest}/query.sql`,
    bytes: Buffer.from(sql, 'utf8'),
    sha256: digest,
    contentType: 'application/sql',
  };
}
