"""Plots of what copydesk reads: ``pip install 'copydesk[plots]'``, ``from copydesk import plots``.

Each function takes what copydesk gives (``StoryTables``, one of their tables, the same as a data
frame; for :func:`syndication` ``Duplicates``) and returns the figure of Matplotlib that it drew,
which a notebook shows. ``ax=`` draws into axes of your own. Colours and fonts follow
``matplotlib.rcParams``, so style sheets work, dark ones too.

>>> import copydesk as cd
>>> from copydesk import plots
>>> samples = cd.samples.load("strike")
>>> tables = cd.Reader().tables(
...     [sample.text for sample in samples],
...     ids=[sample.id for sample in samples],
...     published=[sample.published for sample in samples],
... )
>>> figure = plots.most_quoted(tables, top=3)
>>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
['Graham Tully', 'Denise Marchand', 'Colin Rafuse']
"""

from copydesk import _frames

_frames.library("matplotlib", "copydesk.plots")

from copydesk.plots._most_quoted import most_quoted  # noqa: E402
from copydesk.plots._network import network  # noqa: E402
from copydesk.plots._over_time import quotes_over_time  # noqa: E402
from copydesk.plots._places import places  # noqa: E402
from copydesk.plots._syndication import syndication  # noqa: E402

__all__ = ["most_quoted", "network", "places", "quotes_over_time", "syndication"]
