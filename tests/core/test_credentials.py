"""Passwords that are refused, and what is kept of a secret."""

import pytest

from feedsvc.core.credentials import PasswordFault, digest, normal_password, password_fault

ANNA = {"email": "anna.k@rivers.example.org", "name": "Anna Karlova"}


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("eleven char", PasswordFault.SHORT),
        ("пароль-пар", PasswordFault.SHORT),
        ("x1" * 251, PasswordFault.LONG),
        ("aaaaaaaaaaaa", PasswordFault.GUESSABLE),
        ("abcabcabcabc", PasswordFault.GUESSABLE),
        ("1234567890123", PasswordFault.GUESSABLE),
        ("321098765432", PasswordFault.GUESSABLE),
        ("qwertyuiopas", PasswordFault.GUESSABLE),
        ("Password2026!!", PasswordFault.GUESSABLE),
        ("пароль123456!", PasswordFault.GUESSABLE),
        ("anna.k@rivers.example.org", PasswordFault.GUESSABLE),
        ("Karlova-2026-12", PasswordFault.GUESSABLE),
        ("rivers.example.org", PasswordFault.GUESSABLE),
    ],
)
def test_a_password_that_others_would_try_is_refused(password: str, fault: PasswordFault):
    assert password_fault(password, **ANNA) is fault


@pytest.mark.parametrize(
    "password",
    [
        "seven herons at the weir",
        "семь цапель у плотины",
        "          .herons",
        "k7!mQz2#vB9x",
        "😀🐟🌊🚣🏞️🌧️💧🌊🐟😀🌧️🚣",
    ],
)
def test_length_is_asked_for_and_no_kinds_of_characters(password: str):
    assert password_fault(password, **ANNA) is None


def test_a_person_without_a_name_may_take_any_letters():
    assert password_fault("seven herons", email="a@b.org") is None


def test_a_password_is_the_same_however_its_letters_are_composed():
    assert normal_password("une\u0301 cle\u0301") == normal_password("un\u00e9 cl\u00e9")


def test_what_is_kept_of_a_secret_is_not_the_secret():
    assert digest("fsv_a") == digest("fsv_a") != digest("fsv_b")
    assert len(digest("fsv_a")) == 64
    assert "fsv_a" not in digest("fsv_a")
