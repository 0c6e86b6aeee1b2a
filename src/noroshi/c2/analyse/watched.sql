-- step: watched
-- inputs: edges, suspects
-- keys: channel
--
-- Channels whose rhythm is worth measuring: the busiest twelve clients of each suspect.
SELECT row_number() OVER (ORDER BY server, cli_hi, cli_lo) - 1 AS channel, *
FROM (
    SELECT s.server, s.asked AS by_asking, e.cli_hi, e.cli_lo, e.srv_hi, e.srv_lo, e.srv_port, e.proto
    FROM edges AS e
    JOIN suspects AS s
        ON s.srv_hi = e.srv_hi AND s.srv_lo = e.srv_lo AND s.srv_port = e.srv_port AND s.proto = e.proto
    WHERE s.rhythmic AND e.contacts >= 6
    QUALIFY row_number() OVER (PARTITION BY s.server ORDER BY e.contacts DESC, e.cli_hi, e.cli_lo) <= 12
)
