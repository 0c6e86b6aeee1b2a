-- step: edges
-- inputs: channels, fanout, clients, ports
-- keys: cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto
--
-- Channels from subscribers to the outside with what the client's other channels say about them:
-- is it one probe of a scan, has the server siblings in its own network that this client uses too,
-- does the client talk to many odd peers? A server's own network is its /24, over IPv6 its /48.
-- The side tables hold only what differs from the usual (no scan, one sibling, one odd port).
WITH sibling AS (
    SELECT cli_hi, cli_lo, srv_port, proto,
        CASE WHEN srv_hi = 0 THEN srv_lo >> 8 ELSE srv_hi >> 16 END AS net,
        count(*) AS servers
    FROM channels WHERE outward AND answered > 0 GROUP BY ALL
    HAVING count(*) > 1
),
scan AS (
    SELECT cli_hi, cli_lo, srv_port, proto FROM fanout WHERE silent >= 10 AND silent * 2 > servers
),
several AS (  -- odd ports of one server that one client uses: not other peers
    SELECT c.cli_hi, c.cli_lo, c.srv_hi, c.srv_lo, count(*) AS odd_ports
    FROM channels AS c JOIN ports AS p ON p.port = c.srv_port
    WHERE c.outward AND p.odd GROUP BY ALL
    HAVING count(*) > 1
)
SELECT k.client, c.cli_hi, c.cli_lo, c.srv_hi, c.srv_lo, c.srv_port, c.proto,
    c.asked, c.answered, c.up_octets, c.down_octets, c.up_packets, c.down_packets,
    c.first_ms, c.last_ms, c.end_ms, c.slots,
    greatest(c.asked, c.records - c.asked) AS contacts,
    CASE WHEN c.cli_port_low = c.cli_port_high THEN c.end_ms - c.first_ms ELSE c.longest_ms END AS session_ms,
    x.srv_port IS NOT NULL AS scanning,
    greatest(k.odd_peers - coalesce(m.odd_ports, p.odd::INTEGER), 0) AS other_odd_peers,
    coalesce(s.servers, 1) AS siblings
FROM channels AS c
JOIN clients AS k ON k.cli_hi = c.cli_hi AND k.cli_lo = c.cli_lo
JOIN ports AS p ON p.port = c.srv_port
LEFT JOIN scan AS x ON x.cli_hi = c.cli_hi AND x.cli_lo = c.cli_lo AND x.srv_port = c.srv_port AND x.proto = c.proto
LEFT JOIN several AS m ON m.cli_hi = c.cli_hi AND m.cli_lo = c.cli_lo AND m.srv_hi = c.srv_hi AND m.srv_lo = c.srv_lo
LEFT JOIN sibling AS s ON s.cli_hi = c.cli_hi AND s.cli_lo = c.cli_lo AND s.srv_port = c.srv_port AND s.proto = c.proto
    AND s.net = CASE WHEN c.srv_hi = 0 THEN c.srv_lo >> 8 ELSE c.srv_hi >> 16 END
WHERE c.outward
