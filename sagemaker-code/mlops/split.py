"""Divides rows into train, validation and test, by a hash of each row's key.

Only the key and the split seed decide the part. So a row stays in its part from run to run, on every instance, and when
other rows come or go; rows with equal keys are in the same part. (The published notebooks shuffle the rows, so each of
their runs trains and tests on other rows.)
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple, Sequence

import numpy as np

from mlops.errors import UserError

PARTS = ("train", "validation", "test")


class Split(NamedTuple):
    """Cumulative shares, as in the published notebooks: train [0, train), validation [train, test), test [test, 1)."""

    train: float
    test: float
    seed: int = 42

    def check(self) -> Split:
        """Raises UserError when a part has no share; returns the split itself.

        Each part is needed: the tuning objective is measured on validation, and the gates on test.
        """
        if not 0 < self.train < self.test < 1:
            raise UserError(
                "train_split {:g} and test_split {:g} leave a part without rows.".format(self.train, self.test),
                "They are cumulative: 0 < train_split < test_split < 1, such as 0.7 and 0.9.",
            )
        return self

    def assign(self, keys: Sequence[bytes]) -> np.ndarray:
        """Returns for each key the index of its part in PARTS.

        The hash is the first 8 bytes of SHA-256 of `<seed>:<key>`; as a fraction of 2**64 it is compared with the
        shares. Presto has SHA-256 too, so a plan counts the parts without reading a row.
        """
        prefix = "{}:".format(self.seed).encode()
        digests = b"".join([sha256(prefix + key).digest() for key in keys])
        hashes = np.frombuffer(digests, dtype=">u8")[::4].astype(np.uint64)
        bounds = np.array([int(self.train * 2**64), int(self.test * 2**64)], dtype=np.uint64)
        return np.searchsorted(bounds, hashes, side="right")
