-- step: servers
-- inputs: edges, popular_ports, channels
-- keys: srv_hi, srv_lo, srv_port, proto
--
-- One row per server, port and protocol: everything that needs no second look at the flows.
-- What is typical of its clients is a geometric mean: as steady as a median against one loud client,
-- and it adds up, where a median of many small groups must keep every value.
WITH callers AS (  -- outside addresses that themselves ask subscribers
    SELECT cli_hi AS srv_hi, cli_lo AS srv_lo, count(*) AS called, sum(asked) AS calls
    FROM channels WHERE NOT outward GROUP BY ALL
)
SELECT
    row_number() OVER (ORDER BY e.srv_hi, e.srv_lo, e.srv_port, e.proto) - 1 AS server,
    e.srv_hi, e.srv_lo, e.srv_port, e.proto,
    count(*) AS clients,
    count(*) FILTER (WHERE e.scanning AND e.contacts <= 6) AS scan_clients,
    sum(e.contacts) AS contacts,
    max(e.contacts) AS contacts_most,
    exp(avg(ln(greatest(e.contacts, 1)))) AS contacts_typical,
    sum(e.answered) AS answered,
    sum(e.asked) AS asked,
    sum(e.up_octets) AS up_octets, sum(e.down_octets) AS down_octets,
    sum(e.up_packets) AS up_packets, sum(e.down_packets) AS down_packets,
    min(e.first_ms) AS first_ms, max(e.last_ms) AS last_ms, max(e.end_ms) AS end_ms,
    max(e.session_ms) AS session_ms,
    exp(avg(ln(1 + greatest(e.session_ms, 0)))) - 1 AS session_typical_ms,
    max(bit_count(e.slots)) AS slots_most,
    exp(avg(ln(1 + e.other_odd_peers))) - 1 AS odd_peers,
    exp(avg(ln(e.siblings))) AS siblings,
    any_value(q.servers) AS port_servers,
    any_value(q.clients) AS port_clients,
    coalesce(any_value(a.called), 0) AS called
FROM edges AS e
LEFT JOIN popular_ports AS q ON q.srv_port = e.srv_port AND q.proto = e.proto
LEFT JOIN callers AS a ON a.srv_hi = e.srv_hi AND a.srv_lo = e.srv_lo
GROUP BY e.srv_hi, e.srv_lo, e.srv_port, e.proto
