"""One-time codes that people may have to type: 50 bits, kept as a hash only."""

from __future__ import annotations

import hashlib
import secrets

LENGTH = 10
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OILU", "011V")  # how people misread a code that holds none of these


def new_code() -> str:
    return "".join(secrets.choice(_CROCKFORD) for _ in range(LENGTH))


def hashed(code: str) -> str:
    """Of the code as people type it: spaces, hyphens, case and look-alike letters do not matter."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(plain.translate(_READ_AS).encode()).hexdigest()
