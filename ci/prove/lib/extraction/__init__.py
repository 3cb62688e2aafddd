"""What the proofs of extraction as a job have in common."""
