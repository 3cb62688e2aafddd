"""What the proof of faults is made of."""
