-- step: popular_ports
-- inputs: channels, clients
-- keys: srv_port, proto
--
-- How many servers the network uses on each port. Members of peer-to-peer swarms are left out:
-- their peers listen anywhere and would make every port look popular in a large network.
SELECT c.srv_port, c.proto,
    count(DISTINCT (c.srv_hi, c.srv_lo)) AS servers,
    count(DISTINCT (c.cli_hi, c.cli_lo)) AS clients
FROM channels AS c
JOIN clients AS k ON k.cli_hi = c.cli_hi AND k.cli_lo = c.cli_lo
WHERE c.outward AND c.answered > 0 AND k.odd_peers <= 20
    AND c.srv_port NOT IN (53, 80, 123, 443)  -- everybody's; nobody asks how many serve there
GROUP BY ALL
