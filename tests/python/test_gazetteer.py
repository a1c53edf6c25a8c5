"""The gazetteer as users ask it."""

import pytest

from copydesk import gazetteer
from copydesk.errors import InputTypeError, TextError


def first(name: str, **where: str) -> tuple[str | None, str | None]:
    place = gazetteer.lookup(name, **where)[0]
    return place.name, place.country


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Oslo", ("Oslo", "NO")),
        ("OSLO", ("Oslo", "NO")),
        ("St. Louis", ("St. Louis", "US")),
        ("ST LOUIS", ("St. Louis", "US")),
        ("Sankt Pölten", ("Sankt Pölten", "AT")),
        ("SAO PAULO", ("São Paulo", "BR")),
        ("Peking", ("Beijing", "CN")),
        ("Genf", ("Geneva", "CH")),
        ("Mailand", ("Milan", "IT")),
        ("Αθήνα", ("Athens", "GR")),
        ("Москва", ("Moscow", "RU")),
        ("القاهرة", ("Cairo", "EG")),
        ("ירושלים", ("Jerusalem", "IL")),
        ("मुंबई", ("Mumbai", "IN")),
        ("กรุงเทพมหานคร", ("Bangkok", "TH")),
        ("東京", ("Tokyo", "JP")),
        ("上海", ("Shanghai", "CN")),
        ("서울", ("Seoul", "KR")),
        ("Norway", ("Norway", "NO")),
        ("Deutschland", ("Germany", "DE")),
        ("Bayern", ("Bavaria", "DE")),
        ("United Nations", ("United Nations", "US")),
        ("Fuentes de Ebro", ("Fuentes de Ebro", "ES")),
    ],
)
def test_names_in_any_spelling(name: str, expected: tuple[str, str]) -> None:
    assert first(name) == expected


def test_namesakes_come_the_larger_first() -> None:
    georgetowns = gazetteer.lookup("Georgetown")
    assert len(georgetowns) > 15
    assert georgetowns[0].country == "GY"
    assert {"GY", "US", "KY", "MY"} <= {place.country for place in georgetowns}
    assert [place.region_code for place in gazetteer.lookup("Portland", country="US")][:2] == [
        "OR",
        "ME",
    ]


def test_lookups_can_be_narrowed() -> None:
    [place] = gazetteer.lookup("Portland", country="us", region="Maine")
    assert (place.region_code, place.region) == ("ME", "Maine")
    assert gazetteer.lookup("Portland", country="US", region="me") == [place]
    assert gazetteer.lookup("Oslo", country="SE") == []


def test_a_place_says_where_it_is() -> None:
    [place] = gazetteer.lookup("Tromsø")
    assert (place.start, place.end, place.text) == (0, 6, "Tromsø")
    assert place.region == "Troms"
    assert (place.latitude, place.longitude) == pytest.approx((69.65, 18.96), abs=0.02)
    assert place.geonames_id == 3133895
    country = gazetteer.lookup("Norway")[0]
    assert (country.latitude, country.region) == (None, None)


@pytest.mark.parametrize(
    ("city", "country", "region", "code"),
    [
        # Iran and Morocco gave their regions new codes in 2020 and 2015.
        ("Tehran", "IR", "Tehran", "23"),
        ("Isfahan", "IR", "Isfahan", "10"),
        ("Bandar Abbas", "IR", "Hormozgan", "22"),
        ("Tabriz", "IR", "East Azerbaijan", "03"),
        ("Rabat", "MA", "Rabat-Salé-Kénitra", "04"),
        ("Casablanca", "MA", "Casablanca-Settat", "06"),
        ("Oujda", "MA", "Oriental", "02"),
        # Names with marks of footnotes in the sources, one cut short, one of before a renaming.
        ("Paris", "FR", "Île-de-France", "IDF"),
        ("Pokhara", "NP", "Gandaki", "P4"),
        ("Blenheim", "NZ", "Marlborough", "MBH"),
        ("Janakpur", "NP", "Madhesh", "P2"),
    ],
)
def test_a_city_is_in_its_region(city: str, country: str, region: str, code: str) -> None:
    place = gazetteer.lookup(city, country=country)[0]
    assert (place.name, place.region, place.region_code) == (city, region, code)


@pytest.mark.parametrize(
    ("name", "country", "codes"),
    [
        ("Hormozgan", "IR", ["22"]),
        ("Khuzestan Province", "IR", ["06"]),
        ("Marrakech-Safi", "MA", ["07"]),
        ("Grand Casablanca", "MA", []),
    ],
)
def test_regions_have_no_name_of_another(name: str, country: str, codes: list[str]) -> None:
    found = gazetteer.lookup(name, country=country)
    assert [place.region_code for place in found] == codes


@pytest.mark.parametrize("name", ["", " ", "-", "Xyzzyplugh", "x" * 5000, "😀", "\0", "123456"])
def test_what_is_no_place_is_not_found(name: str) -> None:
    assert gazetteer.lookup(name) == []


def test_wrong_types_are_refused() -> None:
    with pytest.raises(InputTypeError, match="name must be a str, not int"):
        gazetteer.lookup(3)  # type: ignore[arg-type]
    with pytest.raises(TextError, match="lone surrogate at position 0"):
        gazetteer.lookup("\ud800")
