-- step: clients
-- inputs: channels, fanout, ports
-- keys: cli_hi, cli_lo
--
-- What each subscriber does apart from any one server: symptoms and peer-to-peer habits.
WITH habit AS (
    SELECT c.cli_hi, c.cli_lo,
        count(*) AS servers,
        sum(c.asked) AS asked,
        bit_or(c.slots) AS slots,
        count(*) FILTER (WHERE p.odd AND c.answered > 0 AND c.proto = 6) AS odd_tcp,
        count(*) FILTER (WHERE p.odd AND c.answered > 0 AND c.proto = 17) AS odd_udp,
        max(CASE WHEN c.answered = 0 AND c.end_ms > c.first_ms THEN c.up_packets * 1000.0 / greatest(c.end_ms - c.first_ms, 1000) ELSE 0 END) AS one_way_rate_pps,
        max(CASE WHEN c.answered = 0 THEN c.up_packets ELSE 0 END) AS one_way_packets,
        sum(c.asked) FILTER (WHERE c.srv_port = 53) AS lookups,
        (max(c.last_ms) FILTER (WHERE c.srv_port = 53) - min(c.first_ms) FILTER (WHERE c.srv_port = 53)) AS lookups_span_ms
    FROM channels AS c JOIN ports AS p ON p.port = c.srv_port
    WHERE c.outward
    GROUP BY ALL
),
fan AS (
    SELECT cli_hi, cli_lo,
        max(silent) FILTER (WHERE silent * 2 > servers) AS scanned,
        arg_max(srv_port, silent) FILTER (WHERE silent * 2 > servers) AS scanned_port,
        count(*) FILTER (WHERE silent >= 10 AND silent * 2 > servers) AS scanned_ports,
        sum(silent) AS silent,
        max(servers) FILTER (WHERE srv_port = 25 AND proto = 6) AS mail_servers
    FROM fanout GROUP BY ALL
)
SELECT row_number() OVER (ORDER BY cli_hi, cli_lo) - 1 AS client, h.*, coalesce(f.scanned, 0) AS scanned, f.scanned_port, coalesce(f.scanned_ports, 0) AS scanned_ports, f.silent, coalesce(f.mail_servers, 0) AS mail_servers
FROM habit AS h JOIN fan AS f USING (cli_hi, cli_lo)
