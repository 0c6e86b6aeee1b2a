-- step: fanout
-- inputs: channels, network
-- keys: cli_hi, cli_lo, srv_port, proto
--
-- How many servers each subscriber tried on each port, and how many gave nothing: a scanner shows
-- as one port, many servers, most of them silent or refusing. Over TCP that is a handshake the
-- client never finished; UDP counts as silent only where the network's export shows answers at all.
SELECT
    cli_hi, cli_lo, srv_port, proto,
    count(*) AS servers,
    count(*) FILTER (WHERE answered > 0) AS spoken,
    count(*) FILTER (WHERE CASE WHEN proto = 6 THEN unfinished > 0 AND unfinished >= asked ELSE answered = 0 AND udp_answers_seen >= 0.5 END) AS silent
FROM channels, network
WHERE outward
GROUP BY ALL
