"""What the programs about training have in common."""
