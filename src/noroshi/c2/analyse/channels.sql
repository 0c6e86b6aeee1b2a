-- step: channels
-- inputs: turned, bounds
-- keys: cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto, outward
--
-- One row per client, server, port and protocol: the heavy step, every record once.
-- `slots` is a bitmap of 63 equal parts of the window in which the client asked.
SELECT
    cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto, outward,
    count(*) FILTER (WHERE asks) AS asked,
    count(*) FILTER (WHERE NOT asks) AS replies,
    count(*) FILTER (WHERE answered) AS answered,
    count(*) FILTER (WHERE lone_syn) AS lone_syns,
    sum(up_octets)::DOUBLE AS up_octets,
    sum(down_octets)::DOUBLE AS down_octets,
    sum(up_packets)::DOUBLE AS up_packets,
    sum(down_packets)::DOUBLE AS down_packets,
    sum(up_octets::DOUBLE * up_octets) AS up_octets_squared,
    min(start_ms) AS first_ms,
    max(start_ms) AS last_ms,
    max(end_ms) AS end_ms,
    max(end_ms - start_ms) AS longest_ms,
    min(cli_port) AS cli_port_low,
    max(cli_port) AS cli_port_high,
    max(sampling) AS sampling,
    bit_or(1::BIGINT << least(62, greatest(0, (start_ms - from_ms) // slot_ms))::INTEGER) AS slots
FROM turned, bounds
GROUP BY ALL
