"""One made day through the whole product."""
