"""The tree of errors and what they say."""

import pytest

from feedsvc.core import errors
from feedsvc.core.errors import FeedsvcError, InvalidInput, InvalidSettings, Problem, UnreadableFile


def test_a_problem_names_its_place_before_what_is_wrong():
    assert str(Problem("title", "is missing")) == "title: is missing"
    assert str(Problem("", "The file is empty.")) == "The file is empty."


def test_invalid_input_names_every_problem_at_once():
    error = InvalidInput(iter([Problem("title", "is missing"), Problem("link", "is no URL")]))
    assert error.problems == (Problem("title", "is missing"), Problem("link", "is no URL"))
    assert str(error) == "title: is missing; link: is no URL"


@pytest.mark.parametrize("kind", [InvalidInput, UnreadableFile, InvalidSettings])
def test_the_error_of_one_place_is_of_its_own_kind(kind):
    error = kind.at("line 3", "has no title")
    assert type(error) is kind
    assert error.problems == (Problem("line 3", "has no title"),)


def test_the_tree_in_the_docstring_is_the_tree():
    drawn = {
        name for line in (errors.__doc__ or "").splitlines() for name in line.split() if name in vars(errors)
    }
    real = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, FeedsvcError)
    }
    assert drawn == real
