"""Writes the columns of all tables into docs/tables.md, from what the tables say of themselves.

usage: python -m tools.tables.document
"""

from pathlib import Path

import copydesk as cd
from copydesk._core import table_columns

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tables.md"
BEGIN, END = "<!-- begin by tools/tables -->", "<!-- end by tools/tables -->"


def columns() -> dict[str, tuple[cd.TableColumn, ...]]:
    """Return the columns of each table, those of corpora too."""
    duplicates = cd.find_duplicates([]).tables
    passages = cd.find_passages([]).tables
    return {
        **table_columns(),
        **{f"duplicates: {name}": table.columns for name, table in duplicates.items()},
        **{f"passages: {name}": table.columns for name, table in passages.items()},
    }


def described() -> str:
    """Return a table in Markdown for each table."""
    parts = []
    for name, of_table in columns().items():
        rows = [f"### {name}", "", "| column | type | may be null | what it is |"]
        rows.append("| --- | --- | --- | --- |")
        rows += [
            f"| `{it.name}` | {it.type} | {'yes' if it.nullable else ''} | {it.description} |"
            for it in of_table
        ]
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def main() -> None:
    """Write them down."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{described()}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
