-- step: daily_exporters
-- inputs: daily_flows
-- keys: exporter
-- One row an exporter: what it saw, at which sampling, of how many subscribers; for figures of the
-- programme and for telling whether a day was whole.
SELECT
    exporter,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    min(lowest_interval) AS lowest_sampling_interval,
    max(highest_interval) AS highest_sampling_interval,
    min(least_certain)::UTINYINT AS sampling_source,
    count(*) FILTER (subscriber_hi IS NOT NULL) AS subscribers,
    sum(flows)::BIGINT AS flows,
    sum(packets)::BIGINT AS packets,
    sum(octets)::BIGINT AS octets,
    sum(scaled_packets)::BIGINT AS scaled_packets,
    sum(scaled_octets)::BIGINT AS scaled_octets
FROM (
    SELECT
        exporter,
        CASE WHEN subscriberSide IN (1, 3) THEN sourceAddressHi WHEN subscriberSide = 2 THEN destinationAddressHi END AS subscriber_hi,
        CASE WHEN subscriberSide IN (1, 3) THEN sourceAddressLo WHEN subscriberSide = 2 THEN destinationAddressLo END AS subscriber_lo,
        min(flowStartMilliseconds) AS first_seen,
        max(flowStartMilliseconds) AS last_seen,
        min(samplingInterval) AS lowest_interval,
        max(samplingInterval) AS highest_interval,
        min(samplingSource) AS least_certain,
        count(*) AS flows,
        sum(packets) AS packets,
        sum(octets) AS octets,
        sum(packets * samplingInterval) AS scaled_packets,
        sum(octets * samplingInterval) AS scaled_octets
    FROM daily_flows
    GROUP BY ALL
)
GROUP BY exporter
ORDER BY exporter
