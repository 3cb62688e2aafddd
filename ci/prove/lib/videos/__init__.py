"""Proofs of what becomes of videos of every kind. Needs the environment `ffmpeg`."""
