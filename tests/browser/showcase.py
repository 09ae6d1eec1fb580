"""A community in memory that shows every kind of thing the page can draw."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from playground.clock import PlaygroundClock
from playground.store import Store
from playground.surface import Member, View
from tests.playground.memory_surface import MemoryProgram, MemorySurface, Place

PEOPLE = [
    Member("learner", "Otter", 11, 21, roles=["learner"]),
    Member("friend", "Heron", 12, 22, roles=["learner"]),
    Member("educator", "Maple", 13, 23, roles=["educator"]),
    Member("admin", "Juniper", 14, 24, roles=["admin"]),
]
COMMANDS: list[View] = [
    {"name": "start", "description": "Begin, or come back"},
    {"name": "courses", "description": "What you can learn here"},
    {"name": "wallet", "description": "Your tokens"},
    {"name": "leaderboard", "description": "This week's standing"},
]
DISCORD_COMMANDS: list[View] = [
    {
        "name": "learn",
        "description": "Go on with a lesson",
        "options": [
            {
                "name": "course",
                "description": "Which course",
                "kind": "text",
                "is_required": True,
                "has_autocomplete": True,
            }
        ],
    },
    {"name": "wallet", "description": "Your tokens", "options": []},
    {
        "name": "course import",
        "description": "Bring a course",
        "options": [
            {"name": "file", "description": "A zip", "kind": "file", "is_required": True},
            {
                "name": "level",
                "description": "For whom",
                "kind": "choice",
                "choices": [{"name": "Beginners", "value": "1"}],
            },
        ],
    },
]
LESSON_CODE = """def fahr_to_celsius(temp):
    # the boiling point of water is 212 °F
    return (temp - 32) * (5 / 9)

