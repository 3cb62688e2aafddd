"""What the programs about the model registry have in common."""
