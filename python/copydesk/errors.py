"""What copydesk raises and warns about.

Everything raised on purpose is a :class:`CopydeskError`, and also the built-in exception that one
would expect, so that ``except ValueError`` works too.
"""

__all__ = [
    "BatchError",
    "CopydeskError",
    "CopydeskWarning",
    "FormatError",
    "InputTypeError",
    "InputValueError",
    "TextError",
]


class CopydeskError(Exception):
    """Everything that copydesk raises on purpose."""


class InputTypeError(CopydeskError, TypeError):
    """Something of the wrong type was given: bytes instead of a ``str``, say."""


class InputValueError(CopydeskError, ValueError):
    """An option was given a value that it cannot have."""


class TextError(CopydeskError, ValueError):
    """A text cannot be read: it holds lone surrogates, or is longer than 4 GiB."""


class FormatError(CopydeskError, ValueError):
    """Stored data is not what this version of copydesk reads."""


class BatchError(CopydeskError, RuntimeError):
    """A batch cannot go on: its threads did not start or were lost, or a column broke off."""


class CopydeskWarning(UserWarning):
    """Something was left out of a result: texts that could not be read, a progress bar."""
