"""What proves who somebody is: secrets made by chance, and passwords chosen by people."""

import hashlib
import unicodedata
from enum import StrEnum

TOKEN_PREFIX = "fsv_"  # noqa: S105  no secret: what every token begins with, so that scanners find leaked ones
SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 500  # NIST SP 800-63B-4, 3.1.1.2 asks for 64 at least; the hash is not fed a book
_FEWEST_DISTINCT = 5
_STRAIGHT = ("01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзхъфывапролджэячсмитьбю")
_WELL_KNOWN = frozenset(
    "password passwort passw pass parol qwerty qwertyuiop letmein welcome admin administrator iloveyou"
    " changeme secret feedsvc пароль админ йцукен".split()
)


class PasswordFault(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    GUESSABLE = "guessable"


FAULTS_IN_WORDS = {
    PasswordFault.SHORT: f"must have {SHORTEST_PASSWORD} characters or more; a few words are good",
    PasswordFault.LONG: f"must have {LONGEST_PASSWORD} characters or fewer",
    PasswordFault.GUESSABLE: "is too easy to guess: take a few words that have nothing to do with you",
}


def digest(secret: str) -> str:
    """What is stored of a secret that was made by chance.

    Such a secret has 256 bits, so there is nothing to guess and a quick hash is right (NIST SP
    800-63B-4, 3.1.2.2): slow ones protect what people choose. It cannot be turned back.
    """
    return hashlib.blake2b(secret.encode(), digest_size=32).hexdigest()


def normal_password(text: str) -> str:
    """A password as it is hashed: the same however a keyboard composes its letters (NFKC, as NIST SP
    800-63B-4, 3.1.1.2 advises)."""
    return unicodedata.normalize("NFKC", text)


def password_fault(password: str, *, email: str, name: str = "") -> PasswordFault | None:
    """What is wrong with a normal password, if anything.

    Length and what is known of its owner count, not which kinds of characters it is made of (NIST SP
    800-63B-4, 3.1.1.2).
    """
    if len(password) < SHORTEST_PASSWORD:
        return PasswordFault.SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordFault.LONG
    return PasswordFault.GUESSABLE if _is_guessable(password.casefold(), email, name) else None


def _is_guessable(password: str, email: str, name: str) -> bool:
    local, _, domain = email.casefold().partition("@")
    known = {local, domain, domain.partition(".")[0], *name.casefold().split(), name.casefold()}
    letters = "".join(each for each in password if each.isalpha())
    is_known = password == email.casefold() or letters in {_letters(each) for each in known | _WELL_KNOWN} - {
        ""
    }
    is_straight = any(password in row or password[::-1] in row for row in _STRAIGHT)
    return is_known or is_straight or len(set(password)) < _FEWEST_DISTINCT


def _letters(text: str) -> str:
    return "".join(each for each in text if each.isalpha())
