"""What the command understands, and how it explains itself."""

import argparse
import textwrap
from collections.abc import Callable
from typing import Any

from copydesk import __version__
from copydesk.cli import corpus, duplicates, formats, index, pages, passages
from copydesk.cli.console import UsageError

STATUS = """\
exit status:
  0    everything was read
  1    something could not be read (each is named) or written
  2    wrong usage: nothing was done
  130  interrupted (143: terminated): what was written says by its name that it is not whole
"""
EXAMPLES = """\
examples:
  copydesk read article.txt            a page for people
  copydesk read *.txt --json           a line of JSON for each file
  copydesk read a.txt --kinds PERSON   with the names of people only
  curl -s URL | copydesk read -        from another program

  copydesk read news.jsonl -o out      a corpus: a folder of tables
  copydesk read news.csv.gz -o out --text story --id url --published date
  copydesk read news.parquet -o quotes.jsonl --tables quotes

"""
DUPLICATES_EXAMPLES = """\
examples:
  copydesk duplicates news.jsonl                    the pairs, a line of JSON each
  copydesk duplicates news.csv -o out --date date   all tables, into a folder
  copydesk duplicates news.parquet -o pairs.parquet --kept clean.parquet

"""
PASSAGES_EXAMPLES = """\
examples:
  copydesk passages news.jsonl                      the passages, a line of JSON each
  copydesk passages news.jsonl -o out --min-words 30

"""
INDEX_EXAMPLES = """\
examples:
  copydesk index build archive.index 2025/*.jsonl.gz
  copydesk index check archive.index today.jsonl --add
  copydesk index info archive.index
"""
RELATIONS = ("exact", "same", "excerpt", "update")

Subparsers = Any


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    outer = argparse.ArgumentParser(
        prog="copydesk",
        description="Read news copy the way a newspaper's copy desk does.",
        epilog=STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    outer.add_argument("--version", action="version", version=f"copydesk {__version__}")
    commands = outer.add_subparsers(required=True, metavar="COMMAND")
    add_read(commands)
    add_duplicates(commands)
    add_passages(commands)
    add_index(commands)
    return outer


def command(
    commands: Subparsers, name: str, run: Callable[[argparse.Namespace], int], **about: str
) -> argparse.ArgumentParser:
    """Add a command."""
    about["description"] = textwrap.fill(about.get("description", f"{about['help']}.".capitalize()))
    about.setdefault("epilog", STATUS)
    inner: argparse.ArgumentParser = commands.add_parser(
        name, formatter_class=argparse.RawDescriptionHelpFormatter, **about
    )
    inner.set_defaults(run=run, command=inner.prog.removeprefix("copydesk "))
    return inner


def add_read(commands: Subparsers) -> None:
    """Add ``copydesk read``."""
    inner = command(
        commands,
        "read",
        read,
        help="show where an article is from, what it says, who is named, who says what, and what "
        "stands twice; or read a corpus into tables",
        description="Show an article's dateline, paragraphs, sentences, names, speakers, "
        "quotations and repeats; or, with -o, read a corpus into tables.",
        epilog=EXAMPLES + STATUS,
    )
    inner.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a text file, with -o also .jsonl, .csv or .parquet, compressed or not; - for stdin",
    )
    inner.add_argument(
        "--kinds",
        metavar="KIND,…",
        help="which kinds of entities to read (default: all): PERSON, ORG, LOC (places), FAC "
        "(buildings), NORP (nations, religions, parties), PRODUCT, MISC (events, laws, works), "
        "DATE, MONEY",
    )
    inner.add_argument(
        "--published",
        metavar="DATE",
        help="when it was published (2012-02-29), which finds the year of a dateline's date; of a "
        "corpus the column that says so, or a date for all (default: none)",
    )
    add_encoding(inner)
    page = inner.add_argument_group("a page, without -o")
    page.add_argument(
        "--json",
        action="store_true",
        help="print a line of JSON for each file; offsets are code points",
    )
    page.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours; auto means on a terminal, unless NO_COLOR is set",
    )
    page.add_argument(
        "--width", type=pages.page_width, help="columns of the page (default: the terminal's)"
    )
    group = inner.add_argument_group("a corpus, with -o")
    add_output(
        group,
        "where the tables go: a folder, a .parquet or .jsonl file for one table, or - for stdout",
    )
    group.add_argument(
        "--tables",
        metavar="TABLE,…",
        help=f"which tables to make (default: all): {', '.join(corpus.TABLES)}; what none needs is "
        "not looked for",
    )
    add_source(group)
    add_work(group)


