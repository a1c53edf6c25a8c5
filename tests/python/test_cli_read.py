"""``copydesk read`` of corpora: whatever holds the texts, the tables are those of the library."""

import bz2
import datetime
import gzip
import json
import lzma
import os
import subprocess
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import command, complaints, on_terminal, run
from corpora import COLUMNS, DATES, IDS, STORIES, TEXTS, jsonl, objects, write_csv

import copydesk as cd

TABLES = ("stories", "datelines", "quotes", "entities", "mentions", "repeats")
CASES = Path(__file__).parent.parent / "cases"


def library(**options: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the tables as the library makes them."""
    tables = cd.Reader().tables(TEXTS, **({"ids": IDS, "published": DATES} | options))
    return {name: objects(tables[name].to_jsonl()) for name in TABLES}


def folder(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the tables that lie in a folder."""
    return {it.stem: objects(it) for it in sorted(path.glob("*.jsonl"))}


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return packed


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("kind", ["jsonl", "ndjson", "json", "csv", "tsv"])
def test_every_format_gives_the_tables_of_the_library(
    tmp_path: Path, kind: str, packing: str
) -> None:
    plain = tmp_path / f"news.{kind}"
    if kind in ("csv", "tsv"):
        write_csv(plain, STORIES, delimiter="\t" if kind == "tsv" else ",")
    else:
        plain.write_bytes(jsonl(STORIES))
    packed = tmp_path / f"corpus.{kind}{packing}"
    packed.write_bytes(PACKINGS[packing](plain.read_bytes()))
    out = tmp_path / "out"
    result = run("read", packed, "-o", out, "--format", "jsonl", *COLUMNS)
    assert result.returncode == 0, result.stderr
    assert folder(out) == library()


def test_packed_in_pieces_is_packed_all_the_same(tmp_path: Path) -> None:
    for suffix in (".gz", ".zst", ".bz2", ".xz"):
        pack = PACKINGS[suffix]
        path = tmp_path / f"news.jsonl{suffix}"
        path.write_bytes(b"".join(pack(jsonl([row])) for row in STORIES))
        result = run("read", path, "-o", "-", "--tables", "stories", *COLUMNS)
        assert objects(result.stdout) == library()["stories"]


def test_parquet_in_and_out(tmp_path: Path) -> None:
    path, out = tmp_path / "news.parquet", tmp_path / "out"
    pq.write_table(pa.Table.from_pylist(STORIES), path, row_group_size=2)
    result = run("read", path, "-o", out, *COLUMNS)
    assert result.returncode == 0, result.stderr
    expected = cd.Reader().tables(TEXTS, ids=IDS, published=DATES)
    for name in TABLES:
        written = pq.read_table(out / f"{name}.parquet")
        assert written.equals(expected[name].to_pyarrow()), name
        assert written.schema.equals(expected[name].to_pyarrow().schema)
        assert written.schema.metadata == expected[name].to_pyarrow().schema.metadata
    about = json.loads((out / "copydesk.json").read_text("utf-8"))
    assert written.schema.metadata[b"copydesk.schema_version"] == str(about["schema"]).encode()


@pytest.mark.parametrize("kind", ["dictionary", "large", "view", "timestamp", "zone", "date"])
def test_parquet_of_all_types(tmp_path: Path, kind: str) -> None:
    days = [date and datetime.date.fromisoformat(date[:10]) for date in DATES]
    texts, dates = pa.array(TEXTS), pa.array(DATES)
    if kind == "dictionary":
        texts = texts.dictionary_encode()
    elif kind == "large":
        texts = texts.cast(pa.large_string())
    elif kind == "view":
        texts = texts.cast(pa.string_view())
    elif kind == "timestamp":
        dates = pa.array(days).cast(pa.timestamp("ns"))
    elif kind == "zone":
        # Late in the evening there, the day after in Greenwich.
        late = [day and datetime.datetime(day.year, day.month, day.day, 23) for day in days]
        dates = pa.compute.assume_timezone(pa.array(late), "America/New_York")
    else:
        dates = pa.array(days)
    path = tmp_path / "news.parquet"
    try:
        pq.write_table(pa.table({"story": texts, "url": IDS, "date": dates}), path)
    except pa.ArrowNotImplementedError:
        pytest.skip("this pyarrow writes no such column")
    result = run("read", path, "-o", "-", "--tables", "datelines", *COLUMNS)
    assert result.returncode == 0, result.stderr
    assert objects(result.stdout) == library()["datelines"]


def test_standard_input_and_output(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "news.csv", STORIES).read_bytes()
    for kind, data in {"jsonl": jsonl(STORIES), "csv": table}.items():
        arguments = ("read", "-", "--from", kind, "-o", "-", "--tables", "quotes", *COLUMNS)
        result = run(*arguments, stdin=data)
        assert objects(result.stdout) == library()["quotes"]
        assert complaints(result)[-1].startswith("4 texts read, 1 row without text; ")


def test_several_files_are_one_corpus(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "one.csv", STORIES[:2])
    two = tmp_path / "two.jsonl"
    two.write_bytes(jsonl(STORIES[2:4]))
    arguments = ("read", one, two, "-", "-o", tmp_path / "out", "--format", "jsonl", *COLUMNS)
    result = run(*arguments, stdin=jsonl(STORIES[4:]))
    assert result.returncode == 2
    assert b"standard input: say with --from what it holds: jsonl" in result.stderr
    three = tmp_path / "three.ndjson"
    three.write_bytes(jsonl(STORIES[4:]))
    result = run(*[three if it == "-" else it for it in arguments])
    assert result.returncode == 0, result.stderr
    assert folder(tmp_path / "out") == library()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs files for pipes")
def test_the_output_of_another_program_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(jsonl(STORIES)))
    options = ("--from", "jsonl", "-o", "-", "--tables", "stories", *COLUMNS)
    shell = " ".join(command("read", "<(gzip -dc news.jsonl.gz)", *options))
    result = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr
    assert objects(result.stdout) == library()["stories"]


