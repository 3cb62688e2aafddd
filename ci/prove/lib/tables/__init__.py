"""What the proofs about tables have in common, and their figures."""
