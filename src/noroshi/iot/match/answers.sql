-- step: answers
-- inputs: asked, sessions
-- keys: place
-- params: skew_ms
--
-- One subscriber who held address and port within the skew of the clocks, and held them at the moment
-- itself, is a match. Several, or one at the edge of a session, are ambiguous. Who is not in the
-- answer has no session.
SELECT a.place,
    min(s.subscriber) <> max(s.subscriber) AS several,
    CASE WHEN min(s.subscriber) = max(s.subscriber) AND bool_or(s.start <= a.at AND a.at < s."end")
        THEN min(s.subscriber) END AS subscriber
FROM asked AS a JOIN sessions AS s
    ON a.hi = s.hi AND a.lo = s.lo
    AND s.start <= a.at + $skew_ms AND a.at - $skew_ms < s."end"
    AND a.port BETWEEN s.port_first AND s.port_last
    AND (s.psid_length = 0 OR (
        (s.psid_offset = 0 OR a.port >> (16 - s.psid_offset) > 0)
        AND ((a.port >> (16 - s.psid_offset - s.psid_length)) & ((1 << s.psid_length) - 1)) = s.psid))
GROUP BY a.place
