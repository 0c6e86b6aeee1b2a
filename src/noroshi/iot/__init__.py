"""IoT: which devices are weak, whose are they, were they fixed? Not built yet."""
