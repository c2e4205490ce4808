"""Writes files so that a reader finds either the whole file or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Sequence, TextIO


class AtomicFiles:
    """A context manager that writes files under temporary names beside the final ones.

    When the block ends well, it renames them. When the block raises, it removes them.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)
        self._open: Dict[Path, TextIO] = {}

    def __enter__(self) -> AtomicFiles:
        for path in self._paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open[path] = _partial(path).open("w", encoding="utf-8", newline="", buffering=1 << 20)
        return self

    def write(self, path: Path, lines: List[str]) -> None:
        """Appends lines to the file. The lines carry their own line ends."""
        self._open[path].writelines(lines)

    def __exit__(self, failure: object, *_: object) -> None:
        try:
            for file in self._open.values():
                file.close()
            if failure is None:
                for path in self._paths:
                    _partial(path).replace(path)
        finally:
            for path in self._paths:
                if _partial(path).exists():
                    _partial(path).unlink()


def write_json(path: Path, value: Dict[str, Any]) -> None:
    """Writes `value` as JSON. Raises ValueError for NaN and infinity, which are not JSON."""
    text = json.dumps(value, indent=2, allow_nan=False) + "\n"
    with AtomicFiles([path]) as files:
        files.write(path, [text])


def _partial(path: Path) -> Path:
    return path.with_name(".{}.partial".format(path.name))