print("boiling:", fahr_to_celsius(212))"""


def spans(text: str, **look: Any) -> list[View]:
    return [{"text": text, **look}]


def paragraph(text: str, **look: Any) -> View:
    return {"type": "paragraph", "spans": spans(text, **look)}


def keys(*rows: str, style: str = "secondary") -> list[list[View]]:
    """Rows of buttons, "|" between labels; "!" before a label makes it the primary one."""
    return [
        [
            {
                "id": f"key-{label.strip('!')}",
                "label": label.strip("!"),
                "kind": "button",
                "style": "primary" if label.startswith("!") else style,
            }
            for label in row.split("|")
        ]
        for row in rows
    ]


class Showcase:
    """Both platforms, the program, and the store, filled with a lesson, a quiz, a board, a form."""

    def __init__(self) -> None:
        self.store = Store(None)
        self.clock = PlaygroundClock(self.store)
        self.program = MemoryProgram(due=datetime.now(UTC) + timedelta(hours=3), entries=HAPPENED)
        self._past = timedelta(minutes=50)
        self.telegram = MemorySurface(
            "telegram",
            [
                Place("", "Peerloom", "private", is_private=True),
                Place("py-cohort", "Python in spring", "group"),
                Place("py-loops", "Loops and lists", "topic", topic_of="py-cohort"),
            ],
            on_say=answer,
            on_press=press,
            now=self._then,
        )
        self.discord = MemorySurface(
            "discord",
            [
                Place("", "general", "channel"),
                Place("py-cohort", "py-cohort", "channel"),
                Place("loops-help", "Loops, help wanted", "thread", topic_of="py-cohort"),
                Place("projects", "projects", "forum"),
                Place("my-first-plot", "My first plot", "thread", topic_of="projects"),
                Place("study-room", "Study room", "voice"),
                Place("dm", "Peerloom", "dm", is_private=True),
            ],
            on_say=answer,
            on_press=press,
            now=self._then,
        )
        self.telegram.menu, self.discord.menu = COMMANDS, DISCORD_COMMANDS
        self.surfaces = {"telegram": self.telegram, "discord": self.discord}

    def _then(self) -> datetime:
        self._past -= timedelta(minutes=1)
        return self.clock.now() - max(self._past, timedelta())

    def fill(self) -> None:
        """After the members are known to the surfaces."""
        self._fill_telegram(self.telegram)
        self._fill_discord(self.discord)

    def _fill_telegram(self, chat: MemorySurface) -> None:
        chat.write_as("learner", "", "/start")
        chat.post(
            "",
            "Programming with Python\n12 lessons, free, CC-BY 4.0",
            to="learner",
            blocks=[
                {"type": "heading", "level": 2, "spans": spans("Programming with Python")},
                paragraph("12 lessons, free, CC-BY 4.0. 14 people learn it now."),
                {
                    "type": "table",
                    "header": [spans("Lesson"), spans("Pages"), spans("Challenges")],
                    "rows": [
                        [spans("Python fundamentals"), spans("6"), spans("4")],
                        [spans("Analysing patient data"), spans("9"), spans("7")],
                    ],
                },
            ],
            rows=keys("!Start|Look inside"),
        )
        chat.post(
            "",
            "Lesson 8 of 12: Creating functions",
            to="learner",
            is_edited=True,
            blocks=[
                {"type": "heading", "level": 3, "spans": spans("8. Creating functions")},
                {
                    "type": "paragraph",
                    "spans": [
                        {"text": "A function has a "},
                        {"text": "name", "bold": True},
                        {"text": ", arguments in parentheses and a "},
                        {"text": "return", "code": True},
                        {"text": " that hands the result back."},
                    ],
                },
                {"type": "code", "text": LESSON_CODE, "language": "python"},
                {
                    "type": "details",
                    "title": "Solution",
                    "blocks": [paragraph("It prints 100.0.")],
                },
            ],
            rows=keys("Back|!Next", "Show solution", "Jump to a lesson"),
        )
        chat.post(
            "",
            "What does print(fahr_to_celsius(32)) show?",
            to="learner",
            blocks=[],
            poll=QUIZ,
        )
        chat.post(
            "py-cohort", "Heron passed the quiz on loops. Day 7 of a streak.", rows=keys("Cheer")
        )
        chat.write_as("friend", "py-cohort", "Took me three tries, the list one is sly.")

    def _fill_discord(self, chat: MemorySurface) -> None:
        chat.write_as("friend", "", "Is the class tomorrow at seven?")
        chat.write_as("educator", "", "Yes, in the study room. Bring one loop that puzzles you.")
        chat.post(
            "",
            "This week",
            blocks=[],
            embeds=[
                {
                    "title": "This week in Python in spring",
                    "color": "#c4553b",
                    "blocks": [paragraph("Three quizzes passed, two streaks past day seven.")],
                    "fields": [
                        {"name": "1st", "blocks": [paragraph("Heron, 115")], "is_inline": True},
                        {"name": "2nd", "blocks": [paragraph("Otter, 100")], "is_inline": True},
                        {"name": "3rd", "blocks": [paragraph("Willow, 85")], "is_inline": True},
                    ],
                    "footer": "Members of this server only",
                    "image": None,
                }
            ],
            files=[self._picture()],
        )
        chat.post(
            "",
            "Your wallet: 40 tokens",
            to="learner",
            blocks=[
                paragraph("Your wallet", bold=True),
                paragraph("40 tokens earned, to use by 1 June."),
            ],
            rows=keys("Why?|Statement", "!Next lesson"),
            selects=[
                {
                    "id": "lesson",
                    "placeholder": "Jump to a lesson",
                    "min": 1,
                    "max": 1,
                    "options": [
                        {"id": "l1", "label": "1. Python fundamentals", "description": "done"},
                        {"id": "l2", "label": "2. Analysing patient data", "description": "next"},
                    ],
                }
            ],
        )
        chat.post("py-cohort", "Otter passed a quiz.")

    def _picture(self) -> View:
        """A small bar chart, drawn here, so that a real image travels through the file route."""
        image = Image.new("RGB", (480, 170), "#2b211d")
        pen = ImageDraw.Draw(image)
        bars = [(400, "#e0a93f"), (340, "#5fb3ae"), (290, "#e8845f")]
        for row, (length, colour) in enumerate(bars):
            pen.rounded_rectangle((30, 22 + row * 46, 30 + length, 52 + row * 46), 9, fill=colour)
        content = io.BytesIO()
        image.save(content, "PNG")
        self.store.put_file("board", "board.png", content.getvalue())
        return {
            "kind": "photo",
            "name": "board.png",
            "size": len(content.getvalue()),
            "url": "/files/board",
            "width": 480,
            "height": 170,
            "alt": "Heron 115, Otter 100, Willow 85",
        }


QUIZ: View = {
    "id": "poll",
    "question": "What does print(fahr_to_celsius(32)) show?",
    "is_quiz": True,
    "is_multiple": False,
    "is_closed": False,
    "voters": 1,
    "options": [
        {"id": "o1", "label": "32.0", "is_chosen": True, "is_right": False, "votes": 1},
        {"id": "o2", "label": "0.0", "is_chosen": False, "is_right": True, "votes": 0},
        {"id": "o3", "label": "An error", "is_chosen": False, "is_right": False, "votes": 0},
    ],
    "explanation": "32 minus 32 is 0, and nothing times 5/9 stays nothing.",
}
FORM: View = {
    "id": "quiz",
    "title": "Quiz: loops, 1 of 2",
    "fields": [
        {
            "id": "q1",
            "label": "What does range(3) give?",
            "kind": "radio",
            "is_required": True,
            "options": [{"id": "a", "label": "0, 1, 2"}, {"id": "b", "label": "1, 2, 3"}],
        },
        {
            "id": "q2",
            "label": "Which are sequences?",
            "kind": "checkbox",
            "options": [{"id": "c", "label": "A list"}, {"id": "d", "label": "A string"}],
        },
        {"id": "q3", "label": "What puzzled you?", "kind": "paragraph", "placeholder": "A line"},
        {"id": "q4", "label": "Your file", "kind": "file", "description": "At most 5 MB"},
    ],
}
HAPPENED: list[View] = [
    {
        "number": 1,
        "at": datetime.now(UTC).isoformat(),
        "platform": "telegram",
        "person": "learner",
        "request": "answered the quiz on loops",
        "commands": [{"name": "submit_response", "outcome": "right, 4 of 5, passed"}],
        "journals": [
            {
                "kind": "reward",
                "reason": "Quiz passed",
                "postings": [{"debit": "rewards fund", "credit": "Otter", "amount": 20}],
            }
        ],
        "deliveries": [{"to": "discord #py-cohort", "kind": "quiz passed", "state": "sent"}],
    }
]


def answer(surface: MemorySurface, name: str, chat: str, text: str) -> None:
    if text == "/form":
        surface.open_modal(name, chat, FORM)
    elif text.startswith("/"):
        surface.post(chat, f"You asked for {text}", to=name, rows=keys("!Continue|Change language"))


def press(surface: MemorySurface, name: str, chat: str, label: str) -> None:
    surface.post(chat, f"You pressed {label}", to=name)
    surface.toast(name, chat, f"{label}: done")
