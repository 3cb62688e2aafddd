"""What the proof of scaling is made of."""
