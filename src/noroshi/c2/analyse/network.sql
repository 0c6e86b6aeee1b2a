-- step: network
-- inputs: channels, clients, fanout
-- keys:
--
-- The whole network in one row: how many subscribers, and how much of the answers is visible
-- (one where both directions are seen, near zero where an exporter gives one direction only).
SELECT
    (SELECT count(*) FROM clients) AS subscribers,
    count(*) FILTER (WHERE answered > 0 AND proto = 6 AND srv_port IN (80, 443)) / greatest(count(*) FILTER (WHERE proto = 6 AND srv_port IN (80, 443)), 1) AS tcp_answers_seen,
    count(*) FILTER (WHERE answered > 0 AND proto = 17 AND srv_port IN (53, 123, 443)) / greatest(count(*) FILTER (WHERE proto = 17 AND srv_port IN (53, 123, 443)), 1) AS udp_answers_seen,
    count(*) FILTER (WHERE down_octets > 0 AND proto = 6 AND answered > 0) / greatest(count(*) FILTER (WHERE proto = 6 AND answered > 0), 1) AS replies_seen,
    coalesce(median((up_packets + down_packets) / greatest(asked, replies)) FILTER (WHERE proto = 6 AND answered > 0 AND srv_port IN (80, 443)), 0) AS packets_typical,
    coalesce(max(sampling), 1) AS sampling
FROM channels
WHERE outward
