-- step: network
-- inputs: channels, flows
-- keys:
--
-- The whole network in one row: how many subscribers, and how much of the answers is visible
-- (near one where both directions are seen, near zero where an exporter gives one direction only).
SELECT
    count(DISTINCT (cli_hi, cli_lo)) AS subscribers,
    coalesce(avg((answered > 0)::INTEGER) FILTER (WHERE proto = 6 AND srv_port IN (80, 443)), 1) AS tcp_answers_seen,
    coalesce(avg((answered > 0)::INTEGER) FILTER (WHERE proto = 17 AND srv_port IN (53, 123, 443)), 1) AS udp_answers_seen,
    coalesce(avg((down_octets > 0)::INTEGER) FILTER (WHERE proto = 6 AND answered > 0), 1) AS replies_seen,
    coalesce(median((up_packets + down_packets) / greatest(asked, records - asked)) FILTER (WHERE proto = 6 AND answered > 0 AND srv_port IN (80, 443)), 6) AS packets_typical,
    (SELECT coalesce(max(samplingInterval), 1) FROM flows) AS sampling
FROM channels
WHERE outward
