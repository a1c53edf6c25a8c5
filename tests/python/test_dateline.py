"""Datelines as users ask for them: days of every type, batches, awkward texts."""

import datetime
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import copydesk as cd
from copydesk.errors import CopydeskWarning, InputTypeError, InputValueError, TextError

TEXT = "HAMMERFEST, Norway, Dec 31 (Reuters) - The ice came early."


@pytest.mark.parametrize(
    "published",
    [
        datetime.date(2012, 1, 2),
        datetime.datetime(2012, 1, 2, 23, 59),
        datetime.datetime(2012, 1, 2, tzinfo=datetime.UTC),
        "2012-01-02",
        " 2012-01-02 ",
        "2012-01-02T10:00:00Z",
        "2012-01-02 10:00:00+09:00",
        "20120102",
        "2012-W01-1",
        pd.Timestamp("2012-01-02 10:00", tz="Asia/Tokyo"),
        np.datetime64("2012-01-02"),
        np.datetime64("2012-01-02T10:00:00.123456789"),
    ],
)
def test_the_day_of_publication_may_be_of_any_type(published: Any) -> None:
    dateline = cd.parse_dateline(TEXT, published)
    assert dateline is not None
    assert dateline.date is not None
    assert (dateline.date.year, dateline.date.iso) == (2011, "2011-12-31")
    assert cd.read(TEXT, published).dateline == dateline
    assert cd.read(TEXT, published=published).dateline == dateline


@pytest.mark.parametrize("published", [None, pd.NaT, math.nan, pd.NA, np.datetime64("NaT")])
def test_no_day_is_no_year(published: Any) -> None:
    dateline = cd.parse_dateline(TEXT, published)
    assert dateline is not None
    assert dateline.date is not None
    assert (dateline.date.year, dateline.date.iso) == (None, "--12-31")


@pytest.mark.parametrize(
    "published", ["yesterday", "", "2012-13-01", "2012-02-30", 20120102, 3.5, b"2012", object(), []]
)
def test_what_is_no_day_is_refused(published: Any) -> None:
    with pytest.raises(InputValueError, match=r"published is .*; it must be a date") as caught:
        cd.parse_dateline(TEXT, published)
    assert isinstance(caught.value, ValueError)
    assert len(str(caught.value)) < 250
    with pytest.raises(InputValueError, match="published is"):
        cd.read(TEXT, published)


def test_offsets_are_code_points() -> None:
    text = "😀 Tromsø: 🚢\nTROMSØ, 3 mai (NTB) – Båten går."
    dateline = cd.parse_dateline(text)
    assert dateline is not None
    assert text[dateline.start : dateline.end] == dateline.text == "TROMSØ, 3 mai (NTB) –"
    assert text[dateline.body_start :] == "Båten går."
    assert dateline.date is not None
    for thing in (dateline.places[0], dateline.date):
        assert text[thing.start : thing.end] == thing.text


def test_a_dateline_says_where() -> None:
    dateline = cd.parse_dateline("SPRINGFIELD, Ill. (AP) — The fair opens.")
    assert dateline is not None
    place = dateline.place
    assert place is not None
    assert (place.name, place.region, place.region_code, place.country) == (
        "Springfield", "Illinois", "IL", "US",
    )  # fmt: skip
    assert (place.latitude, place.longitude) == pytest.approx((39.8, -89.64), abs=0.05)
    assert place.geonames_id == 4250542
    assert not dateline.credit_only
    assert dateline.agency == "AP"
    assert 0.9 < dateline.confidence <= 1


def test_a_bare_name_has_alternatives() -> None:
    dateline = cd.parse_dateline("VALENCIA, 3 may (EFE).- El puerto abre.")
    assert dateline is not None
    place = dateline.place
    assert place is not None
    assert place.country == "ES"
    assert "VE" in {other.country for other in place.alternatives}
    assert dateline.language == "es"


