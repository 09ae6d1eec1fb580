"""What an import has to say about a file: a code with data, and its English for the shell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
Data = dict[str, str | int]


@dataclass(frozen=True)
class Note:
    """`error`: something was refused; `warning`: look at it; `info`: changed by rule.

    `line` and `column` are counted from 1, 0 when the note is about the whole file.
    """

    severity: Severity
    code: str
    file: str
    line: int = 0
    column: int = 0
    data: Data = field(default_factory=dict)


# One English sentence per code; `{name}` is filled from the note's data. People who chat read the
# same codes from the Fluent files.
ENGLISH: dict[str, str] = {
    # reading files
    "courses.not_utf8": "is not UTF-8: byte {found} at offset {offset}; save the file as UTF-8 and"
    " import again",
    "courses.lesson_too_long": "has {size_bytes} bytes, a lesson may have {limit_bytes}: split it"
    " into several lessons",
    "courses.file_too_long": "has {size_bytes} bytes, at most {limit_bytes} are read",
    "courses.link_escapes": "is a link that leads out of the course's folder; left out",
    "courses.not_a_file": "is a link, a device or a pipe and no plain file; left out",
    "courses.too_many_files": "more than {limit} files; the others are left out",
    "courses.unreadable_file": "could not be read: {reason}",
    # course and lesson settings
    "courses.toml_broken": "is not valid TOML: {found}",
    "courses.yaml_broken": "is not valid YAML: {found}",
    "courses.front_matter_broken": "front matter is not valid: {found}; expected {expected}",
    "courses.setting_wrong": "setting “{name}”: found {found}, expected {expected}",
    "courses.setting_unknown": "setting “{name}” is not known; left out",
    "courses.title_missing": "has no title; “{title}” is used",
    "courses.lesson_empty": "holds no text; left out",
    "courses.lesson_missing": "is named in {named_in} and is not there",
    "courses.lesson_unlisted": "is not listed in {named_in}; left out",
    "courses.lesson_format": "is not Markdown; left out",
    "courses.key_repeated": "key “{key}” is used by {other} too; left out",
    "courses.module_missing": "module folder “{name}” is not there",
    # quizzes
    "courses.quiz_without_lesson": "no lesson is called “{name}”; the quiz is left out",
    "courses.quiz_empty": "no item can be asked; the quiz is left out",
    "courses.quiz_repeated": "the lesson has its quiz from {other} already; left out",
    # content
    "courses.picture_missing": "picture {path} is missing, shown as text",
    "courses.picture_remote": "picture {path} is on the web and is not fetched, shown as text",
    "courses.picture_broken": "picture {path} cannot be read ({reason}), shown as text",
    "courses.picture_as_file": "picture {path} is shown as a file: chats cannot show its format",
    "courses.media_missing": "{kind} {path} is missing, shown as text",
    "courses.media_remote": "{kind} {path} is on the web, shown as a link",
    "courses.media_too_big": "{path} has {size_bytes} bytes, at most {limit_bytes} can be sent;"
    " shown as text",
    "courses.media_outside": "{path} lies outside the course's folder, shown as text",
    "courses.link_relative": "link to {target} leads into the source's own pages, kept as text",
    "courses.link_dropped": "link to {target} is neither https, http nor mailto, kept as text",
    "courses.html_dropped": "<{tag}> was dropped",
    "courses.html_reduced": "<{tag}> was reduced to its text",
    "courses.block_unclosed": "block “{name}” is opened here and never closed",
    "courses.block_unopened": "closes a block that was never opened",
    "courses.block_unknown": "block “{name}” is not known; its content is kept",
    "courses.instructor_left_out": "notes for instructors are left out",
    "courses.looks_like_choice": "exercise “{title}” looks like multiple choice",
    # GIFT
    "gift.category_empty": "found no name after $CATEGORY, expected $CATEGORY: name",
    "gift.title_unclosed": "found a title that does not end, expected :: after it",
    "gift.answers_unclosed": "found {found} after the answers opened here, expected }}",
    "gift.answers_unopened": "found }} without answers, expected {{ before it, or \\}} in a text",
    "gift.brace_in_answers": "found {{ inside the answers, expected \\{{ or }}",
    "gift.answers_twice": "found a second {{, expected one group of answers for each item",
    "gift.answers_unknown": "found {found}, expected = or ~ before each option, TRUE, FALSE, or"
    " nothing",
    "gift.before_first_option": "found {found} before the first option, expected = or ~",
    "gift.stem_missing": "found no question before the answers, expected a text",
    "gift.option_empty": "found an empty option, expected a text after = or ~",
    "gift.option_single": "found one option, expected two or more",
    "gift.option_right_missing": "found no right option, expected one with = or a positive weight",
    "gift.options_too_many": "found {found} options, expected at most {limit}",
    "gift.option_repeated": "option {option} is there twice",
    "gift.weight_wrong": "found the weight {found}, expected a number from -100 to 100",
    "gift.weights_sum": "the right options weigh {found}% together, expected 100%",
    "gift.partial_credit": "option {option} is worth {found}% only; a single choice earns its point"
    " for the full answer alone",
    "gift.several_right": "{found} options are right ({options}); either one counts. Give weights"
    " (~%50%…) if both must be chosen",
    "gift.kind_not_asked": "{kind} is kept in the file, not asked yet",
    "gift.blank_line": "a blank line inside the answers: other programs end the item here",
    # limits of the platforms
    "limits.option_button": "option {option} has {found} characters, a {platform} button holds"
    " {limit}: shown as lettered choices (A, B, C …) with the full text in the message",
    "limits.option_poll": "option {option} has {found} characters, a {platform} poll holds {limit}:"
    " shown as lettered choices (A, B, C …) with the full text in the message",
    "limits.question_poll": "the question has {found} characters, a {platform} poll holds {limit}:"
    " it is sent as a message above the poll",
    "limits.explanation_poll": "the explanation has {found} characters, a {platform} poll holds"
    " {limit}: it is sent as a message after the answer",
    "limits.options_poll": "{found} options, a {platform} poll holds {limit}: asked with buttons",
    "limits.options_group": "{found} options, a {platform} radio group holds {limit}: asked with"
    " buttons",
}


def describe(note: Note) -> str:
    """The note as one English line: "file:line:column: severity: sentence"."""
    place = ":".join([note.file, *(str(part) for part in (note.line, note.column) if part)])
    sentence = ENGLISH[note.code].format_map(note.data)
    title = note.data.get("item")
    about = f"“{title}”: " if title else ""
    return f"{place}: {note.severity}: {about}{sentence}"
