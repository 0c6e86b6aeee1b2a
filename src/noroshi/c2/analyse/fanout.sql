-- step: fanout
-- inputs: channels, network
-- keys: cli_hi, cli_lo, srv_port, proto
--
-- How many servers each subscriber tried on each port, and how many stayed silent: a scanner
-- shows as one port, many servers, most of them silent. UDP counts as silent only where the
-- network's export shows answers at all.
SELECT
    cli_hi, cli_lo, srv_port, proto,
    count(*) AS servers,
    count(*) FILTER (WHERE answered = 0 AND (proto = 6 OR udp_answers_seen >= 0.5)) AS silent,
    sum(asked) AS asked,
    sum(lone_syns) AS lone_syns
FROM channels, network
WHERE outward
GROUP BY ALL
