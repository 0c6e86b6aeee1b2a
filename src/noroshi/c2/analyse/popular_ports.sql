-- step: popular_ports
-- inputs: channels, fanout
-- keys: srv_port, proto
--
-- How many servers the whole network uses on each port, scans left out.
SELECT c.srv_port, c.proto, count(DISTINCT (c.srv_hi, c.srv_lo)) AS servers, count(DISTINCT (c.cli_hi, c.cli_lo)) AS clients
FROM channels AS c
WHERE c.outward AND c.answered > 0
GROUP BY ALL
