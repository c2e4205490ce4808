"""Files that are there whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Sequence, TextIO


class WholeFiles:
    """Writes next to the final names and renames when the block ends well; removes everything when it does not."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)
        self._open: Dict[Path, TextIO] = {}

    def __enter__(self) -> WholeFiles:
        for path in self._paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open[path] = _partial(path).open("w", encoding="utf-8", newline="", buffering=1 << 20)
        return self

    def write(self, path: Path, lines: List[str]) -> None:
        """Appends lines, which carry their own line ends."""
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
    """`value` as JSON. NaN and infinity are refused: neither is JSON, and no reader should take one for a number."""
    text = json.dumps(value, indent=2, allow_nan=False) + "\n"
    with WholeFiles([path]) as files:
        files.write(path, [text])


def _partial(path: Path) -> Path:
    return path.with_name(".{}.partial".format(path.name))
