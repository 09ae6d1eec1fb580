"""The languages we have texts in."""

from __future__ import annotations

LOCALES = ("en", "es", "ru")
PSEUDO_LOCALE = "qps"  # lengthened English, for finding words that no text file holds
DEFAULT_LOCALE = "en"


def is_locale(locale: str) -> bool:
    return locale in LOCALES or locale == PSEUDO_LOCALE


def locale_of(language_tag: str, default: str = DEFAULT_LOCALE) -> str:
    """The locale for a client's language tag such as "es-419"; `default` where we have no texts."""
    primary = language_tag.replace("_", "-").split("-")[0].lower()
    return primary if is_locale(primary) else default
