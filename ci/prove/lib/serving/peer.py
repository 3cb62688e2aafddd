"""The peer: FastAPI and TensorFlow with the same SavedModel, as the original system served its Keras model.

Run as: peer.py SAVED_MODEL PORT. One process, one model, as the original; the model is called as a compiled function
(the original's direct call of a Keras model is slower).
"""

import sys
from pathlib import Path

import numpy as np
import tensorflow as tf
import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class LandmarkRequest(BaseModel):
    """What is asked."""

    landmarks: list[list[list[float]]]
    top_n: int = 5


def app(saved_model: Path) -> FastAPI:
    """The service."""
    predictor = tf.saved_model.load(str(saved_model)).signatures["serving_default"]
    glosses = (saved_model / "assets.extra" / "labels.txt").read_text(encoding="utf-8").splitlines()
    service = FastAPI()

    @service.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy"}

    @service.post("/predict")
    async def predict(request: LandmarkRequest) -> dict[str, object]:
        landmarks = np.array(request.landmarks, dtype=np.float32)
        if landmarks.ndim != 3 or landmarks.shape[2] != 3:
            raise HTTPException(status_code=400, detail="Landmarks must have shape (frames, landmarks, 3)")
        mask = np.ones((1, len(landmarks)), dtype=np.float32)
        answer = predictor(landmarks=tf.constant(landmarks[None]), mask=tf.constant(mask))
        scores = answer["probabilities"].numpy()[0]
        best = np.argsort(scores)[-request.top_n :][::-1]
        return {"predictions": [{"gloss": glosses[i], "score": float(scores[i])} for i in best]}

    return service


if __name__ == "__main__":
    uvicorn.run(app(Path(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
