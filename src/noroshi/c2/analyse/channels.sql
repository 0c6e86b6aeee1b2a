-- step: channels
-- inputs: turned
-- keys: cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto, outward
-- params: from_ms, slots_per_ms
--
-- One row per client, server, port and protocol: the heavy step, every record once.
-- `slots` is a bitmap of 63 equal parts of the window in which the two met.
-- Counters add up as doubles, exact to 2^53: sums of integers are kept in 128 bits, and the states
-- of so many groups, not the arithmetic, are what the step costs.
SELECT
    cli_hi, cli_lo, srv_hi, srv_lo, srv_port, proto, outward,
    count(*) AS records,
    count(*) FILTER (WHERE asks) AS asked,
    sum(answered::INTEGER)::BIGINT AS answered,
    count(*) FILTER (WHERE unfinished) AS unfinished,
    sum(up_octets::DOUBLE) AS up_octets,
    sum(down_octets::DOUBLE) AS down_octets,
    sum(up_packets::DOUBLE) AS up_packets,
    sum(down_packets::DOUBLE) AS down_packets,
    min(start_ms) AS first_ms,
    max(start_ms) AS last_ms,
    max(end_ms) AS end_ms,
    max(end_ms - start_ms) AS longest_ms,
    min(cli_port) AS cli_port_low,
    max(cli_port) AS cli_port_high,
    bit_or(1::BIGINT << ((start_ms - $from_ms) * $slots_per_ms)::INTEGER) AS slots
FROM turned
GROUP BY ALL
