"""What the proofs of serving have in common."""