def test_what_the_gazetteer_does_not_know_is_kept_as_written() -> None:
    dateline = cd.parse_dateline("NETHER WALLOP-ON-SEA, Maine (AP) — The fair opens.")
    assert dateline is not None
    place = dateline.place
    assert place is not None
    assert (place.name, place.region_code, place.country) == ("Nether Wallop-on-Sea", "ME", "US")
    assert place.latitude is None
    assert place.geonames_id is None


def test_a_credit_names_no_place() -> None:
    dateline = cd.parse_dateline("AP - The fair opens.")
    assert dateline is not None
    assert dateline.credit_only
    assert dateline.places == []
    assert dateline.place is None
    assert dateline.agencies == ["AP"]


def test_batches_agree_with_single_calls_whatever_the_threads() -> None:
    texts = [TEXT, None, "It rains.", "", "LIMA (AP) — It rains.", math.nan] * 500
    days: list[Any] = ["2012-01-02", "2012-01-02", None, pd.NaT, "2012-01-02", None] * 500
    one = [
        None if not isinstance(text, str) else cd.parse_dateline(text, day)
        for text, day in zip(texts, days, strict=True)
    ]
    for threads in (1, 2, 5):
        assert cd.parse_datelines(texts, days, threads=threads) == one  # type: ignore[arg-type]
    assert cd.parse_datelines(pd.Series([TEXT, None]), "2012-01-02") == [one[0], None]
    stories = list(cd.Reader().pipe(texts[:12], days[:12]))  # type: ignore[arg-type]
    assert [story and story.dateline for story in stories] == one[:12]
    series = pd.to_datetime(pd.Series(["2012-01-02", None]))
    assert cd.parse_datelines([TEXT, TEXT], series) == [one[0], cd.parse_dateline(TEXT)]


def test_batches_name_the_row() -> None:
    with pytest.raises(InputTypeError, match="row 1: every text must be a str or None, not int"):
        cd.parse_datelines([TEXT, 3])  # type: ignore[list-item]
    with pytest.raises(InputValueError, match="row 1: published is 'soon'"):
        cd.parse_datelines([TEXT, TEXT], ["2012-01-02", "soon"])
    with pytest.raises(InputValueError, match="published ends before row 1"):
        cd.parse_datelines([TEXT, TEXT], ["2012-01-02"])
    with pytest.raises(InputValueError, match="published has more days than the 1 texts"):
        cd.parse_datelines([TEXT], ["2012-01-02", "2012-01-02"])
    for wrong in (b"2012-01-02", {"2012-01-02": 1}):
        with pytest.raises(InputValueError, match=r"^published is .*; it must be a date"):
            cd.parse_datelines([TEXT], wrong)  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="texts is a single str"):
        cd.parse_datelines(TEXT)
    with pytest.warns(CopydeskWarning, match=r"1 text holds lone surrogates .*row 1"):
        assert cd.parse_datelines([TEXT, "\ud800"])[1] is None
    with pytest.raises(TextError, match="lone surrogate at position 0"):
        cd.parse_dateline("\ud800")
    stories = cd.Reader().pipe([TEXT, TEXT], ["2012-01-02", "soon"])
    assert next(stories) is not None
    with pytest.raises(InputValueError, match="row 1"):
        next(stories)


def test_what_a_day_raises_is_raised() -> None:
    class Interrupted:
        @property
        def year(self) -> int:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cd.parse_dateline(TEXT, Interrupted())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "-", "—" * 9000, "(" * 9000, "OSLO/" * 9000, "OSLO, " * 9000, "May " * 9000,
     "Ö" * 1_000_000, "OSLO - " + "x" * 5_000_000, "\u200f" * 500, "【" * 500, "电" * 500],
)  # fmt: skip
def test_awkward_texts_are_read(text: str) -> None:
    dateline = cd.parse_dateline(text, "2020-01-01")
    assert cd.parse_datelines([text], "2020-01-01") == [dateline]


def test_a_reader_may_leave_datelines_alone() -> None:
    story = cd.Reader(dateline=False).read(TEXT + "\n(Reporting by Ann Lee)")
    assert story.dateline is None
    assert story.byline is None
    assert story.credits == []
    assert story.body == story.text
