-- step: visits
-- inputs: flows, watched
-- keys:
-- params: from_ms, to_ms
--
-- Second look at the flows, watched channels only: every contact with its time and size. A contact is
-- a record from the client, or one that a tool stitched the other way round; where only the server's
-- half is exported, that half.
SELECT w.channel, epoch_ms(f.flowStartMilliseconds) AS start_ms,
    f.octetDeltaCount AS up_octets, coalesce(f.reverseOctetDeltaCount, 0) AS down_octets,
    epoch_ms(f.flowEndMilliseconds) - epoch_ms(f.flowStartMilliseconds) AS duration_ms
FROM flows AS f
JOIN watched AS w
    ON w.cli_lo = f.sourceAddressLo AND w.srv_lo = f.destinationAddressLo
    AND w.srv_port = f.destinationTransportPort AND w.proto = f.protocolIdentifier
    AND w.cli_hi = f.sourceAddressHi AND w.srv_hi = f.destinationAddressHi
WHERE w.by_asking
    AND f.flowStartMilliseconds >= make_timestamp_ms($from_ms)
    AND f.flowStartMilliseconds < make_timestamp_ms($to_ms)
UNION ALL
SELECT w.channel, epoch_ms(f.flowStartMilliseconds),
    coalesce(f.reverseOctetDeltaCount, 0), f.octetDeltaCount,
    epoch_ms(f.flowEndMilliseconds) - epoch_ms(f.flowStartMilliseconds)
FROM flows AS f
JOIN watched AS w
    ON w.cli_lo = f.destinationAddressLo AND w.srv_lo = f.sourceAddressLo
    AND w.srv_port = f.sourceTransportPort AND w.proto = f.protocolIdentifier
    AND w.cli_hi = f.destinationAddressHi AND w.srv_hi = f.sourceAddressHi
WHERE (f.reverseOctetDeltaCount IS NOT NULL OR NOT w.by_asking)
    AND f.flowStartMilliseconds >= make_timestamp_ms($from_ms)
    AND f.flowStartMilliseconds < make_timestamp_ms($to_ms)