def test_text_files_are_texts_called_by_their_names(tmp_path: Path) -> None:
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path, text in zip(paths, TEXTS, strict=False):
        path.write_bytes(text.encode())
    missing = tmp_path / "gone.txt"
    result = run("read", *paths, "-o", tmp_path / "out", "--published", "2026-03-02")
    assert result.returncode == 0, result.stderr
    result = run("read", *paths, "-o", "-", "--tables", "datelines", "--published", "2026-03-02")
    names, days = [str(path) for path in paths], ["2026-03-02"] * 2
    tables = cd.Reader().tables(TEXTS[:2], ids=names, published=days)
    assert objects(result.stdout) == objects(tables.datelines.to_jsonl())
    result = run("read", paths[0], missing, "-o", "-", "--tables", "stories")
    assert (result.returncode, complaints(result)) == (2, [f"{missing}: there is no such file"])


def test_ids_are_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"

    def ids(*rows: dict[str, Any], status: int = 0) -> list[Any]:
        path.write_bytes(jsonl(rows))
        result = run("read", path, "-o", "-", "--tables", "stories")
        assert result.returncode == status, result.stderr
        return [row["id"] for row in objects(result.stdout)]

    assert ids({"text": "A."}, {"text": "B."}) == [0, 1]
    assert ids({"text": "A.", "id": 7}, {"text": "B.", "id": -(2**63)}) == [7, -(2**63)]
    assert ids({"text": "A.", "id": "07"}, {"text": "B.", "id": 7}) == ["07", "7"]
    assert ids({"text": "A.", "id": 7}, {"text": "B.", "id": "x"}) == ["7", "x"]
    assert ids({"text": "A.", "id": 7}, {"text": "B.", "id": 1.5}, status=1) == [7, None]
    assert ids({"text": "A.", "id": 7}, {"text": "B."}) == [7, None]
    # Hashes, and what comes too late to be one.
    large = 2**64 - 1
    assert ids({"text": "A.", "id": 7}, {"text": "B.", "id": large}) == ["7", str(large)]
    late = [{"text": "A.", "id": row} for row in range(100)]
    assert ids(*late, {"text": "B.", "id": large}, status=1)[99:] == [99, None]
    assert ids(*late, {"text": "B.", "id": "x"}, status=1)[99:] == [99, None]
    # `id` before `url`, and a url is an id.
    assert ids({"text": "A.", "url": "u", "id": "i"}) == ["i"]
    assert ids({"text": "A.", "url": "u"}) == ["u"]
    # Numbers in CSV may begin with zeros.
    table = write_csv(tmp_path / "news.csv", [{"text": "A.", "id": "007"}])
    result = run("read", table, "-o", "-", "--tables", "stories")
    assert objects(result.stdout)[0]["id"] == "007"


