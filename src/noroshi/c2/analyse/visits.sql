-- step: visits
-- inputs: turned_met, watched
-- keys:
--
-- Second look at the flows, watched channels only: every contact with its time and size.
SELECT w.channel, t.start_ms, t.up_octets, t.down_octets, t.end_ms - t.start_ms AS duration_ms
FROM turned_met AS t
JOIN watched AS w
    ON w.srv_lo = t.srv_lo AND w.cli_lo = t.cli_lo AND w.srv_port = t.srv_port
    AND w.srv_hi = t.srv_hi AND w.cli_hi = t.cli_hi AND w.proto = t.proto
WHERE t.outward AND (t.asks OR NOT w.by_asking)
