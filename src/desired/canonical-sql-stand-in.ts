import { readSql } from '../config/sql-text.ts';

/** The query with its code's blanks as one blank each; letters as they are. */
export function canonicalSql(text: string): string {
  return readSql(text).sql.replaceAll(/\s+/g, ' ');
}
