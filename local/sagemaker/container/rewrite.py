"""Replaces /opt/ml by another path in the scripts below a folder. For machines without mount namespaces.

Usage: python rewrite.py FOLDER BASE

Scripts and settings (.sh, .py, .cfg, .toml, .yml, .yaml) are rewritten in place, also inside .tar.gz archives:
the runproc.sh of the SageMaker SDK unpacks its scripts from sourcedir.tar.gz at run time. Data files do not change.
"""

from __future__ import annotations

import io
import re
import sys
import tarfile
from pathlib import Path

SCRIPTS = {".sh", ".py", ".cfg", ".toml", ".yml", ".yaml"}
MAX_ARCHIVE_BYTES = 64 * 1024 * 1024
OPT_ML = re.compile(rb"(?<![\w./-])/opt/ml(?![\w.-])")


def rewrite(content: bytes, base: str) -> bytes:
    """Replaces /opt/ml and paths below it, but not /opt/ml2, /opt/ml-data or /mnt/opt/ml."""
    return OPT_ML.sub(lambda _: base.encode(), content)


def rewrite_archive(path: Path, base: str) -> None:
    """Rewrites the scripts in an archive. The file does not change when there is nothing to replace."""
    changed = False
    members: list[tuple[tarfile.TarInfo, bytes | None]] = []
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            content = stream.read() if stream else None
            if content is not None and Path(member.name).suffix in SCRIPTS:
                replaced = rewrite(content, base)
                changed = changed or replaced != content
                content = replaced
                member.size = len(content)
            members.append((member, content))
    if changed:
        with tarfile.open(path, "w:gz") as archive:
            for member, content in members:
                archive.addfile(member, io.BytesIO(content) if content is not None else None)


def main(folder: str, base: str) -> None:
    """Rewrites everything below the folder. Links are not followed: their targets may not belong to the job."""
    for path in Path(folder).rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix in SCRIPTS:
            content = path.read_bytes()
            replaced = rewrite(content, base)
            if replaced != content:
                path.write_bytes(replaced)
        elif path.name.endswith(".tar.gz") and path.stat().st_size <= MAX_ARCHIVE_BYTES:
            rewrite_archive(path, base)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
