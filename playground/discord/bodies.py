"""What a message or a modal may hold: Discord's limits on content, embeds and components."""

from __future__ import annotations

from typing import Any

from playground.discord import limits
from playground.discord.errors import ApiError, FormErrors
from playground.discord.records import Json

Path = tuple[str | int, ...]

IN_ROW = {2, 3, 5, 6, 7, 8}
SELECTS = {3, 5, 6, 7, 8}
V2_ONLY = {9, 10, 12, 13, 14, 17}
IN_LABEL = {3, 4, 5, 6, 7, 8, 19, 21, 22, 23}


def check_message(body: Json, *, is_v2: bool) -> None:
    """Raises 50035 for what Discord would not take; emptiness is judged by `check_not_empty`."""
    errors = FormErrors()
    errors.length(("content",), body.get("content"), 0, limits.MESSAGE)
    embeds = body.get("embeds") or []
    errors.length(("embeds",), embeds, 0, limits.EMBEDS, items=True)
    _check_embeds(errors, embeds)
    components = body.get("components") or []
    if is_v2:
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(name):
                words = (
                    f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                )
                errors.add((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    _check_components(errors, components, is_v2=is_v2)
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > limits.NONCE:
        errors.add(("nonce",), "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
    _check_mentions(errors, body.get("allowed_mentions") or {})
    errors.raise_if_any()


def _check_mentions(errors: FormErrors, allowed: Json) -> None:
    for kind in ("users", "roles"):
        errors.length(("allowed_mentions", kind), allowed.get(kind), 0, 100, items=True)
        if kind in (allowed.get("parse") or ()) and allowed.get(kind):
            words = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            errors.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def _check_embeds(errors: FormErrors, embeds: list[Json]) -> None:
    together = 0
    for index, embed in enumerate(embeds):
        at: Path = ("embeds", index)
        fields = embed.get("fields") or []
        footer = (embed.get("footer") or {}).get("text")
        author = (embed.get("author") or {}).get("name")
        errors.length((*at, "title"), embed.get("title"), 0, limits.EMBED_TITLE)
        errors.length((*at, "description"), embed.get("description"), 0, limits.EMBED_DESCRIPTION)
        errors.length((*at, "footer", "text"), footer, 0, limits.EMBED_FOOTER)
        errors.length((*at, "author", "name"), author, 0, limits.EMBED_AUTHOR)
        errors.length((*at, "fields"), fields, 0, limits.EMBED_FIELDS, items=True)
        for number, field in enumerate(fields):
            for name, most in (("name", limits.FIELD_NAME), ("value", limits.FIELD_VALUE)):
                here = (*at, "fields", number, name)
                if errors.required(here, field.get(name)):
                    errors.length(here, field[name], 0, most)
        for name in ("image", "thumbnail"):
            url = (embed.get(name) or {}).get("url", "")
            if url and not url.startswith(("http://", "https://", "attachment://")):
                words = "Scheme must be one of ('http', 'https')."
                errors.add((*at, name, "url"), "URL_TYPE_INVALID_SCHEME", words)
        words_of = [embed.get("title"), embed.get("description"), footer, author]
        words_of += [field.get(name) for field in fields for name in ("name", "value")]
        together += sum(len(words) for words in words_of if isinstance(words, str))
    if together > limits.EMBEDS_TOGETHER:
        words = f"Embed size exceeds maximum size of {limits.EMBEDS_TOGETHER}"
        errors.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", words)


def walk(components: list[Json]) -> list[Json]:
    """Every component with what is inside it, in reading order."""
    found: list[Json] = []
    for part in components:
        found.append(part)
        found += walk(part.get("components") or [])
        found += walk([part[key] for key in ("accessory", "component") if part.get(key)])
    return found


def number_components(components: list[Json]) -> list[Json]:
    """Gives each component the id Discord gives: its own, or the next free number from 1 on."""
    every = walk(components)
    taken = {part["id"] for part in every if part.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    for part in every:
        if not part.get("id"):
            part["id"] = next(free)
    return components


def completed(components: list[Json]) -> list[Json]:
    """A message's components as Discord keeps them: numbered, each select with its bounds."""
    for part in walk(components):
        if part.get("type") in SELECTS:
            part.setdefault("min_values", 1)
            part.setdefault("max_values", 1)
    return number_components(components)


def _check_components(errors: FormErrors, components: list[Json], *, is_v2: bool) -> None:
    most = limits.V2_COMPONENTS if is_v2 else limits.ROWS
    errors.length(("components",), components, 0, most, items=True)
    seen: set[str] = set()
    for index, part in enumerate(components):
        if not is_v2 and part.get("type") != 1:
            words = 'Value of field "type" must be one of (1,).'
            errors.add(("components", index, "type"), "UNION_TYPE_CHOICES", words)
            continue
        _check_part(errors, part, ("components", index), seen)
    every = walk(components)
    if is_v2 and len(every) > limits.V2_COMPONENTS:
        words = f"The total number of components cannot exceed {limits.V2_COMPONENTS}."
        errors.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    size = sum(len(part.get("content") or "") for part in every if part.get("type") == 10)
    if size > limits.V2_TEXT:
        words = f"The total displayable text must be at most {limits.V2_TEXT} characters."
        errors.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)


def _check_part(errors: FormErrors, part: Json, at: Path, seen: set[str]) -> None:
    kind = part.get("type")
    if kind == 1:
        _check_row(errors, part, at, seen)
    elif kind in (9, 17):
        children = part.get("components") or []
        errors.length((*at, "components"), children, 1, 3 if kind == 9 else 40, items=True)
        for index, child in enumerate(children):
            _check_part(errors, child, (*at, "components", index), seen)
        if kind == 9 and errors.required((*at, "accessory"), part.get("accessory")):
            _check_accessory(errors, part["accessory"], (*at, "accessory"), seen)
    elif kind == 10:
        errors.length((*at, "content"), part.get("content") or "", 1, limits.V2_TEXT)
    elif kind == 12:
        errors.length((*at, "items"), part.get("items") or [], 1, 10, items=True)
    elif kind not in V2_ONLY:
        words = f'Value of field "type" must be one of {sorted({1, *V2_ONLY})}.'
        errors.add((*at, "type"), "UNION_TYPE_CHOICES", words)


def _check_accessory(errors: FormErrors, part: Json, at: Path, seen: set[str]) -> None:
    if part.get("type") == 2:
        _check_button(errors, part, at, seen)
    elif part.get("type") != 11:
        words = 'Value of field "type" must be one of (2, 11).'
        errors.add((*at, "type"), "UNION_TYPE_CHOICES", words)


def _check_row(errors: FormErrors, row: Json, at: Path, seen: set[str]) -> None:
    children = row.get("components") or []
    errors.length((*at, "components"), children, 1, limits.BUTTONS_IN_ROW, items=True)
    selects = [child for child in children if child.get("type") in SELECTS]
    if selects and len(children) > 1:
        words = "A select menu fills its row alone."
        errors.add((*at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)
    for index, child in enumerate(children):
        here = (*at, "components", index)
        if child.get("type") == 2:
            _check_button(errors, child, here, seen)
        elif child.get("type") in SELECTS:
            _check_custom_id(errors, child, here, seen)
            _check_select(errors, child, here)
        else:
            words = f'Value of field "type" must be one of {sorted(IN_ROW)}.'
            errors.add((*here, "type"), "UNION_TYPE_CHOICES", words)


def _check_custom_id(errors: FormErrors, part: Json, at: Path, seen: set[str]) -> None:
    custom_id = part.get("custom_id")
    if not errors.required((*at, "custom_id"), custom_id):
        return
    errors.length((*at, "custom_id"), custom_id, 1, limits.CUSTOM_ID)
    if custom_id in seen:
        words = "Component custom id cannot be duplicated"
        errors.add((*at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words)
    seen.add(str(custom_id))


def _check_button(errors: FormErrors, button: Json, at: Path, seen: set[str]) -> None:
    style = button.get("style")
    if style not in range(1, 7):
        words = "Value must be one of (1, 2, 3, 4, 5, 6)."
        errors.add((*at, "style"), "BASE_TYPE_CHOICES", words)
    errors.length((*at, "label"), button.get("label"), 0, limits.BUTTON_LABEL)
    if not button.get("label") and not button.get("emoji") and style != 6:
        words = "A button must have a label or emoji."
        errors.add((*at, "label"), "BUTTON_COMPONENT_INVALID_LABEL", words)
    if style == 5:
        if errors.required((*at, "url"), button.get("url")):
            errors.length((*at, "url"), button["url"], 1, 512)
        if button.get("custom_id"):
            words = "A custom id and url cannot both be specified"
            errors.add(
                (*at, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words
            )
    elif style != 6:
        _check_custom_id(errors, button, at, seen)


def _check_select(errors: FormErrors, select: Json, at: Path) -> None:
    errors.length((*at, "placeholder"), select.get("placeholder"), 0, limits.PLACEHOLDER)
    if select["type"] == 3:
        _check_options(errors, select.get("options") or [], at, 1, limits.SELECT_OPTIONS)


def _check_options(
    errors: FormErrors, options: list[Json], at: Path, least: int, most: int
) -> None:
    errors.length((*at, "options"), options, least, most, items=True)
    seen: set[str] = set()
    for index, option in enumerate(options):
        here = (*at, "options", index)
        for name in ("label", "value"):
            if errors.required((*here, name), option.get(name)):
                errors.length((*here, name), option[name], 1, limits.OPTION_TEXT)
        errors.length((*here, "description"), option.get("description"), 0, limits.OPTION_TEXT)
        if option.get("value") in seen:
            words = "The specified option value is already used"
            errors.add((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
        seen.add(str(option.get("value")))


def check_modal(data: Json) -> None:
    """Raises 50035 for a modal Discord would not open: labels with one input, rows, or text."""
    errors = FormErrors()
    for name, most in (("title", limits.MODAL_TITLE), ("custom_id", limits.CUSTOM_ID)):
        if errors.required(("data", name), data.get(name)):
            errors.length(("data", name), data[name], 1, most)
    parts = data.get("components") or []
    errors.length(("data", "components"), parts, 1, limits.MODAL_COMPONENTS, items=True)
    seen: set[str] = set()
    for index, part in enumerate(parts):
        at: Path = ("data", "components", index)
        kind = part.get("type")
        if kind == 1:
            inner = part.get("components") or []
            errors.length((*at, "components"), inner, 1, 1, items=True)
            for number, child in enumerate(inner):
                errors.length((*at, "components", number, "label"), child.get("label"), 1, 45)
                _check_input(errors, child, (*at, "components", number), seen, {3, 4})
        elif kind == 18:
            errors.required((*at, "label"), part.get("label"))
            errors.length((*at, "label"), part.get("label"), 1, limits.LABEL)
            most = limits.LABEL_DESCRIPTION
            errors.length((*at, "description"), part.get("description"), 1, most)
            if errors.required((*at, "component"), part.get("component")):
                _check_input(errors, part["component"], (*at, "component"), seen, IN_LABEL)
        elif kind != 10:
            words = 'Value of field "type" must be one of (1, 10, 18).'
            errors.add((*at, "type"), "UNION_TYPE_CHOICES", words)
    errors.raise_if_any()


def _check_input(errors: FormErrors, part: Json, at: Path, seen: set[str], kinds: set[int]) -> None:
    kind = part.get("type")
    if kind not in kinds:
        words = f'Value of field "type" must be one of {sorted(kinds)}.'
        return errors.add((*at, "type"), "UNION_TYPE_CHOICES", words)
    _check_custom_id(errors, part, at, seen)
    if kind == 4:
        for name, most in (("placeholder", limits.TEXT_PLACEHOLDER), ("value", limits.TEXT_INPUT)):
            errors.length((*at, name), part.get(name), 0, most)
        for name in ("min_length", "max_length"):
            number = part.get(name)
            if number is not None and not 0 <= number <= limits.TEXT_INPUT:
                words = f"int value should be between 0 and {limits.TEXT_INPUT}."
                errors.add((*at, name), "NUMBER_TYPE_MAX", words)
        if part.get("style") not in (1, 2):
            errors.add((*at, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    elif kind == 3:
        _check_select(errors, part, at)
    elif kind in (21, 22):
        least = 2 if kind == 21 else 1
        _check_options(errors, part.get("options") or [], at, least, limits.GROUP_OPTIONS)
    return None


def check_choices(data: Json) -> None:
    """Raises 50035 for autocomplete choices beyond 25, or with names outside 1 to 100."""
    errors = FormErrors()
    choices = data.get("choices") or []
    errors.length(("data", "choices"), choices, 0, limits.CHOICES, items=True)
    for index, choice in enumerate(choices):
        at = ("data", "choices", index)
        if errors.required((*at, "name"), choice.get("name")):
            errors.length((*at, "name"), choice["name"], 1, limits.OPTION_TEXT)
        value: Any = choice.get("value")
        if isinstance(value, str):
            errors.length((*at, "value"), value, 1, limits.OPTION_TEXT)
        elif value is None:
            errors.required((*at, "value"), None)
    errors.raise_if_any()


def check_not_empty(row: Json) -> None:
    """Raises 50006 for a message that would show nothing."""
    if not (row["content"] or row["embeds"] or row["components"] or row["attachments"]):
        raise ApiError(400, 50006, "Cannot send an empty message")
