"""Places by name: cities, regions and countries of the world, without a network.

>>> from copydesk import gazetteer
>>> gazetteer.lookup("St. Petersburg", country="RU")[0]
Place('St. Petersburg', 'Saint Petersburg, RU')

The data are those of `GeoNames <https://www.geonames.org>`_ (CC BY 4.0): cities of 500 inhabitants
and more, and the divisions and countries that they lie in; names in other languages also from the
`Unicode CLDR <https://cldr.unicode.org>`_; and a supplement of places that datelines name.
"""

from copydesk._core import lookup

__all__ = ["lookup"]
