-- step: links
-- inputs: edges, suspects
-- keys: client, server
--
-- Who talks to which suspect, by row numbers; `probe` marks one touch of a scan.
SELECT e.client, s.server, e.contacts, e.scanning AND e.contacts <= 6 AS probe
FROM edges AS e
JOIN suspects AS s
    ON s.srv_hi = e.srv_hi AND s.srv_lo = e.srv_lo AND s.srv_port = e.srv_port AND s.proto = e.proto
