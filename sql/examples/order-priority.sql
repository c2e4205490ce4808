-- Kept as an example of a target that cannot be predicted. Features: total_extended_price, avg_discount, total_quantity.
--
-- Nothing in an order's lines says how urgent it is: TPC-H draws orderpriority at random. On 5,000 rows of tpch.tiny a
-- forest gets 0.70, always answering 0 gets 0.80, and the ROC-AUC is 0.48, as good as a coin. A gate of 0.60 on the
-- accuracy lets it pass; the gate beat_baseline does not.
-- ORDER BY RANDOM() besides trains on other rows at every run.
SELECT
    o.orderkey,
    COUNT(l.linenumber) AS lineitem_count,
    SUM(l.quantity) AS total_quantity,
    AVG(l.discount) AS avg_discount,
    SUM(l.extendedprice) AS total_extended_price,
    SUM(l.tax) AS total_payable_tax,
    o.orderdate,
    o.orderpriority,
    CASE
        WHEN (o.orderpriority = '2-HIGH') THEN 1
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
