"""The playground's own web server: the page, its files and the control interface, on loopback."""

from __future__ import annotations

import hmac
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from playground.clock import PlaygroundClock
from playground.control import Control, answer_errors
from playground.live import Live
from playground.members import Members
from playground.program import Program
from playground.store import Store
from playground.surface import Member, Surface

PAGE = Path(__file__).parent / "page"
TOKEN_HEADER = "X-Peerloom-Token"  # noqa: S105 - the name of a header
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_LARGEST_BODY_BYTES = 80 * 1024 * 1024  # a 50 MB upload in base64
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {own}; media-src {own}; "
    "font-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
_FILES = {  # the addresses in views, and under which key each platform stores its files
    "/files/{id}": "{}",
    "/files/telegram/{id}": "telegram:{}",
    "/files/discord/{id}": "discord/{}",
}
_OWN = "'self' http://127.0.0.1:* http://localhost:* data: blob:"


def build_app(
    *,
    surfaces: dict[str, Surface],
    program: Program,
    members: list[Member],
    store: Store,
    clock: PlaygroundClock,
    token: str,
) -> web.Application:
    """The application for one loopback address. People of `members` are added to the surfaces."""
    app = web.Application(
        middlewares=[_guard(token), answer_errors], client_max_size=_LARGEST_BODY_BYTES
    )
    live = Live(surfaces=surfaces, program=program, clock=clock)
    control = Control(
        surfaces=surfaces,
        program=program,
        members=Members(members, surfaces=surfaces, store=store),
        clock=clock,
        live=live,
    )
    control.add_routes(app.router)
    app.router.add_get("/control/ws", live.handle)
    for address, key in _FILES.items():
        app.router.add_get(address, _files(store, key))
    app.router.add_get("/", _page("index.html"))
    for path in sorted(PAGE.iterdir()):
        if path.suffix in {".js", ".css", ".svg"}:
            app.router.add_get(f"/page/{path.name}", _page(path.name))
    app.on_startup.append(live.start)
    app.on_shutdown.append(live.stop)
    return app


def _guard(token: str) -> Middleware:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        """A web page elsewhere could drive the playground: Host, Origin and token are checked."""
        if not _is_own(f"//{request.host}"):
            return _refused("This server answers on loopback only.", 421)
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            return _refused("Another site cannot use the playground.", 403)
        if _needs_token(request):
            given = request.headers.get(TOKEN_HEADER) or request.query.get("token", "")
            if not hmac.compare_digest(given.encode(), token.encode()):
                return _refused("Open the address printed at the start: it has the token.", 401)
        response = await handler(request)
        if not response.prepared:
            _protect(response)
        return response

    return guard


def _needs_token(request: web.Request) -> bool:
    """Files are fetched by the bots too, which have no token; a browser always says who asks."""
    if request.path.startswith("/files"):
        return "Sec-Fetch-Site" in request.headers
    return request.path.startswith("/control")


def _is_own(address: str) -> bool:
    try:
        return urlsplit(address).hostname in _LOOPBACK
    except ValueError:
        return False


def _refused(sentence: str, status: int) -> web.Response:
    response = web.json_response({"error": sentence}, status=status)
    _protect(response)
    return response


def _protect(response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = _POLICY.format(own=_OWN)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")


def _page(name: str) -> Handler:
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"

    async def page(request: web.Request) -> web.StreamResponse:
        # Read at each request: the page can be edited while it runs, and it is small.
        content = (PAGE / name).read_text(encoding="utf-8")
        return web.Response(text=content, content_type=content_type, charset="utf-8")

    return page


def _files(store: Store, key: str) -> Handler:
    async def files(request: web.Request) -> web.StreamResponse:
        found = store.get_file(key.format(request.match_info["id"]))
        if found is None:
            return web.json_response({"error": "There is no such file."}, status=404)
        name, content = found
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if not content_type.startswith(("image/", "audio/", "video/")) or "svg" in content_type:
            content_type = "application/octet-stream"  # a sent page must never run on this origin
        return web.Response(body=content, content_type=content_type)

    return files
