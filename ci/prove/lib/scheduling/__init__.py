"""What the proof of GPU scheduling is made of."""
