-- step: rhythm
-- inputs: visits
-- keys: channel
--
-- Gaps between a client's contacts, and how alike the contacts are. Contacts less than half a
-- second apart are one (parallel connections of one fetch). `top_share` is the share of gaps in
-- the three fullest of logarithmic bins of 15 %.
WITH gap AS (
    SELECT channel, start_ms, (start_ms - lag(start_ms) OVER (PARTITION BY channel ORDER BY start_ms)) / 1000.0 AS gap_s
    FROM visits
),
pair AS (
    SELECT channel, gap_s, ln(gap_s) AS log_gap, ln(lag(gap_s) OVER (PARTITION BY channel ORDER BY start_ms)) AS log_before
    FROM gap WHERE gap_s >= 0.5
),
beat AS (
    SELECT channel, count(*) AS gaps, median(gap_s) AS gap_median_s, mad(gap_s) AS gap_mad_s,
        avg((abs(log_gap - log_before) < 0.3)::INTEGER) AS lag_coherence
    FROM pair GROUP BY channel
),
top AS (
    SELECT channel, list_sum(list_slice(list_reverse_sort(list(gaps)), 1, 3)) AS top_gaps
    FROM (SELECT channel, floor(log_gap / 0.15) AS bin, count(*) AS gaps FROM pair GROUP BY ALL)
    GROUP BY channel
),
size AS (
    SELECT channel, max(same) AS same_size
    FROM (SELECT channel, up_octets, count(*) AS same FROM visits GROUP BY ALL)
    GROUP BY channel
),
typical AS (
    SELECT channel, count(*) AS contacts, median(up_octets) AS up_median,
        median(down_octets) AS down_median, median(duration_ms) AS duration_median_ms
    FROM visits GROUP BY channel
)
SELECT y.*, z.same_size, b.* EXCLUDE (channel), t.top_gaps::DOUBLE / b.gaps AS top_share
FROM typical AS y
JOIN size AS z USING (channel)
LEFT JOIN beat AS b USING (channel)
LEFT JOIN top AS t USING (channel)
