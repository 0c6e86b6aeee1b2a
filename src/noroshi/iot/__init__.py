"""IoT: which devices of an authorised scope are weak, and what exactly are they?

`scope` says what may be asked and proves who allowed it; `sense` declares the only probes there
are; `survey` asks them, behind one boundary; `analyse` names device, product and version, and whose
address it is; `judge` adds known weaknesses; `report` tells each operator; `match` names, at the
operator, the line behind it; `evaluate` says whether telling helped.
"""
