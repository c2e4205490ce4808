import { readSql } from '../config/sql-text.ts';

/** The statement without blanks around it. */
export const canonicalSql = (text: string): string => readSql(text).sql;
