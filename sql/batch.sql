-- The lines that shipped in the window of the run. Whether they are late is not known yet, and not asked for.
-- TPC-H shipped from 1992 to 1998: 34 years are taken off the window, so that it has rows until 2032.
SELECT
    l.orderkey * 10 + l.linenumber AS line_key,
    date_diff('day', o.orderdate, l.shipdate) AS days_to_ship,
    date_diff('day', o.orderdate, l.commitdate) AS days_to_commit,
    l.quantity,
    l.extendedprice
FROM lineitem l
JOIN orders o ON l.orderkey = o.orderkey
WHERE CAST(l.shipdate AS TIMESTAMP) >= {start_time_utc} - INTERVAL '34' YEAR
  AND CAST(l.shipdate AS TIMESTAMP) < {end_time_utc} - INTERVAL '34' YEAR
