"""Files opened and decompressed, and what is wrong with one in words."""

import bz2
import codecs
import errno
import gzip
import importlib
import io
import lzma
import os
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

from copydesk.cli.console import UsageError

#: How files begin whose characters have several bytes each; the longer marks first.
WIDE_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: A text file holds no NUL; looking at this many bytes is enough to know.
LOOK_AT = 8192
#: Names of compressed files end so.
PACKED = (".gz", ".bz2", ".xz", ".zst")


class UnreadableError(Exception):
    """A file that is not read, and why, in words for the person who named it."""


try:
    # Python 3.14 and later.
    zstd: Any = importlib.import_module("compression.zstd")
except ImportError:
    zstd = None
#: What reading a file raises when it is cut off or damaged.
DAMAGED: tuple[type[Exception], ...] = (
    UnreadableError,
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
)
if zstd is not None:
    DAMAGED = (*DAMAGED, zstd.ZstdError)


def encoding_named(given: str) -> str:
    """Return the one name of an encoding, however it was spelled.

    Raises
    ------
    UsageError
        If Python has no such encoding of texts.

    """
    try:
        name = codecs.lookup(given).name
        "".encode(name)
    except (LookupError, UnicodeError, ValueError):
        raise UsageError(f"--encoding: Python knows no encoding of texts {given!r}") from None
    return name


def shown(name: str) -> str:
    """Return the name of a file as text: it is bytes, and need not be text."""
    return os.fsencode(name).decode("utf-8", "replace")


def reason(why: Exception) -> str:
    """Return why a file cannot be read or written, in words."""
    if isinstance(why, OSError):
        reasons = {
            errno.ENOENT: "there is no such file",
            errno.EISDIR: "it is a folder",
            errno.ENOSPC: "the disk is full",
        }
        return reasons.get(why.errno or 0, why.strerror or str(why))
    return str(why)


def mark_of(data: bytes) -> str | None:
    """Return the encoding that the first bytes of a file name, if characters have several there."""
    return next((wide for mark, wide in WIDE_MARKS.items() if data.startswith(mark)), None)


def decoder(encoding: str) -> str:
    """Return the encoding that reads a file, a mark at its beginning or not."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def contents(name: str, encoding: str) -> str:
    """Return a file's text.

    Raises
    ------
    UnreadableError
        If it cannot be read, or is no text.

    """
    if not name:
        raise UnreadableError("there is no such file")
    if name == "-" and sys.stdin is None:
        raise UnreadableError("standard input is closed")
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as why:
        raise UnreadableError(reason(why)) from why
    if not encoding.startswith(("utf-16", "utf-32")):
        if wide := mark_of(data):
            raise UnreadableError(f"it is {wide.upper()}: read it with --encoding {wide}")
        if b"\0" in data[:LOOK_AT]:
            raise UnreadableError("it is no text file (it holds NUL bytes)")
    try:
        return data.decode(decoder(encoding))
    except UnicodeDecodeError as why:
        raise UnreadableError(
            f"it is not {encoding} (byte 0x{data[why.start]:02x} at {why.start}): "
            "name its encoding, for example --encoding cp1252"
        ) from why
    except UnicodeError as why:
        raise UnreadableError(f"it is not {encoding}: {why}") from why


class Opened(NamedTuple):
    """A file that is being read."""

    stream: BinaryIO
    """Its bytes, decompressed."""
    done: Callable[[], int]
    """How many bytes of the file were read, compressed as it is."""
    close: Callable[[], None]


def size_of(name: str) -> int | None:
    """Return how many bytes a file has; None where that cannot be known."""
    if name == "-":
        return None
    path = Path(name)
    return path.stat().st_size if path.is_file() else None


def opened(name: str) -> Opened:
    """Open a file, and decompress it if its name says that it is compressed.

    Raises
    ------
    UnreadableError
        If it cannot be opened.
    UsageError
        If what unpacks it is not installed.

    """
    if name == "-":
        if sys.stdin is None:
            raise UnreadableError("standard input is closed")
        return Opened(sys.stdin.buffer, int, lambda: None)
    try:
        raw = Path(name).open("rb")  # noqa: SIM115 - who asked closes it
    except OSError as why:
        raise UnreadableError(reason(why)) from why
    return Opened(decompressed(raw, Path(name).suffix.lower()), raw.tell, raw.close)


def decompressed(raw: BinaryIO, suffix: str) -> BinaryIO:
    """Return what a file holds that was compressed as its name says."""
    if suffix == ".gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    if suffix == ".bz2":
        return cast(BinaryIO, bz2.BZ2File(raw))
    if suffix == ".xz":
        return cast(BinaryIO, lzma.LZMAFile(raw))
    if suffix == ".zst":
        return decompressed_zstd(raw)
    return raw


def decompressed_zstd(raw: BinaryIO) -> BinaryIO:
    """Return what a file compressed by Zstandard holds."""
    if zstd is not None:
        return cast(BinaryIO, zstd.ZstdFile(raw))
    arrow = library("pyarrow", "a file compressed by Zstandard", " or Python 3.14")
    return cast(BinaryIO, arrow.CompressedInputStream(raw, "zstd"))


def lines_of(stream: BinaryIO, encoding: str, newline: str) -> IO[str]:
    """Return the text of a stream, in which bytes that are none are lone surrogates.

    Raises
    ------
    UnreadableError
        If it begins like another encoding than the one that is named.

    """
    if not encoding.startswith(("utf-16", "utf-32")):
        stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream)))
        head = cast(io.BufferedReader, stream).peek(4)
        if wide := mark_of(head):
            raise UnreadableError(f"it is {wide.upper()}: read it with --encoding {wide}")
    return io.TextIOWrapper(stream, decoder(encoding), errors="surrogateescape", newline=newline)


def library(name: str, what: str, instead: str = "") -> Any:
    """Return a library that is needed for something.

    Raises
    ------
    UsageError
        If it is not installed.

    """
    try:
        return importlib.import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise UsageError(f"{what} needs {package}{instead}: pip install {package}") from None
