"""What the proof of ingest measures with."""
