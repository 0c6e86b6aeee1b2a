-- step: edges
-- inputs: channels, fanout, clients, ports
-- keys: cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto
--
-- Channels from subscribers to the outside with what the client's other channels say about them:
-- is it one probe of a scan, has the server siblings in its own network that this client uses too,
-- does the client talk to many odd peers? A server's own network is its /24, over IPv6 its /48.
WITH sibling AS (
    SELECT cli_hi, cli_lo, srv_port, proto,
        CASE WHEN srv_hi = 0 THEN srv_lo >> 8 ELSE srv_hi >> 16 END AS net,
        count(*) AS servers
    FROM channels WHERE outward AND answered > 0 GROUP BY ALL
    HAVING count(*) > 1  -- one is what a missing row means; nearly all are one
)
SELECT k.client, c.cli_hi, c.cli_lo, c.srv_hi, c.srv_lo, c.srv_port, c.proto,
    c.asked, c.answered, c.up_octets, c.down_octets, c.up_packets, c.down_packets,
    c.first_ms, c.last_ms, c.end_ms, c.slots,
    greatest(c.asked, c.records - c.asked) AS contacts,
    CASE WHEN c.cli_port_low = c.cli_port_high THEN c.end_ms - c.first_ms ELSE c.longest_ms END AS session_ms,
    f.silent >= 10 AND f.silent * 2 > f.servers AS scanning,
    greatest(k.odd_peers - p.odd::INTEGER, 0) AS other_odd_peers,
    coalesce(s.servers, 1) AS siblings
FROM channels AS c
JOIN fanout AS f ON f.cli_hi = c.cli_hi AND f.cli_lo = c.cli_lo AND f.srv_port = c.srv_port AND f.proto = c.proto
JOIN clients AS k ON k.cli_hi = c.cli_hi AND k.cli_lo = c.cli_lo
JOIN ports AS p ON p.port = c.srv_port
LEFT JOIN sibling AS s ON s.cli_hi = c.cli_hi AND s.cli_lo = c.cli_lo AND s.srv_port = c.srv_port AND s.proto = c.proto
    AND s.net = CASE WHEN c.srv_hi = 0 THEN c.srv_lo >> 8 ELSE c.srv_hi >> 16 END
WHERE c.outward
