-- step: beats
-- inputs: rhythm, suspects
-- keys: server
--
-- Rhythm of a server: the median over its clients, those with at least six gaps or contacts only.
SELECT s.server,
    median(r.lag_coherence) FILTER (WHERE r.gaps >= 6) AS lag_coherence,
    median(r.gaps) FILTER (WHERE r.gaps >= 6) AS gaps,
    median(r.gap_mad_s / r.gap_median_s) FILTER (WHERE r.gaps >= 6) AS relative_mad,
    median(r.top_share) FILTER (WHERE r.gaps >= 6) AS top_share,
    median(r.gap_median_s) FILTER (WHERE r.gaps >= 6) AS period_s,
    median(r.same_size / r.contacts) FILTER (WHERE r.contacts >= 6) AS same_share,
    count(*) FILTER (WHERE r.gaps >= 6) AS beating_clients,
    median(r.up_median) AS up_typical, median(r.down_median) AS down_typical,
    median(r.duration_median_ms) AS duration_typical_ms,
    -- spread of the clients' own medians: near 0 where every client does the same
    CASE WHEN count(*) >= 3 THEN stddev_pop(ln(1 + r.up_median)) + stddev_pop(ln(1 + r.down_median)) END AS client_spread
FROM rhythm AS r
JOIN suspects AS s
    ON s.srv_hi = r.srv_hi AND s.srv_lo = r.srv_lo AND s.srv_port = r.srv_port AND s.proto = r.proto
GROUP BY s.server
