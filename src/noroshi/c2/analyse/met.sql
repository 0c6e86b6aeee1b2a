-- step: met
-- kind: view
-- inputs: flows, watched
-- keys:
--
-- Records between two ends that are watched, whichever end asked: a superset, as only the low halves
-- of the addresses are compared. It spares the second look the telling of roles for all the rest.
SELECT f.*
FROM flows AS f
SEMI JOIN watched AS w
    ON least(w.cli_lo, w.srv_lo) = least(f.sourceAddressLo, f.destinationAddressLo)
    AND greatest(w.cli_lo, w.srv_lo) = greatest(f.sourceAddressLo, f.destinationAddressLo)
