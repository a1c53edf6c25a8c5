"""The command ``copydesk``.

Exit status: 0 when everything was read, 1 when something could not be read (each is named on
standard error, and the rest is read) or written, 2 when the command was used wrongly and nothing
was done, 130 when it was interrupted, 143 when it was terminated.
"""

from collections.abc import Sequence

from copydesk.cli.console import OutputError, StoppedError, UsageError, complain, drop_output
from copydesk.cli.parser import parser
from copydesk.cli.signals import Terminated
from copydesk.errors import CopydeskError, InputValueError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    arguments = parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
    except UsageError as why:
        complain(str(why))
        return 2
    except StoppedError:
        return 1
    except CopydeskError as why:
        # An option that the core does not take.
        complain(str(why))
        return 2 if isinstance(why, InputValueError) else 1
    except KeyboardInterrupt as why:
        return 143 if isinstance(why, Terminated) else 130
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`).
        drop_output()
        return 0
    except OutputError as why:
        complain(f"the output cannot be written: {why}")
        drop_output()
        return 1
    return status
