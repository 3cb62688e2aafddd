"""Hands, Pose and FaceMesh of MediaPipe's Python package on the frames of a video."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# MediaPipe and its delegate write a line per model to stderr; what they would say of an error, the exception says.
os.environ.setdefault("GLOG_minloglevel", "3")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import cv2  # noqa: E402
import mediapipe  # noqa: E402
import numpy as np  # noqa: E402

from reference.sequences import HAND_POINTS, MOST_HANDS, Found  # noqa: E402

CONFIDENCE = 0.7

VERSIONS = f"mediapipe {mediapipe.__version__}, OpenCV {cv2.__version__}"


def decode(video: Path, most: int | None = None) -> Iterator[np.ndarray]:
    """The frames of a video as OpenCV decodes them, in RGB, at most so many."""
    capture = cv2.VideoCapture(str(video))
    try:
        frames = 0
        while most is None or frames < most:
            read, frame = capture.read()
            if not read:
                return
            frames += 1
            frame = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            frame.flags.writeable = False
            yield frame
    finally:
        capture.release()


def rate(video: Path) -> float:
    """Frames a second, as OpenCV reads it."""
    capture = cv2.VideoCapture(str(video))
    try:
        return float(capture.get(cv2.CAP_PROP_FPS))
    finally:
        capture.release()


class Solutions:
    """The three solutions with the settings of the original: video mode, at most two hands, refined face."""

    def __init__(self, threads: bool) -> None:
        """With threads each of the three works in its own on every frame; otherwise one after the other."""
        both = {"min_detection_confidence": CONFIDENCE, "min_tracking_confidence": CONFIDENCE}
        solutions = mediapipe.solutions
        self._hands = solutions.hands.Hands(max_num_hands=MOST_HANDS, **both)
        self._pose = solutions.pose.Pose(model_complexity=1, **both)
        self._face = solutions.face_mesh.FaceMesh(max_num_faces=1, refine_landmarks=True, **both)
        self._threads = ThreadPoolExecutor(3) if threads else None

    def process(self, frame: np.ndarray) -> Found:
        """What is in the next frame, uint8 (height, width, 3) in RGB."""
        solutions = (self._hands, self._pose, self._face)
        if self._threads:
            running = [self._threads.submit(solution.process, frame) for solution in solutions]
            hands, pose, face = (one.result() for one in running)
        else:
            hands, pose, face = (solution.process(frame) for solution in solutions)
        handedness = [hand.classification[0] for hand in hands.multi_handedness or ()]
        found = [_points(hand, 3) for hand in hands.multi_hand_landmarks or ()]
        return Found(
            np.array(found, np.float32).reshape(-1, HAND_POINTS, 3),
            np.array([one.index for one in handedness], np.int8),
            np.array([one.score for one in handedness], np.float32),
            _points(pose.pose_landmarks, 4) if pose.pose_landmarks else None,
            _points(face.multi_face_landmarks[0], 3) if face.multi_face_landmarks else None,
        )

    def reset(self) -> None:
        """Forgets the person: the next frame is the first of another video."""
        for solution in (self._hands, self._pose, self._face):
            solution.reset()

    def close(self) -> None:
        """Frees the graphs."""
        for solution in (self._hands, self._pose, self._face):
            solution.close()
        if self._threads:
            self._threads.shutdown()


def _points(landmarks: Any, channels: int) -> np.ndarray:
    rows = [(point.x, point.y, point.z, point.visibility)[:channels] for point in landmarks.landmark]
    return np.array(rows, np.float32)