def add_duplicates(commands: Subparsers) -> None:
    """Add ``copydesk duplicates``."""
    inner = command(
        commands,
        "duplicates",
        duplicates.duplicates,
        help="find out who copied whom in a corpus",
        description="Find texts of a corpus that tell one story: copies, cut, with another lead, "
        "updated, corrected. Prints the pairs as JSON lines, or writes tables.",
        epilog=DUPLICATES_EXAMPLES + STATUS,
    )
    add_corpus(
        inner,
        "where the pairs go: a .parquet or .jsonl file, - for stdout (the default), or a folder "
        f"for all tables ({', '.join(duplicates.TABLES)})",
    )
    add_date(inner)
    inner.add_argument(
        "--source", metavar="COLUMN", help="the column that says who published the texts"
    )
    inner.add_argument(
        "--keep",
        choices=("earliest", "latest", "longest", "first"),
        default="earliest",
        help="which text of a cluster stays (default: earliest; without dates the first)",
    )
    inner.add_argument(
        "--kept",
        metavar="FILE",
        help="write the rows of the corpus that stay, as they are, to this file",
    )
    add_threshold(inner)


def add_passages(commands: Subparsers) -> None:
    """Add ``copydesk passages``."""
    inner = command(
        commands,
        "passages",
        passages.passages,
        help="find the runs of words that texts of a corpus share",
        description="Find the runs of words that texts of a corpus share though the rest of them "
        "differs. Prints the passages as JSON lines, or writes tables.",
        epilog=PASSAGES_EXAMPLES + STATUS,
    )
    add_corpus(
        inner,
        "where the passages go: a .parquet or .jsonl file, - for stdout (the default), or a folder "
        f"for all tables ({', '.join(passages.TABLES)})",
    )
    inner.add_argument(
        "--min-words",
        type=int,
        default=20,
        metavar="N",
        help="the least length of a passage (default: 20)",
    )
    inner.set_defaults(published=None)


def add_index(commands: Subparsers) -> None:
    """Add ``copydesk index``."""
    inner = commands.add_parser(
        "index",
        help="keep an index of texts, and ask it whether it has a text already",
        description="Keep an index of texts, and ask it whether it has a text already.",
        epilog=INDEX_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = inner.add_subparsers(required=True, metavar="ACTION")

    made = command(actions, "build", index.build, help="make an index of a corpus")
    add_index_file(made)
    add_corpus(made, None)
    add_date(made)
    add_threshold(made)

    added = command(actions, "add", index.add, help="add a corpus to an index")
    add_index_file(added)
    add_corpus(added, None, force=False)
    add_date(added)

    checked = command(
        actions,
        "check",
        index.check,
        help="find out which texts of a corpus an index has already",
        description="Print a line of JSON for each text of a corpus that an index has already, or "
        "write a table of them.",
    )
    add_index_file(checked)
    add_corpus(
        checked, "where the matches go: a .parquet or .jsonl file, or - for stdout (the default)"
    )
    add_date(checked)
    checked.add_argument(
        "--add",
        action="store_true",
        help="add the texts to the index; each is compared with those before it too",
    )
    checked.add_argument(
        "--all", action="store_true", help="a line for each text, those without a match too"
    )

    told = command(actions, "info", index.info, help="say what an index holds")
    add_index_file(told)
    told.add_argument("--json", action="store_true", help="print a line of JSON")


def add_index_file(inner: argparse.ArgumentParser) -> None:
    """Add the argument that names the index."""
    inner.add_argument("index", metavar="INDEX", help="the file of the index")


def add_corpus(inner: argparse.ArgumentParser, output: str | None, force: bool = True) -> None:
    """Add what all commands understand that read a corpus."""
    inner.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a corpus: .jsonl, .csv or .parquet, compressed or not, or text files; - for stdin",
    )
    if output is not None:
        add_output(inner, output)
    elif force:
        inner.add_argument("--force", action="store_true", help="replace what is there")
    add_source(inner)
    add_encoding(inner)
    add_work(inner)


Group = Any


def add_output(inner: Group, output: str) -> None:
    """Add where tables go."""
    inner.add_argument("-o", "--output", metavar="PATH", help=output)
    inner.add_argument(
        "--format",
        choices=("parquet", "jsonl"),
        help="of the tables in a folder (default: parquet where pyarrow is installed, else jsonl)",
    )
    inner.add_argument("--force", action="store_true", help="replace what is there")


