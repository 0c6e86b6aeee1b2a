-- step: rhythm
-- inputs: turned, suspects
-- keys: cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto
--
-- Second look, suspects only: gaps between a client's contacts, and how alike the contacts are.
-- Contacts less than half a second apart are one (parallel connections of one fetch).
WITH contact AS (
    SELECT t.cli_hi, t.cli_lo, t.srv_hi, t.srv_lo, t.srv_port, t.proto, t.start_ms,
        t.up_octets, t.down_octets, t.end_ms - t.start_ms AS duration_ms
    FROM turned AS t
    JOIN suspects AS s
        ON s.srv_hi = t.srv_hi AND s.srv_lo = t.srv_lo AND s.srv_port = t.srv_port AND s.proto = t.proto
    WHERE t.outward AND s.rhythmic AND (t.asks OR NOT s.asked)
),
gap AS (
    SELECT *, (start_ms - lag(start_ms) OVER channel) / 1000.0 AS gap_s
    FROM contact
    WINDOW channel AS (PARTITION BY cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto ORDER BY start_ms)
),
pair AS (
    SELECT *, lag(gap_s) OVER channel AS gap_before_s
    FROM gap WHERE gap_s >= 0.5
    WINDOW channel AS (PARTITION BY cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto ORDER BY start_ms)
),
bin AS (
    SELECT cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto, floor(ln(gap_s) / 0.15) AS bin, count(*) AS gaps
    FROM pair GROUP BY ALL
),
top AS (
    SELECT cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto,
        list_sum(list_slice(list_reverse_sort(list(gaps)), 1, 3)) AS top_gaps, count(*) AS bins
    FROM bin GROUP BY ALL
),
size AS (
    SELECT cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto,
        max(same) AS same_size, count(*) AS sizes, sum(same) AS contacts
    FROM (
        SELECT cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto, up_octets, count(*) AS same
        FROM contact GROUP BY ALL
    ) GROUP BY ALL
),
alike AS (
    SELECT cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto,
        median(up_octets) AS up_median, median(down_octets) AS down_median, median(duration_ms) AS duration_median_ms,
        quantile_cont(up_octets, 0.9) AS up_p90, quantile_cont(down_octets, 0.9) AS down_p90
    FROM contact GROUP BY ALL
),
beat AS (
    SELECT cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto,
        count(*) AS gaps, median(gap_s) AS gap_median_s, mad(gap_s) AS gap_mad_s,
        avg((abs(ln(gap_s / gap_before_s)) < 0.3)::INTEGER) AS lag_coherence
    FROM pair GROUP BY ALL
)
SELECT a.*, z.contacts, z.same_size, z.sizes, b.gaps, b.gap_median_s, b.gap_mad_s, b.lag_coherence,
    t.top_gaps::DOUBLE / b.gaps AS top_share
FROM alike AS a
JOIN size AS z USING (cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto)
LEFT JOIN beat AS b USING (cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto)
LEFT JOIN top AS t USING (cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto)
