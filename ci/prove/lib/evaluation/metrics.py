"""Our metrics and scikit-learn's, on probabilities of real clips and on hostile ones."""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

from evaluation import peers
from proof import Proof

MOST = 1e-9
HANDS = ("wlasl-hands", "wlasl2000_hands_trainval_f16.npz")
PARTS = 4


def measure(proof: Proof) -> None:
    """Writes predictions, has our metrics judge them, and compares."""
    with proof.temporary() as folder:
        cases = _cases(proof)
        broken = _broken()
        for name, (probabilities, label) in (cases | broken).items():
            np.savez(
                folder / f"{name}.npz",
                probabilities=probabilities.astype(np.float32),
                label=label.astype(np.int32),
                classes=np.array([probabilities.shape[1]], dtype=np.int32),
            )
        command = proof.java("org.pose2gloss.benchmarks.evaluation.EvaluationFigures", folder)
        proof.processes.run(command, name="figures", seconds=600)
        rows = []
        for name, (probabilities, label) in cases.items():
            ours = _read(folder / f"{name}.json")
            of = peers.Predictions.of(probabilities.astype(np.float32), label)
            rows.append(_compare(proof, name.replace("-", " "), ours, of))
        for name in broken:
            refused = "refused" in _read(folder / f"{name}.json")
            proof.yes(f"{name.replace('-', ' ')}: refused with a sentence", refused)
    proof.table(
        "Predictions that were judged by both",
        ("predictions", "examples", "classes", "accuracy", "top-5", "loss", "macro F1", "calibration error"),
        rows,
        readme=False,
    )
    proof.note(
        f"scikit-learn {sklearn.__version__}, zero_division=0. Its log_loss of float32 keeps probabilities 2^-23 away"
        " from 0 and 1, and so does ours. Of equal probabilities we take the lowest class first, as argmax does;"
        " top_k_accuracy_score takes the highest, so it is asked with the classes turned round. The interval is compared"
        " with the exact quantiles of a binomial distribution, to which resampling comes as near as chance lets it."
    )


def _read(file: Path) -> dict:
    return json.loads(file.read_text(encoding="utf-8"))


def _compare(proof: Proof, title: str, ours: dict, of: peers.Predictions) -> list[str]:
    bins = [[one["confidence"], one["accuracy"]] for one in ours["calibration"] if one["count"]]
    pairs = {
        "metrics": (values(ours["metrics"]), values(peers.single_values(of))),
        "per gloss": (table(ours["classes"]), peers.by_class(of)),
        "confusion": (square(ours["confusion_matrix"], of.classes), peers.confusion(of)),
        "reliability": (np.array(bins), peers.reliability(of)),
    }
    figures = sum(theirs.size for _, theirs in pairs.values())
    largest = max(furthest(*pair) for pair in pairs.values())
    proof.figure(
        f"{title}: {figures:,} figures and cells, largest difference", largest, f"<= {MOST:g}", largest <= MOST
    )
    compare_interval(proof, title, ours["interval"]["lower"], ours["interval"]["upper"], of)
    found = ours["metrics"]
    shown = [found[name] for name in ("accuracy", "top5_accuracy", "loss", "macro_f1", "expected_calibration_error")]
    return [title, str(len(of.label)), str(of.classes), *(f"{value:.4f}" for value in shown)]


def compare_interval(proof: Proof, title: str, lower: float, upper: float, of: peers.Predictions) -> None:
    """The ends of our interval and those that endless draws would give."""
    exact_lower, exact_upper, chance = peers.interval(of)
    apart = max(abs(lower - exact_lower), abs(upper - exact_upper))
    proof.at_most(f"{title}: interval, distance from the exact one", apart, chance)


def square(cells: list[dict], classes: int) -> np.ndarray:
    """[truth][prediction] of our list of what occurs."""
    counts = np.zeros((classes, classes), dtype=int)
    for cell in cells:
        counts[cell["label"], cell["predicted"]] = cell["count"]
    return counts


def values(named: dict[str, float]) -> np.ndarray:
    """Values in the order of their names."""
    return np.array([named[name] for name in sorted(named)])


