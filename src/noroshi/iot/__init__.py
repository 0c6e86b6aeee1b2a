"""IoT: which devices of an authorised scope are weak, and what exactly are they?

`scope` says what may be asked and proves who allowed it; `sense` declares the only probes there
are; `analyse` names device, product and version from answers; `judge` adds known weaknesses.
Nothing in this room sends a packet.
"""
