"""The command, used as a person would."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from command import command, on_terminal, run

import copydesk as cd

ARTICLE = "The bridge is shut.\n“We had no choice,” said the mayor of Ålesund. “None.”\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_a_page_shows_the_article(article: Path) -> None:
    result = run("read", article)
    page = result.stdout.decode()
    assert result.returncode == 0
    assert result.stderr == b""
    for words in ("The bridge is shut.", "We had no choice,", "mayor of Ålesund"):
        assert words in page
    assert "\x1b" not in page, "no colours where there is no terminal"


def test_the_installed_command_is_the_module(article: Path) -> None:
    command = Path(sys.executable).parent / "copydesk"
    installed = subprocess.run([command, "read", article], capture_output=True, check=True)
    assert installed.stdout == run("read", article).stdout


def test_repeats_are_told_by_their_paragraphs(tmp_path: Path) -> None:
    lead = "OSLO, May 3 - The bridge to the island is closed until the end of the week."
    block = [
        "The county said on Tuesday that two of the cables had to be replaced at once.",
        "Buses will run to the ferry instead, and the ferry will sail every half hour.",
    ]
    path = tmp_path / "scraped.txt"
    path.write_text("\n".join([lead, *block, *block]), "utf-8")
    page = run("read", path, "--width", "100").stdout.decode()
    assert "4–5" in page
    assert "2–3" in page


def test_json_is_a_line_for_each_file(article: Path) -> None:
    result = run("read", article, article, "--json")
    lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert lines == [{"file": str(article), **cd.read(ARTICLE).to_dict()}] * 2


def test_json_says_everything_of_quotes(article: Path) -> None:
    result = run("read", article, "--json")
    [first, *_] = json.loads(result.stdout)["quotes"]
    assert first.keys() == {
        "start", "end", "text", "kind", "parts", "cue", "source", "speaker", "speech", "negated",
        "confidence",
    }  # fmt: skip
    assert first["text"] == "We had no choice, None."


def test_kinds_are_those_that_are_named(article: Path) -> None:
    for given, kinds in [("PERSON,ORG", ["PERSON", "ORG"]), ("loc, fac", ["LOC", "FAC"])]:
        result = run("read", article, "--json", "--kinds", given)
        story = cd.Reader(kinds=kinds).read(ARTICLE)  # type: ignore[arg-type]
        assert json.loads(result.stdout) == {"file": str(article), **story.to_dict()}


@pytest.mark.parametrize("given", ["", "PERSONS", "PERSON,", "PERSON;ORG"])
def test_kinds_that_are_none_are_wrong_use(article: Path, given: str) -> None:
    result = run("read", article, "--kinds", given)
    assert result.returncode == 2
    assert result.stderr.startswith(b"copydesk: --kinds: ")
    assert b"'PERSON', 'ORG', 'LOC'" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_standard_input_is_read() -> None:
    result = run("read", "-", "--json", stdin=ARTICLE.encode())
    assert json.loads(result.stdout)["text"] == ARTICLE


def test_colours_come_when_asked_for(article: Path) -> None:
    assert b"\x1b[" in run("read", article, "--color", "always").stdout
    assert b"\x1b[" not in run("read", article, "--color", "never").stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colours_on_a_terminal_only_and_not_against_no_color(
    article: Path, environment: dict[str, str], coloured: bool
) -> None:
    settings = {"TERM": "xterm-256color", **environment}
    status, shown = on_terminal("read", article, **settings)
    assert status == 0
    assert ("\x1b[" in shown) == coloured
    assert "Ålesund" in shown


def columns(line: str) -> int:
    """How wide a terminal shows a line."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(unicodedata.combining(c) > 0 for c in line)


@pytest.mark.parametrize("width", ["20", "60", "200", "0", "-5", "9" * 23])
def test_pages_keep_to_the_width(tmp_path: Path, width: str) -> None:
    path = tmp_path / "article.txt"
    chinese = "海州港管理局星期二宣布，因强风暴影响，港口将继续关闭至星期四。" * 3
    path.write_text(f"{ARTICLE}{chinese}\nhttps://example.org/{'x' * 150} {chinese}", "utf-8")
    result = run("read", path, f"--width={width}")
    assert result.returncode == 0
    widest = max(map(columns, result.stdout.decode().splitlines()))
    assert widest <= max(20, int(width))
    assert widest > min(int(width), 60) / 2, "the page is used"


