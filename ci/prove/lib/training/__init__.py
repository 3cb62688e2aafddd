"""Training beside Keras: the same network, the same steps, the same data."""