def test_rows_are_numbered_through_files_and_broken_lines(tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.csv"
    one.write_bytes(b'{"text": "A."}\n\nno JSON\n{"text": "B."}\n')
    write_csv(two, [{"text": "C."}])
    arguments = ("read", one, two, "-o", "-", "--tables", "stories")
    rows = objects(run(*arguments).stdout)
    assert [(row["id"], row["read"]) for row in rows] == [
        (0, True), (1, False), (2, True), (3, True),
    ]  # fmt: skip
    rows = objects(run(*arguments, "--on-error", "skip").stdout)
    assert [row["id"] for row in rows] == [0, 2, 3]


def test_texts_are_in_text_or_body(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    for row, read in [
        ({"body": "Body."}, "Body."),
        ({"body": "Body.", "text": "Text."}, "Text."),
        ({"body": "Body.", "text": "Text.", "lead": "Lead."}, "Text."),
    ]:
        path.write_bytes(jsonl([row]))
        result = run("read", path, "-o", "-", "--tables", "stories")
        assert objects(result.stdout)[0]["body"] == read
    # Keys that are missing in the first objects come later.
    path.write_bytes(jsonl([{"id": 1}, {"id": 2}, {"id": 3, "text": "Text."}]))
    result = run("read", path, "-o", "-", "--tables", "stories")
    assert [row["read"] for row in objects(result.stdout)] == [False, False, True]


def test_wrong_columns_list_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    there = "there are url, date, outlet, story"

    def said(*options: str) -> str:
        result = run("read", path, "-o", tmp_path / "out", *options)
        assert result.returncode == 2
        assert not (tmp_path / "out").exists()
        [line] = complaints(result)
        return line

    assert said() == f"{path}: say with --text which column holds the texts; {there}"
    assert said("--text", "storey") == (
        f"{path}: there is no column 'storey' for --text; {there} (did you mean 'story'?)"
    )
    assert said("--text", "story", "--id", "uri").endswith("(did you mean 'url'?)")
    assert said("--text", "story", "--published", "day").startswith(
        f"{path}: there is no column 'day' for --published; {there}"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(tmp_path: Path, delimiter: str) -> None:
    path = write_csv(tmp_path / "news.csv", STORIES, delimiter=delimiter)
    result = run("read", path, "-o", "-", "--tables", "stories", *COLUMNS)
    assert objects(result.stdout) == library()["stories"]


def test_blank_lines_may_stand_before_the_names(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(b"\n \n\nid;text\n7;Rain.\n8\n")
    result = run("read", path, "-o", "-", "--tables", "stories")
    assert [(row["id"], row["body"]) for row in objects(result.stdout)] == [
        ("7", "Rain."),
        (None, None),
    ]
    assert complaints(result)[0] == f"{path}:6: it has 1 cell, the first line 2"


def test_a_column_without_a_name_is_no_guess(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(b"n;\n7;Rain.\n")
    result = run("read", path, "-o", "-", "--tables", "stories")
    said = f"{path}: say with --text which column holds the texts; there are n, "
    assert complaints(result) == [said]


def test_cells_as_they_come(tmp_path: Path) -> None:
    long = "A sentence of the long story. " * 20_000
    texts = [long, 'He said "no"\nand went, at last.', "NUL \0 inside.", " blank "]
    path = write_csv(
        tmp_path / "news.csv", [{"text": text} for text in texts], encoding="utf-8-sig"
    )
    result = run("read", path, "-o", "-", "--tables", "stories", "--text", "text")
    assert result.returncode == 0, result.stderr
    assert [row["length"] for row in objects(result.stdout)] == [len(text) for text in texts]
    odd = tmp_path / "odd.csv"
    odd.write_bytes("text^id\nRain in Møre.^7\n".encode("cp1252"))
    options = ("--delimiter", "^", "--encoding", "cp1252")
    result = run("read", odd, "-o", "-", "--tables", "stories", *options)
    assert [(row["id"], row["body"]) for row in objects(result.stdout)] == [("7", "Rain in Møre.")]
    odd.write_bytes("text,id\nRain in Møre.,7\n".encode("utf-16"))
    result = run("read", odd, "-o", "-", "--tables", "stories")
    assert complaints(result) == [f"{odd}: it is UTF-16: read it with --encoding utf-16"]
    result = run("read", odd, "-o", "-", "--tables", "stories", "--encoding", "utf-16")
    assert objects(result.stdout)[0]["body"] == "Rain in Møre."


def test_tables_and_kinds_that_are_named(tmp_path: Path) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    path.write_bytes(jsonl(STORIES))
    options = ("--tables", "Quotes, entities", "--kinds", "PERSON", "--format", "jsonl")
    result = run("read", path, "-o", out, *options, *COLUMNS)
    assert result.returncode == 0, result.stderr
    tables = cd.Reader(kinds=["PERSON"]).tables(TEXTS, ids=IDS, published=DATES)
    assert folder(out) == {
        name: objects(tables[name].to_jsonl()) for name in ("entities", "quotes")
    }
    assert folder(out)["entities"]


def test_one_table_goes_to_a_file(tmp_path: Path) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "quotes.jsonl"
    path.write_bytes(jsonl(STORIES))
    result = run("read", path, "-o", out, "--tables", "quotes", *COLUMNS)
    assert result.returncode == 0
    assert objects(out) == library()["quotes"]
    result = run("read", path, "-o", tmp_path / "x.parquet", *COLUMNS)
    assert result.returncode == 2
    assert b"has room for one table" in result.stderr


def test_the_result_does_not_depend_on_threads(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES * 60))
    one, two = (
        run("read", path, "-o", "-", "--tables", "mentions", "--threads", threads, *COLUMNS).stdout
        for threads in ("1", "3")
    )
    assert one == two
    assert len(objects(one)) == 60 * len(library()["mentions"])


def test_an_empty_corpus_gives_empty_tables(tmp_path: Path) -> None:
    for name in ("news.jsonl", "news.csv"):
        path, out = tmp_path / name, tmp_path / f"{name}.tables"
        path.touch()
        assert run("read", path, "-o", out).returncode == 0
        for table in TABLES:
            written = pq.read_table(out / f"{table}.parquet")
            assert (written.num_rows, written.column_names[0]) == (0, "id")


def test_every_case_through_the_command(tmp_path: Path) -> None:
    texts = [
        case["text"]
        for path in sorted(CASES.rglob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
        if "text" in case
    ]
    assert len(texts) > 500
    path, out = tmp_path / "cases.jsonl", tmp_path / "out"
    path.write_bytes(jsonl({"text": text} for text in texts))
    result = run("read", path, "-o", out, "--format", "jsonl")
    assert result.returncode == 0, result.stderr
    tables = cd.Reader().tables(texts)
    assert folder(out) == {name: objects(tables[name].to_jsonl()) for name in TABLES}
    stories = list(cd.Reader().pipe(texts))
    quotes = [
        (number, quote.kind, quote.start, quote.end, quote.text)
        for number, story in enumerate(stories)
        for quote in (story.quotes if story else [])
    ]
    assert quotes == [
        tuple(row[key] for key in ("id", "kind", "start", "end", "text"))
        for row in folder(out)["quotes"]
    ]
    assert [story and story.body for story in stories] == [
        row["body"] for row in folder(out)["stories"]
    ]


def test_the_manifest_says_what_was_done(tmp_path: Path) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    path.write_bytes(jsonl(STORIES) + b"[]\n")
    result = run("read", path, "-o", out, "--format", "jsonl", "--tables", "quotes", *COLUMNS)
    assert result.returncode == 1
    assert json.loads((out / "copydesk.json").read_text("utf-8")) == {
        "schema": 1,
        "copydesk": cd.__version__,
        "command": "read",
        "files": [str(path)],
        "options": {"text": "story", "id": "url", "published": "date"},
        "texts": 4,
        "without_text": 1,
        "failed": 1,
        "problems": [f"{path}:6: it is no JSON object, but a list"],
        "tables": {"quotes": {"file": "quotes.jsonl", "rows": len(library()["quotes"])}},
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["news.jsonl"], "news.jsonl is a corpus: say with -o where its tables go"),
        (["news.csv.gz"], "news.csv.gz is a corpus: say with -o"),
        (["a.txt", "--text", "body"], "--text is for a corpus: say with -o"),
        (["a.txt", "--threads", "2"], "--threads is for a corpus"),
        (["news.jsonl", "-o", "out", "--json"], "--json is for pages"),
        (["news.jsonl", "-o", "out", "--width", "70"], "--width is for pages"),
        (["news.jsonl", "-o", "out", "--tables", "qoutes"], "there is no table 'qoutes'"),
        (["news.jsonl", "-o", "out", "--kinds", "PERSONS"], "--kinds: "),
        (["news.jsonl", "-o", "out", "--threads", "0"], "threads is 0"),
        (["news.jsonl", "-o", "out", "--encoding", "klingon"], "--encoding: "),
        (["news.jsonl", "-o", "out.csv"], "-o out.csv: tables are written as .parquet or .jsonl"),
        (["news.jsonl", "-o", "x.jsonl", "--tables", "quotes", "--format", "parquet"], "not fit"),
        (["file.xlsx", "-o", "out"], "say with --from what it holds"),
        (["missing.xlsx", "-o", "out"], "missing.xlsx: there is no such file"),
        (["-", "--from", "parquet", "-o", "out"], "cannot be read from standard input"),
        (["-", "-", "--from", "csv", "-o", "out"], "standard input can be read once"),
        (["missing.jsonl", "-o", "out"], "there is no such file"),
        ([".", "-o", "out"], ". is a folder: name the files in it, for example *.jsonl"),
        (["array.jsonl", "-o", "out"], "it is a JSON array"),
        (["bare.jsonl", "-o", "out"], "it has no JSON object on each line"),
        (["fake.parquet", "-o", "out"], "it is no Parquet file"),
        (["fake.jsonl.gz", "-o", "out"], "Not a gzipped file"),
        (["news.jsonl", "-o", "file"], "there is a file of that name"),
    ],
)
def test_wrong_use_is_status_two_and_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news.jsonl").write_text('{"text": "Rain."}\n')
    Path("array.jsonl").write_text('[{"text": "Rain."}]')
    Path("bare.jsonl").write_text("Rain.\nMore rain.\n")
    Path("fake.parquet").write_text("Rain.\n")
    Path("fake.jsonl.gz").write_text("Rain.\n")
    Path("file").write_text("")
    Path("file.xlsx").write_text("")
    before = sorted(os.listdir())
    result = run("read", *arguments)
    assert result.returncode == 2, result.stderr
    assert said in result.stderr.decode()
    assert len(result.stderr.splitlines()) == 1
    assert sorted(os.listdir()) == before


def test_without_pyarrow_tables_are_json_lines(tmp_path: Path) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    path.write_bytes(jsonl(STORIES))
    (tmp_path / "nothing").mkdir()
    # A finder that knows no pyarrow, before all others.
    (tmp_path / "nothing" / "sitecustomize.py").write_text(
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'pyarrow':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Without())\n"
    )
    nothing = str(tmp_path / "nothing")
    result = run("read", path, "-o", out, *COLUMNS, PYTHONPATH=nothing)
    assert result.returncode == 0, result.stderr
    assert folder(out) == library()
    (tmp_path / "news.parquet").touch()
    for arguments in (
        ("read", path, "-o", tmp_path / "new", "--format", "parquet"),
        ("read", tmp_path / "news.parquet", "-o", tmp_path / "new"),
        ("read", path, "-o", tmp_path / "new.parquet", "--tables", "quotes"),
    ):
        result = run(*arguments, *COLUMNS, PYTHONPATH=nothing)
        assert result.returncode == 2
        assert b"pip install pyarrow" in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_progress_on_a_terminal_only(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES * 16_000))
    arguments = ("read", path, "--tables", "datelines", "--format", "jsonl", *COLUMNS)
    began = time.monotonic()
    status, shown = on_terminal(*arguments, "-o", tmp_path / "one", COLUMNS="200")
    seconds = time.monotonic() - began
    assert status == 0
    drawn = [piece for piece in shown.split("\r") if " MB (" in piece]
    assert f" of {path.stat().st_size / 1e6:.1f} MB (" in drawn[0]
    assert 3 < len(drawn) < 10 * seconds + 2
    assert " texts, " in drawn[-1]
    assert drawn[-1].endswith(" left")
    summary = shown.splitlines()[-2].split("\r")[-1]
    assert summary.startswith("copydesk: 64,000 texts read, 16,000 rows without text; ")
    assert "\x1b" not in shown
    status, shown = on_terminal(*arguments, "-o", tmp_path / "two", "--quiet")
    assert (status, shown) == (0, "")
    piped = run(*arguments, "-o", tmp_path / "three")
    assert len(complaints(piped)) == 2
    assert b"\r" not in piped.stderr


def test_a_narrow_terminal_keeps_the_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    _, shown = on_terminal("read", path, "-o", tmp_path / "out", *COLUMNS, COLUMNS="30")
    drawn = [piece for piece in shown.split("\r") if " of 0.0" in piece]
    assert drawn
    assert all(len(piece) < 30 for piece in drawn)


def test_rows_are_unicode_whatever_the_locale_says(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    arguments = ("read", path, "-o", "-", "--tables", "stories", *COLUMNS)
    result = run(*arguments, PYTHONIOENCODING="latin-1")
    assert result.returncode == 0, result.stderr
    assert objects(result.stdout) == library()["stories"]


@pytest.mark.skipif(os.name != "posix", reason="closes a file as POSIX has it")
def test_what_is_said_to_people_never_gets_among_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"no JSON\n" + jsonl(STORIES))
    shell = " ".join(command("read", path, "-o", "-", "--tables", "stories", *COLUMNS))
    result = subprocess.run(["sh", "-c", f"{shell} 2>&-"], stdout=subprocess.PIPE, check=False)
    assert (result.returncode, len(objects(result.stdout))) == (1, len(STORIES) + 1)
    # On a terminal, the line of progress makes room for rows.
    _, shown = on_terminal("read", path, "-o", "-", "--tables", "datelines", *COLUMNS)
    assert '\r{"id": "a/1", ' in shown


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_reader_of_tables_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES * 400))
    shell = " ".join(command("read", path, "-o", "-", "--tables", "stories", "--quiet", *COLUMNS))
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{shell} | head -1"], capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, b"")