def add_source(inner: Group) -> None:
    """Add what a corpus looks like."""
    inner.add_argument(
        "--text", metavar="COLUMN", help="the column of the texts (default: text, else body)"
    )
    inner.add_argument(
        "--id",
        metavar="COLUMN",
        help="the column of the ids (default: id, else url, else row numbers)",
    )
    inner.add_argument(
        "--from",
        dest="format_in",
        choices=formats.FORMATS,
        help="what the files hold (default: what their names say)",
    )
    inner.add_argument(
        "--delimiter",
        type=delimiter,
        metavar="CHAR",
        help="what stands between cells of CSV (default: what the first line has most of)",
    )
    inner.add_argument(
        "--on-error",
        choices=("null", "skip", "fail"),
        help="what to do with a row that cannot be read: there without a text (null, the default), "
        "left out (skip), or the end (fail)",
    )


def add_encoding(inner: Group) -> None:
    """Add how files are encoded."""
    inner.add_argument(
        "--encoding", default="utf-8", help="how the files are encoded (default: utf-8)"
    )


def add_work(inner: Group) -> None:
    """Add how the work is done."""
    inner.add_argument(
        "--threads",
        type=int,
        metavar="N",
        help="how many threads work (default: COPYDESK_THREADS, else one for each core)",
    )
    inner.add_argument(
        "--quiet", action="store_true", help="no progress and no summary; only what goes wrong"
    )


def add_date(inner: Group) -> None:
    """Add when texts were published."""
    inner.add_argument(
        "--date",
        "--published",
        dest="published",
        metavar="COLUMN",
        help="the column that says when the texts were published (default: none)",
    )


def add_threshold(inner: Group) -> None:
    """Add what counts as a duplicate."""
    inner.add_argument(
        "--threshold",
        type=float,
        default=0.9,
        metavar="P",
        help="how sure it must be that two texts tell one story, to 1 (default: 0.9)",
    )
    inner.add_argument(
        "--relations",
        type=relations,
        metavar="RELATION,…",
        help=f"which relations count (default: all): {', '.join(RELATIONS)}",
    )
    inner.add_argument(
        "--window",
        type=int,
        metavar="DAYS",
        help="texts whose dates are more days apart are no duplicates",
    )
    inner.add_argument(
        "--min-words",
        type=int,
        default=8,
        metavar="N",
        help="texts of fewer words are duplicates only of the same words (default: 8)",
    )


def relations(given: str) -> list[str]:
    """Return the relations that an option names."""
    names = [name.strip().lower() for name in given.split(",")]
    for name in names:
        if name not in RELATIONS:
            raise argparse.ArgumentTypeError(
                f"there is no relation {name!r}; there are {', '.join(RELATIONS)}"
            )
    return names


def delimiter(given: str) -> str:
    """Return the character that an option names."""
    given = {"tab": "\t", "\\t": "\t"}.get(given, given)
    if len(given) != 1 or given in '\r\n"':
        raise argparse.ArgumentTypeError("it must be one character, or tab")
    return given


#: Options that only a corpus has, and only a page.
CORPUS_OPTIONS = {
    "text": "--text",
    "id": "--id",
    "tables": "--tables",
    "format": "--format",
    "format_in": "--from",
    "delimiter": "--delimiter",
    "on_error": "--on-error",
    "threads": "--threads",
    "force": "--force",
}
PAGE_OPTIONS = {"json": "--json", "width": "--width"}


def read(arguments: argparse.Namespace) -> int:
    """Read texts into pages, or a corpus into tables, and return the exit status."""
    options = PAGE_OPTIONS if arguments.output is not None else CORPUS_OPTIONS
    given = [option for name, option in options.items() if getattr(arguments, name) not in NOTHING]
    if arguments.output is not None:
        if given:
            raise UsageError(f"{given[0]} is for pages, and -o makes tables: leave one of them out")
        return corpus.read_corpus(arguments)
    if given:
        raise UsageError(f"{given[0]} is for a corpus: say with -o where its tables go")
    for name in arguments.files:
        if name != "-" and formats.is_corpus(name):
            raise UsageError(
                f"{name} is a corpus: say with -o where its tables go, for example "
                f"copydesk read {name} -o out"
            )
    return pages.read_files(arguments)


NOTHING = (None, False)
