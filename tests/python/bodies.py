"""Texts that the tests of data frames read: quotes, a null, a repeat, nothing, a dateline."""

FERRY = "The ferry to Bergen will not sail before Monday, the company told passengers."
BODIES = [
    'LIMA, March 3 (AP) - "It rains 😀," Ana Ruiz said. "It pours," she said.',
    None,
    f"{FERRY}\n\n{FERRY}",
    "",
    "TROMSØ - The harbour stays open, Mayor Siri Holm said on Monday.",
]
