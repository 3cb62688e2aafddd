"""Proofs of landmark extraction. Needs the environment `mediapipe`."""
