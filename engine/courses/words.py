"""The few words that an import itself writes into a lesson, in the course's own language."""

from __future__ import annotations

import re
import unicodedata

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "picture": "picture",
        "video": "video",
        "audio": "sound",
        "file": "file",
        "challenge": "Challenge",
        "solution": "Solution",
        "hint": "Hint",
        "objectives": "Objectives",
        "questions": "Questions",
        "keypoints": "Key points",
        "prereq": "Before you start",
        "discussion": "Discussion",
        "checklist": "Checklist",
        "testimonial": "A voice",
        "spoiler": "More",
        "caution": "Caution",
        "callout": "Note",
    },
    "es": {
        "picture": "imagen",
        "video": "vídeo",
        "audio": "audio",
        "file": "archivo",
        "challenge": "Ejercicio",
        "solution": "Solución",
        "hint": "Pista",
        "objectives": "Objetivos",
        "questions": "Preguntas",
        "keypoints": "Puntos clave",
        "prereq": "Antes de empezar",
        "discussion": "Para conversar",
        "checklist": "Lista",
        "testimonial": "Una voz",
        "spoiler": "Más",
        "caution": "Cuidado",
        "callout": "Nota",
    },
    "ru": {
        "picture": "картинка",
        "video": "видео",
        "audio": "звук",
        "file": "файл",
        "challenge": "Задание",
        "solution": "Решение",
        "hint": "Подсказка",
        "objectives": "Цели",
        "questions": "Вопросы",
        "keypoints": "Главное",
        "prereq": "Прежде чем начать",
        "discussion": "Для разговора",
        "checklist": "Список",
        "testimonial": "Отзыв",
        "spoiler": "Подробнее",
        "caution": "Осторожно",
        "callout": "Заметка",
    },
}

# Direction overrides, isolates, zero-width characters: they let a title disguise its neighbours.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MARKS_IN_A_ROW = 3

# Russian letters as they are spelt in passports (ICAO 9303), so that an address stays readable.
_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
        **{"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"},
        **{"ъ": "", "ь": "", "ю": "iu", "я": "ia"},
    }
)


def word(name: str, language: str) -> str:
    """The word in the course's language; English where we have no words in it."""
    primary = language.replace("_", "-").split("-")[0].lower()
    return _WORDS.get(primary, _WORDS["en"])[name]


def clean_line(value: str, *, limit: int) -> str:
    """One line that cannot disguise itself: no controls, no hidden runs, no stacked marks."""
    kept: list[str] = []
    marks = 0
    for character in _INVISIBLE.sub("", value):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MARKS_IN_A_ROW:
            continue
        kept.append(" " if category in ("Cc", "Zl", "Zp", "Cs") else character)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def readable_name(stem: str) -> str:
    """A title from a file's or folder's name: "03-for-loops" becomes "For loops"."""
    bare = re.sub(r"^\d+[-_. ]*", "", stem) or stem
    title = clean_line(re.sub(r"[-_]+", " ", bare), limit=100)
    return title[:1].upper() + title[1:]


def slug(value: str, default: str = "course") -> str:
    """A short stable name of lower-case letters, digits and hyphens; `default` for nothing."""
    latin = value.lower().translate(_LATIN)
    folded = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].strip("-") or default
