"""Everything public is documented, and its examples are true."""

import doctest
import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest

import copydesk
import copydesk.errors
import copydesk.pandas
import copydesk.plots
import copydesk.polars
import copydesk.samples


def public() -> Iterator[tuple[str, object]]:
    """Everything that a user can name, with its name."""
    for module in (
        copydesk,
        copydesk.errors,
        copydesk.pandas,
        copydesk.plots,
        copydesk.polars,
        copydesk.samples,
    ):
        yield module.__name__, module
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, ModuleType | str):
                continue
            yield f"{module.__name__}.{name}", thing
            if inspect.isclass(thing) and not issubclass(thing, BaseException | Warning):
                for member in dir(thing):
                    if not member.startswith("_"):
                        yield f"{module.__name__}.{name}.{member}", getattr(thing, member)


@pytest.mark.parametrize(("name", "thing"), list(public()))
def test_everything_public_has_a_docstring_with_true_examples(name: str, thing: object) -> None:
    docstring = inspect.getdoc(thing)
    assert docstring, f"{name} has no docstring"
    examples = doctest.DocTestParser().get_doctest(docstring, {}, name, None, 0)
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert not report, "".join(report)


def test_functions_and_classes_have_examples() -> None:
    for name, thing in public():
        plain = inspect.isbuiltin(thing) or inspect.isclass(thing)
        if plain and not (inspect.isclass(thing) and issubclass(thing, BaseException)):
            assert ">>>" in (inspect.getdoc(thing) or ""), f"{name} has no example"


def test_functions_document_what_they_take_return_and_raise() -> None:
    for name in ("read", "extract_entities", "extract_quotes", "find_repeats", "drop_repeats"):
        docstring = inspect.getdoc(getattr(copydesk, name)) or ""
        for section in ("Parameters", "Returns", "Raises", "Examples"):
            assert f"{section}\n{'-' * len(section)}" in docstring, f"{name}: {section}"
