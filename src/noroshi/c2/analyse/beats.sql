-- step: beats
-- inputs: rhythm, watched
-- keys: server
--
-- Rhythm of a server: the median over its watched clients with at least six gaps.
SELECT w.server,
    median(r.lag_coherence) FILTER (WHERE r.gaps >= 6) AS lag_coherence,
    median(r.gaps) FILTER (WHERE r.gaps >= 6) AS gaps,
    median(r.gap_mad_s / r.gap_median_s) FILTER (WHERE r.gaps >= 6) AS relative_mad,
    median(r.top_share) FILTER (WHERE r.gaps >= 6) AS top_share,
    median(r.gap_median_s) FILTER (WHERE r.gaps >= 6) AS period_s,
    median(r.same_size::DOUBLE / r.contacts) AS same_share
FROM rhythm AS r
JOIN watched AS w USING (channel)
GROUP BY w.server
