"""What scikit-learn, NumPy and SciPy say of predictions."""

import warnings
from dataclasses import dataclass

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

BINS = 15
CONFIDENCE = 0.95
TOP = 5

# That there are many classes, and that rounding takes a little from a sum of 1, is so on purpose.
warnings.filterwarnings("ignore", module="sklearn")


@dataclass(frozen=True)
class Predictions:
    """Of each example its class, the class predicted and its probability; scores where all probabilities are known."""

    label: np.ndarray
    predicted: np.ndarray
    confidence: np.ndarray
    truth: np.ndarray
    classes: int
    top5: float

    @staticmethod
    def of(probabilities: np.ndarray, label: np.ndarray) -> "Predictions":
        """From all probabilities."""
        rows = np.arange(len(label))
        predicted = probabilities.argmax(axis=1)
        return Predictions(
            label,
            predicted,
            probabilities[rows, predicted],
            probabilities[rows, label],
            probabilities.shape[1],
            _top5(probabilities, label),
        )


def _top5(probabilities: np.ndarray, label: np.ndarray) -> float:
    """Of equals scikit-learn takes the highest class first, and argmax the lowest: with the classes turned both agree."""
    classes = probabilities.shape[1]
    if classes <= TOP:
        return 1.0
    turned = np.ascontiguousarray(probabilities[:, ::-1])
    return float(metrics.top_k_accuracy_score(classes - 1 - label, turned, k=TOP, labels=range(classes)))


def single_values(of: Predictions) -> dict[str, float]:
    """By our names."""
    found = {
        "examples": len(of.label),
        "loss": _log_loss(of.truth),
        "accuracy": metrics.accuracy_score(of.label, of.predicted),
        "top5_accuracy": of.top5,
        "expected_calibration_error": _calibration_error(of),
    }
    for average in ("macro", "weighted"):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            of.label, of.predicted, average=average, zero_division=0
        )
        found |= {f"{average}_precision": precision, f"{average}_recall": recall, f"{average}_f1": f1}
    return {name: float(value) for name, value in found.items()}


def _log_loss(truth: np.ndarray) -> float:
    """Of the probability of the truth alone: which other classes share the rest does not matter."""
    two = np.stack([1 - truth.astype(np.float32), truth.astype(np.float32)], axis=1)
    return float(metrics.log_loss(np.ones(len(truth), dtype=int), two, labels=[0, 1]))


def _calibration_error(of: Predictions) -> float:
    """NumPy's digitize, bins open below as in the paper."""
    confidence = of.confidence.astype(np.float64)
    right = of.label == of.predicted
    place = np.digitize(confidence, np.linspace(0, 1, BINS + 1)[1:-1], right=True)
    return sum(
        abs(confidence[place == one].mean() - right[place == one].mean()) * (place == one).mean()
        for one in np.unique(place)
    )


def by_class(of: Predictions) -> np.ndarray:
    """[classes][precision, recall, F1, support]."""
    return np.stack(
        metrics.precision_recall_fscore_support(
            of.label, of.predicted, labels=range(of.classes), average=None, zero_division=0
        ),
        axis=1,
    ).astype(float)


def confusion(of: Predictions) -> np.ndarray:
    """[truth][prediction]."""
    return metrics.confusion_matrix(of.label, of.predicted, labels=range(of.classes))


def reliability(of: Predictions) -> np.ndarray:
    """[bins with predictions][confidence, accuracy]."""
    accuracy, confidence = calibration_curve(
        of.label == of.predicted, of.confidence.astype(np.float64).clip(0, 1), n_bins=BINS, strategy="uniform"
    )
    return np.stack([confidence, accuracy], axis=1)


def interval(of: Predictions) -> tuple[float, float, float]:
    """Where the middle of all draws lies, exactly, and how far chance may move its ends in some thousand draws."""
    count, right = len(of.label), int((of.label == of.predicted).sum())
    drawn = stats.binom(count, right / count)
    ends = [drawn.ppf((1 + sign * CONFIDENCE) / 2) / count for sign in (-1, 1)]
    return ends[0], ends[1], 1 / count + 0.2 * drawn.std() / count