def table(scores: list[dict]) -> np.ndarray:
    """[classes][precision, recall, F1, support] of our records."""
    return np.array([[score[name] for name in ("precision", "recall", "f1", "support")] for score in scores])


def furthest(one: np.ndarray, other: np.ndarray) -> float:
    """Largest difference; infinite where there are not as many."""
    return float(np.abs(one - other).max()) if one.shape == other.shape else float("inf")


def _cases(proof: Proof) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Probabilities and classes by name."""
    cases = {}
    for glosses in (100,) if proof.quick else (100, 300, 2000):
        proof.say(f"scikit-learn learns {glosses} glosses")
        cases[f"wlasl{glosses}"] = _real(proof, glosses)
    probabilities, label = cases["wlasl100"]
    rng = np.random.default_rng(3)

    without = label != 3
    cases["class-without-support"] = probabilities[without], label[without]
    never = probabilities.copy()
    never[:, 7] = 0
    cases["class-never-predicted"] = _normal(never), label
    neither = never[label != 7]
    cases["class-in-neither"] = _normal(neither), label[label != 7]
    coarse = np.ceil(probabilities * 8)
    cases["ties"] = _normal(coarse), label
    cases["all-equal"] = np.full_like(probabilities, 1 / probabilities.shape[1]), label
    certain = np.zeros_like(probabilities)
    certain[np.arange(len(label)), np.where(rng.random(len(label)) < 0.5, label, (label + 1) % 100)] = 1
    cases["certain-and-half-wrong"] = certain, label
    wrong = probabilities.copy()
    wrong[np.arange(len(label)), label] = 0
    cases["all-wrong"] = _normal(wrong), label
    cases["one-example"] = probabilities[:1], label[:1]
    two = probabilities[:, :2] + 1e-3
    cases["two-classes"] = _normal(two), rng.integers(2, size=len(label))
    return cases


def _broken() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """What is no prediction."""
    none = np.array([[np.nan, 0.5, 0.5]])
    return {
        "no-number": (none, np.array([1])),
        "logits": (np.array([[2.5, -1.0, 0.3]]), np.array([0])),
        "label-outside": (np.array([[0.2, 0.3, 0.5]]), np.array([3])),
        "no-examples": (np.zeros((0, 3)), np.zeros(0, dtype=int)),
    }


def _normal(values: np.ndarray) -> np.ndarray:
    return values / values.sum(axis=1, keepdims=True)


def _real(proof: Proof, glosses: int) -> tuple[np.ndarray, np.ndarray]:
    """What a simple model, trained on the official training clips, says of the validation clips."""
    archive = np.load(proof.data(*HANDS))
    chosen = np.flatnonzero(archive["label"] < glosses)
    features = np.stack(_features(archive, chosen))
    label, train = archive["label"][chosen], archive["split"][chosen] == "train"
    features = (features - features[train].mean(axis=0)) / (features[train].std(axis=0) + 1e-6)
    model = LogisticRegression(C=0.01, max_iter=200) if glosses <= 300 else GaussianNB(var_smoothing=1.0)
    model.fit(features[train], label[train])
    answers = model.predict_proba(features[~train])
    probabilities = np.zeros((len(answers), glosses))
    probabilities[:, model.classes_] = answers
    return probabilities, label[~train].astype(int)


def _features(archive: np.lib.npyio.NpzFile, chosen: np.ndarray) -> list[np.ndarray]:
    """Of each clip the mean place of every hand point in each quarter of its frames."""
    landmarks, seen, offsets = archive["landmarks"], archive["mask"], archive["offsets"]
    found = []
    for clip in chosen:
        frames = np.arange(offsets[clip], offsets[clip + 1])
        quarters = []
        for part in np.array_split(frames, PARTS):
            points = landmarks[part].astype(np.float64)
            points[~seen[part]] = 0
            quarters.append(points.sum(axis=0) / np.maximum(seen[part].sum(axis=0), 1)[:, None, None])
        found.append(np.stack(quarters).ravel())
    return found
