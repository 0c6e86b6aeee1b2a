-- step: clients
-- inputs: channels, fanout, ports, network
-- keys: client
--
-- What each subscriber does apart from any one server: symptoms and peer-to-peer habits.
-- Peers are addresses on ports of no usual service, except on ports that the subscriber sweeps.
WITH asking AS (  -- one way: handshakes never finished, or datagrams never answered, as in floods
    SELECT c.*,
        CASE WHEN c.proto = 6 THEN c.asked > 0 AND c.unfinished >= c.asked
            ELSE c.answered = 0 AND n.udp_answers_seen >= 0.5 END AS one_way
    FROM channels AS c CROSS JOIN network AS n
    WHERE c.outward
),
habit AS (
    SELECT c.cli_hi, c.cli_lo,
        count(*) AS servers,
        sum(c.asked) AS asked,
        count(DISTINCT hash(c.srv_hi, c.srv_lo)) FILTER (WHERE p.odd AND f.servers <= 10) AS odd_peers,
        count(*) FILTER (WHERE p.odd AND f.servers <= 10 AND c.answered > 0) AS odd_answered,
        max(CASE WHEN c.one_way AND c.end_ms > c.first_ms
            THEN c.up_packets * 1000.0 / greatest(c.end_ms - c.first_ms, 1000) ELSE 0 END) AS one_way_rate_pps,
        max(CASE WHEN c.one_way THEN c.up_packets ELSE 0 END) AS one_way_packets,
        sum(c.asked) FILTER (WHERE c.srv_port = 53) AS lookups,
        max(c.last_ms) FILTER (WHERE c.srv_port = 53) - min(c.first_ms) FILTER (WHERE c.srv_port = 53) AS lookups_span_ms
    FROM asking AS c
    JOIN ports AS p ON p.port = c.srv_port
    JOIN fanout AS f ON f.cli_hi = c.cli_hi AND f.cli_lo = c.cli_lo AND f.srv_port = c.srv_port AND f.proto = c.proto
    GROUP BY ALL
),
served AS (  -- peers that came to the subscriber and were answered
    SELECT c.srv_hi AS cli_hi, c.srv_lo AS cli_lo, count(*) AS odd_callers
    FROM channels AS c JOIN ports AS p ON p.port = c.srv_port
    WHERE NOT c.outward AND p.odd AND c.answered > 0
    GROUP BY ALL
),
sweep AS (
    SELECT cli_hi, cli_lo,
        max(silent) FILTER (WHERE silent * 2 > servers) AS scanned,
        arg_max(srv_port, silent) FILTER (WHERE silent * 2 > servers) AS scanned_port,
        sum(silent) AS silent,
        max(servers) FILTER (WHERE srv_port = 25 AND proto = 6) AS mail_servers
    FROM fanout GROUP BY ALL
)
SELECT row_number() OVER (ORDER BY h.cli_hi, h.cli_lo) - 1 AS client,
    h.* REPLACE (h.odd_peers + coalesce(s.odd_callers, 0) AS odd_peers),
    coalesce(w.scanned, 0) AS scanned, w.scanned_port, w.silent, coalesce(w.mail_servers, 0) AS mail_servers
FROM habit AS h
JOIN sweep AS w USING (cli_hi, cli_lo)
LEFT JOIN served AS s USING (cli_hi, cli_lo)
