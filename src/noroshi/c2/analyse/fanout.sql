-- step: fanout
-- inputs: channels
-- keys: cli_hi, cli_lo, srv_port, proto
--
-- How many servers each subscriber tried on each port, and how many stayed silent: a scanner
-- shows as one port, many servers, most of them silent.
SELECT
    cli_hi, cli_lo, srv_port, proto,
    count(*) AS servers,
    count(*) FILTER (WHERE answered = 0) AS silent,
    sum(asked) AS asked,
    sum(lone_syns) AS lone_syns
FROM channels
WHERE outward
GROUP BY ALL