def test_unreadable_files_are_named_and_the_others_read(article: Path, tmp_path: Path) -> None:
    binary = tmp_path / "photo.jpg"
    binary.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Møre og Romsdal".encode("latin-1"))
    wide = tmp_path / "wide.txt"
    wide.write_bytes("Rain.".encode("utf-16"))
    missing = tmp_path / "missing.txt"
    result = run("read", missing, binary, latin, wide, tmp_path, article)
    complaints = result.stderr.decode().splitlines()
    assert result.returncode == 1
    assert len(complaints) == 5
    for complaint, path, reason in zip(
        complaints,
        [missing, binary, latin, wide, tmp_path],
        ["no such file", "no text file", "not utf-8 (byte 0xf8 at 1)", "UTF-16", "a folder"],
        strict=True,
    ):
        assert complaint.startswith(f"copydesk: {path}: ")
        assert reason in complaint
    assert "The bridge is shut." in result.stdout.decode()


def test_other_encodings_are_read_when_named(tmp_path: Path) -> None:
    for encoding in ("latin-1", "utf-16", "cp1252", "utf-8-sig"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes("Møre og Romsdal".encode(encoding))
        result = run("read", path, "--json", "--encoding", encoding)
        assert json.loads(result.stdout)["text"] == "Møre og Romsdal"


@pytest.mark.parametrize("encoding", ["latin1", "ISO-8859-1", "windows-1252", "UTF8", "utf_8"])
def test_no_spelling_of_an_encoding_makes_a_picture_a_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    result = run("read", path, "--encoding", encoding)
    assert result.returncode == 1
    assert b"no text file" in result.stderr
    path.write_bytes("Rain.".encode("utf-32"))
    assert b"--encoding utf-32" in run("read", path, "--encoding", encoding).stderr


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes there")
def test_a_file_name_need_not_be_text(tmp_path: Path, article: Path) -> None:
    odd = os.path.join(os.fsencode(tmp_path), b"b\xff.txt")
    Path(os.fsdecode(odd)).write_text("Rain.", "utf-8")
    result = run("read", "--json", os.fsdecode(odd), article)
    lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert result.returncode == 0
    assert [line["text"] for line in lines] == ["Rain.", ARTICLE]
    assert lines[0]["file"].endswith("b\N{REPLACEMENT CHARACTER}.txt")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_output_that_cannot_be_written_is_one_line(article: Path) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            command("read", article),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr.decode().startswith("copydesk: the output cannot be written: ")
    assert len(result.stderr.splitlines()) == 1


def test_no_name_is_no_file(article: Path) -> None:
    result = run("read", "", article)
    assert result.returncode == 1
    assert b"no such file" in result.stderr


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "bom.txt"
    path.write_bytes(b"\xef\xbb\xbfRain.")
    assert json.loads(run("read", path, "--json").stdout)["text"] == "Rain."


def test_an_empty_file_is_an_article_without_words(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    assert run("read", path).returncode == 0
    assert json.loads(run("read", path, "--json").stdout)["paragraphs"] == []


def test_names_and_texts_cannot_upset_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;evil\x07.txt"
    path.write_text("A \x1b[31mred\x1b[0m line.", "utf-8")
    result = run("read", path, path, tmp_path / "gone\x1b[2J.txt")
    assert b"\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["read"],
        ["rede", "x"],
        ["read", "x", "--nonsense"],
        ["read", "x", "--encoding", "klingon"],
        ["read", "x", "--encoding", "undefined"],
        ["read", "x", "--encoding", "base64"],
        ["read", "x", "--width", "wide"],
    ],
)
def test_wrong_use_is_status_two(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stderr


def test_version_and_help() -> None:
    assert run("--version").stdout.decode() == f"copydesk {cd.__version__}\n"
    shown = run("read", "--help").stdout.decode()
    assert "examples:" in shown
    assert "--json" in shown


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("A line of the story, and another one.\n" * 20_000, "utf-8")
    command = f'"{sys.executable}" -m copydesk read "{path}" | head -1'
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, b"")
