"""Files: uploads, file ids that can be sent again, the methods that send media, and downloads."""

from __future__ import annotations

import hashlib
import io
import mimetypes
import secrets
from typing import Any

from PIL import Image, UnidentifiedImageError

from playground.telegram.calls import METHODS, Call, Upload, method
from playground.telegram.core import Core
from playground.telegram.errors import ApiError, bad
from playground.telegram.placing import place, read_caption
from playground.telegram.rights import writable_chat
from playground.telegram.tables import Json

UPLOAD_BYTES = 50_000_000
PHOTO_BYTES = 10_000_000
DOWNLOAD_BYTES = 20_000_000
KINDS = {"photo", "document", "video", "audio", "voice", "animation", "video_note"}
RIGHTS = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
    "animation": "can_send_other_messages",
}
MIME = {"video": "video/mp4", "audio": "audio/mpeg", "voice": "audio/ogg", "animation": "video/mp4"}


def store_file(core: Core, kind: str, name: str, content: bytes, given: Json) -> Json:
    """Keeps an upload and returns its record: what a file id stands for."""
    digest = hashlib.sha256(content).hexdigest()
    unique = f"AQ{digest[:14]}"
    file_id = f"{kind[:2].upper()}AgACAg{secrets.token_urlsafe(18)}{digest[:8]}"
    row: Json = {
        "file_id": file_id,
        "unique": unique,
        "kind": kind,
        "name": name,
        "size": len(content),
        "mime": mimetypes.guess_type(name)[0] or MIME.get(kind, "application/octet-stream"),
    }
    if kind in ("photo", "video", "animation"):
        row["width"], row["height"] = _dimensions(kind, content, given)
    for key in ("duration", "title", "performer"):
        if given.get(key):
            row[key] = given[key]
    core.store.put_file(f"telegram:{unique}", name, content)
    return core.files.put(file_id, row)


def _dimensions(kind: str, content: bytes, given: Json) -> tuple[int, int]:
    if kind != "photo":
        return int(given.get("width") or 320), int(given.get("height") or 180)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def content_of(row: Json, kind: str = "") -> Json:
    """The message field that shows a stored file."""
    kind = kind or row["kind"]
    base = {
        "file_id": row["file_id"],
        "file_unique_id": row["unique"],
        "file_size": row["size"],
    }
    if kind == "photo":
        return {"photo": [base | {"width": row["width"], "height": row["height"]}]}
    named = base | {"file_name": row["name"], "mime_type": row["mime"]}
    timed = {"duration": int(row.get("duration") or 0)}
    match kind:
        case "video" | "animation":
            size = {"width": row.get("width", 320), "height": row.get("height", 180)}
            content: Json = {kind: named | timed | size}
            if kind == "animation":
                content["document"] = named  # older programs look for it here
            return content
        case "audio":
            words = {key: row[key] for key in ("title", "performer") if row.get(key)}
            return {"audio": named | timed | words}
        case "voice":
            return {"voice": base | timed | {"mime_type": row["mime"]}}
    return {"document": named}


def find_file(core: Core, call: Call, kind: str, value: Any, given: Json) -> Json:
    """The record behind a file parameter: an upload, attach://name, or a file id sent again."""
    if isinstance(value, str) and value.startswith("attach://"):
        upload = call.files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad("file attached by attach:// is missing in the request")
        return _from_upload(core, kind, upload, given)
    if not isinstance(value, str) or not value:
        raise bad(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")  # the playground fetches nothing
    row = core.files.get(value)
    if row is None:
        raise bad("wrong remote file identifier specified: Wrong string length")
    if row["kind"] != kind:
        names = {"photo": "Photo", "document": "Document", "voice": "VoiceNote"}
        asked, is_now = (names.get(name, name.title()) for name in (kind, row["kind"]))
        raise bad(f"can't use file of type {is_now} as {asked}")
    return row


def _from_upload(core: Core, kind: str, upload: Upload, given: Json) -> Json:
    size = len(upload.content)
    if size == 0:
        raise bad("file must be non-empty")
    if size > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and size > PHOTO_BYTES:
        raise bad("file is too big")
    return store_file(core, kind, upload.name, upload.content, given)


def from_param(core: Core, call: Call, kind: str) -> Json:
    """The content of a sendPhoto-like request, whose file is a part of its own name or a string."""
    upload = call.files.get(kind)
    given = {key: call.params.get(key) for key in ("duration", "width", "height", "title",
                                                   "performer")}  # fmt: skip
    if upload is not None:
        return content_of(_from_upload(core, kind, upload, given))
    return content_of(find_file(core, call, kind, call.params.get(kind), given))


def from_input(core: Core, call: Call, given: Json) -> Json:
    """The content of one InputMedia object."""
    kind = str(given.get("type"))
    if kind not in RIGHTS or kind == "voice":
        raise bad("can't parse InputMedia: unsupported type specified")
    return content_of(find_file(core, call, kind, given.get("media"), given))


def _send_media(core: Core, call: Call) -> Json:
    kind = call.method.lower().removeprefix("send")
    chat, topic = writable_chat(core, call, RIGHTS[kind])
    content = from_param(core, call, kind)
    content |= read_caption(
        {"caption": call.text("caption"), "caption_entities": call.json("caption_entities")},
        call.text("parse_mode"),
    )
    for key in ("has_spoiler", "show_caption_above_media"):
        if call.flag(key):
            content["has_media_spoiler" if key == "has_spoiler" else key] = True
    return core.message_json(place(core, call, chat, topic, content))


for _kind in RIGHTS:
    METHODS[f"send{_kind}"] = _send_media


@method("sendMediaGroup")
def send_media_group(core: Core, call: Call) -> list[Json]:
    given = call.json("media")
    if not isinstance(given, list) or not 1 <= len(given) <= 10:
        raise bad("wrong number of messages to send: expected from 2 to 10 items")
    kinds = {str(item.get("type")) for item in given}
    if len(kinds) > 1 and kinds - {"photo", "video"}:
        raise bad("message content can't be mixed in an album")
    chat, topic = writable_chat(core, call, RIGHTS.get(kinds.pop(), "can_send_documents"))
    contents = []
    for item in given:
        caption = read_caption(item, item.get("parse_mode") or "")
        contents.append(from_input(core, call, item) | caption)
    group_id = str(core.next_number("albums", 13_000_000_000))
    rows = [
        place(core, call, chat, topic, content, media_group_id=group_id) for content in contents
    ]
    return [core.message_json(row) for row in rows]


@method("getFile")
def get_file(core: Core, call: Call) -> Json:
    row = core.files.get(call.text("file_id"))
    if row is None:
        raise bad("invalid file_id")
    if row["size"] > DOWNLOAD_BYTES:
        raise bad("file is too big")
    folder = {"photo": "photos", "voice": "voice"}.get(row["kind"], f"{row['kind']}s")
    extension = row["name"].rpartition(".")[2] if "." in row["name"] else "bin"
    return {
        "file_id": row["file_id"],
        "file_unique_id": row["unique"],
        "file_size": row["size"],
        "file_path": f"{folder}/{row['unique']}.{extension}",
    }


def read_file(core: Core, path: str) -> tuple[str, bytes] | None:
    """The name and bytes behind a file_path, or behind the id of a page's picture."""
    unique = path.rpartition("/")[2].partition(".")[0]
    return core.store.get_file(f"telegram:{unique}")
