-- step: clients
-- inputs: channels, fanout, ports, network
-- keys: client
--
-- What each subscriber does apart from any one server: symptoms and peer-to-peer habits.
-- Peers are far ends on ports of no usual service, except on ports that the subscriber sweeps.
WITH habit AS (
    SELECT cli_hi, cli_lo,
        count(*) AS servers,
        sum(asked) AS asked,
        max(CASE WHEN one_way AND end_ms > first_ms
            THEN up_packets * 1000.0 / greatest(end_ms - first_ms, 1000) ELSE 0 END) AS one_way_rate_pps,
        max(CASE WHEN one_way THEN up_packets ELSE 0 END) AS one_way_packets,
        sum(asked) FILTER (WHERE srv_port = 53) AS lookups,
        max(last_ms) FILTER (WHERE srv_port = 53) - min(first_ms) FILTER (WHERE srv_port = 53) AS lookups_span_ms
    FROM (  -- one way: handshakes never finished, or datagrams never answered, as in floods
        SELECT c.*,
            CASE WHEN c.proto = 6 THEN c.asked > 0 AND c.unfinished >= c.asked
                ELSE c.answered = 0 AND n.udp_answers_seen >= 0.5 END AS one_way
        FROM channels AS c CROSS JOIN network AS n
        WHERE c.outward
    )
    GROUP BY ALL
),
served AS (  -- peers that came to the subscriber and were answered
    SELECT c.srv_hi AS cli_hi, c.srv_lo AS cli_lo, count(*) AS odd_callers
    FROM channels AS c JOIN ports AS p ON p.port = c.srv_port
    WHERE NOT c.outward AND p.odd AND c.answered > 0
    GROUP BY ALL
),
sweep AS (
    SELECT f.cli_hi, f.cli_lo,
        coalesce(sum(f.servers) FILTER (WHERE p.odd AND f.servers <= 10), 0) AS odd_peers,
        coalesce(sum(f.spoken) FILTER (WHERE p.odd AND f.servers <= 10), 0) AS odd_answered,
        coalesce(max(f.silent) FILTER (WHERE f.silent * 2 > f.servers), 0) AS scanned,
        sum(f.silent) AS silent,
        coalesce(max(f.servers) FILTER (WHERE f.srv_port = 25 AND f.proto = 6), 0) AS mail_servers
    FROM fanout AS f JOIN ports AS p ON p.port = f.srv_port
    GROUP BY ALL
)
SELECT row_number() OVER (ORDER BY h.cli_hi, h.cli_lo) - 1 AS client,
    h.*, w.odd_peers + coalesce(s.odd_callers, 0) AS odd_peers, w.odd_answered,
    w.scanned, w.silent, w.mail_servers
FROM habit AS h
JOIN sweep AS w USING (cli_hi, cli_lo)
LEFT JOIN served AS s USING (cli_hi, cli_lo)
