"""Pipelines and triggers on real data, as a user runs them."""
