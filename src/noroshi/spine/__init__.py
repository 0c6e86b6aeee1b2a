"""What all four capabilities stand on: words, engine, store, network, flows."""
