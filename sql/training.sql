-- One row per order line: what was known when it shipped, and whether it arrived after the day that was promised.
SELECT
    l.orderkey * 10 + l.linenumber AS line_key, -- an order has at most 7 lines
    date_diff('day', o.orderdate, l.shipdate) AS days_to_ship,
    date_diff('day', o.orderdate, l.commitdate) AS days_to_commit,
    l.quantity,
    l.extendedprice,
    IF(l.receiptdate > l.commitdate, 1, 0) AS late
FROM lineitem l
JOIN orders o ON l.orderkey = o.orderkey
