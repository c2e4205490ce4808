-- Kept as an example of a target that leaks. Features: total_extended_price, avg_discount, total_quantity.
--
-- The target is total_extended_price > 20000, and total_extended_price is a feature: the model reads the answer off.
-- On 5,000 rows of tpch.tiny it gets 1.00. That is no success: whoever knows the feature needs no model. (And 95 % of
-- the orders are above 20000, so that always answering 1 gets 0.95.)
-- ORDER BY RANDOM() besides trains on other rows at every run.
SELECT
    o.orderkey,
    COUNT(l.linenumber) AS lineitem_count,
    SUM(l.quantity) AS total_quantity,
    AVG(l.discount) AS avg_discount,
    SUM(l.extendedprice) AS total_extended_price,
    o.orderdate,
    o.orderpriority,
    CASE
        WHEN SUM(l.extendedprice) > 20000 THEN 1
        ELSE 0
    END AS high_value_order
FROM
    orders o
JOIN
    lineitem l ON o.orderkey = l.orderkey
GROUP BY
    o.orderkey,
    o.orderdate,
    o.orderpriority
ORDER BY
    RANDOM()
LIMIT 5000
