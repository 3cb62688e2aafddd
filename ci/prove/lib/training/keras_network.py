"""The network of the published recogniser, written with Keras' own layers, and our weights for it.

Layers are named as our variables begin, so that a checkpoint of ours says by name what belongs where.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

POINTS, CLASSES = 180, 100
FEATURES = 3 * POINTS
PARAMETERS, NOT_TRAINABLE = 1_748_098, 6_528

WIDTH, WIDE, HEADS, DEPTH = 192, 384, 4, 48
GROUPS, BLOCKS = 2, 3
KERNEL, CHANNEL_ATTENTION_KERNEL = 17, 5
MOMENTUM = 0.95
RATE, DECAY = 1e-3, 0.004

# Masks are handed to every layer that takes one; that none travels through the others is meant.
warnings.filterwarnings("ignore", message=".*destroy the mask information.*")


class Network:
    """The layers, one after the other; masked says whether padding is told to the layers that can leave it out."""

    def __init__(self, masked: bool, dropout: float, head_dropout: float, classes: int = CLASSES) -> None:
        self._masked = masked
        self._dropout = dropout
        self._head_dropout = head_dropout
        self._classes = classes

    def model(self) -> keras.Model:
        """From frames [batch, time, 540] (and mask [batch, time], true where real) to logits [batch, classes]."""
        frames = keras.Input((None, FEATURES), name="frames")
        mask = keras.Input((None,), dtype="bool", name="mask") if self._masked else None
        x = keras.layers.Dense(WIDTH, use_bias=False, name="stem")(frames)
        x = self._normalize("stem.normalization", x, mask)
        for group in range(GROUPS):
            for block in range(BLOCKS):
                x = self._convolution(f"group{group}.convolution{block}", x, mask)
            x = self._transformer(f"group{group}.transformer", x, mask)
        x = keras.layers.Dense(WIDE, name="top")(x)
        x = self._mean(x, mask)
        x = keras.layers.Dropout(self._head_dropout)(x)
        logits = keras.layers.Dense(self._classes, name="head")(x)
        return keras.Model([frames, mask] if self._masked else frames, logits)

    def _convolution(self, name, x, mask):
        y = keras.layers.Dense(WIDE, activation="swish", name=f"{name}.expand")(x)
        y = keras.layers.ZeroPadding1D((KERNEL - 1, 0))(y)
        y = keras.layers.DepthwiseConv1D(KERNEL, use_bias=False, name=f"{name}.depthwise")(y)
        y = self._normalize(f"{name}.normalization", y, mask)
        gates = keras.layers.Reshape((WIDE, 1))(self._mean(y, mask))
        gates = keras.layers.Conv1D(
            *(1, CHANNEL_ATTENTION_KERNEL), padding="same", use_bias=False, name=f"{name}.attention"
        )(gates)
        gates = keras.layers.Reshape((1, WIDE))(keras.layers.Activation("sigmoid")(gates))
        y = keras.layers.Multiply()([y, gates])
        y = keras.layers.Dense(WIDTH, name=f"{name}.project")(y)
        return self._residual(x, y)

    def _transformer(self, name, x, mask):
        y = self._normalize(f"{name}.attention.normalization", x, mask)
        attention = keras.layers.MultiHeadAttention(HEADS, DEPTH, dropout=self._dropout, name=f"{name}.attention")
        real = None if mask is None else keras.layers.Reshape((1, -1))(mask)
        x = self._residual(x, attention(y, y, attention_mask=real))
        y = self._normalize(f"{name}.feed_forward.normalization", x, mask)
        y = keras.layers.Dense(WIDE, activation="swish", use_bias=False, name=f"{name}.expand")(y)
        y = keras.layers.Dense(WIDTH, use_bias=False, name=f"{name}.project")(y)
        return self._residual(x, y)

    def _residual(self, x, y):
        whole_samples = keras.layers.Dropout(self._dropout, noise_shape=(None, 1, 1))
        return keras.layers.Add()([x, whole_samples(y)])

    @staticmethod
    def _normalize(name, x, mask):
        return keras.layers.BatchNormalization(momentum=MOMENTUM, name=name)(x, mask=mask)

    @staticmethod
    def _mean(x, mask):
        return keras.layers.GlobalAveragePooling1D()(x, mask=mask)


def optimizer() -> keras.optimizers.Optimizer:
    """AdamW as the original's, which does not draw biases and batch normalisation towards zero."""
    adam = keras.optimizers.AdamW(RATE, weight_decay=DECAY)
    adam.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return adam


def load(model: keras.Model, checkpoint: Path) -> None:
    """Gives the model the weights of a checkpoint of ours."""
    weights = read(checkpoint)
    for name, variable, part in variables(model):
        variable.assign(np.reshape(part(weights[name]), variable.shape))


def read(checkpoint: Path) -> dict[str, np.ndarray]:
    """All that a checkpoint of ours holds, by name."""
    reader = tf.train.load_checkpoint(str(checkpoint / "variables"))
    return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


def variables(model: keras.Model) -> Iterator[tuple[str, keras.Variable, "Part"]]:
    """Each variable of the model with the name of ours and the part of it that it is."""
    for layer in model.layers:
        if isinstance(layer, keras.layers.MultiHeadAttention):
            joint = f"{layer.name}.query_key_value"
            for place, dense in enumerate((layer.query_dense, layer.key_dense, layer.value_dense)):
                part = Part(place * WIDTH, (place + 1) * WIDTH)
                yield f"{joint}.kernel", dense.kernel, part
                yield f"{joint}.bias", dense.bias, part
            yield f"{layer.name}.output.kernel", layer.output_dense.kernel, Part()
            yield f"{layer.name}.output.bias", layer.output_dense.bias, Part()
        else:
            for variable in layer.variables:
                if isinstance(variable, keras.Variable) and variable.dtype == "float32":
                    yield f"{layer.name}.{variable.name}", variable, Part()


class Part:
    """The columns of an array that make a variable of Keras; all of them without bounds."""

    def __init__(self, first: int | None = None, end: int | None = None) -> None:
        self._columns = slice(first, end)

    def __call__(self, array: np.ndarray) -> np.ndarray:
        return array[..., self._columns] if self._columns.start is not None else array
