"""The report tells which methods were left out, and shows what ran where."""

from __future__ import annotations

from typing import Any

from tests.conformance.runs import Run, called, left_out, legend, table, unseen

CALLABLE = {"telegram": {"getMe", "sendMessage", "sendPoll"}, "discord": {"create_message"}}


def census(answered: dict[str, int], **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"is_checked": True, "refused": {}, "requests": [], "answers": []}
    return {**empty, "newer": [], "answered": answered, **more}


RUNS = [
    Run("first", censuses={
        "telegram": census({"getMe": 1, "sendMessage": 12}, refused={"sendPoll": 3}),
        "discord": census({"create_message": 2}),
    }),
    Run("second", censuses={
        "telegram": census({"getMe": 1, "banChatMember": 1}),
        "discord": census({}, requests=[
            {"operation": "create_message", "problem": "content: too long", "count": 4}
        ]),
    }),
]  # fmt: skip


def test_a_method_that_was_only_refused_is_left_out() -> None:
    assert left_out(RUNS, CALLABLE) == {"telegram": ["sendPoll"], "discord": []}
    assert "sendPoll" in called(RUNS, "telegram")


def test_a_method_that_nobody_foresaw_is_told() -> None:
    assert unseen(RUNS, CALLABLE) == {"telegram": ["banChatMember"], "discord": []}


def test_the_table_has_a_row_for_each_method_and_a_column_for_each_run() -> None:
    lines = table(RUNS, "telegram", CALLABLE["telegram"]).splitlines()
    assert [line.split() for line in lines] == [
        ["telegram", "1", "2", "all"],
        ["banChatMember", "·", "1", "1"],
        ["getMe", "1", "1", "2"],
        ["sendMessage", "12", "·", "12"],
        ["sendPoll", "·", "·", "0"],
    ]
    assert len({len(line) for line in lines}) == 1
    assert legend(RUNS).split() == ["1", "first", "2", "second"]


def test_a_problem_names_the_story_the_method_and_how_often() -> None:
    assert RUNS[0].problems("requests") == []
    assert RUNS[1].problems("requests") == ["second, discord, create_message: content: too long ×4"]


def test_where_the_refusal_is_the_answer_it_counts_and_nothing_else_does() -> None:
    refused = census({}, refused={"get_channel": 1, "create_dm": 1})
    run = Run("a story", censuses={"discord": refused})
    can = {"telegram": set[str](), "discord": {"get_channel", "create_dm"}}
    assert left_out([run], can) == {"telegram": [], "discord": ["create_dm"]}
    silent = Run("another", censuses={"discord": census({})})
    assert left_out([silent], can)["discord"] == ["create_dm", "get_channel"]
