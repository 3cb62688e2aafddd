"""The peer: MediaPipe's Python solutions, driven as the original system drove them. Needs the environment `mediapipe`."""
