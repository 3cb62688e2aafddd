"""What ci/prove/notebooks and the test of the committed notebooks have in common."""
