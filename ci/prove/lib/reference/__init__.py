"""The peer: MediaPipe's Python solutions, as the original system drove them. Needs the environment `mediapipe`."""
