"""Presses of inline buttons and payments in the chat: queries that must be answered in time."""

from __future__ import annotations

import re
import secrets

from playground.surface import NotSeen
from playground.telegram.calls import Call, method
from playground.telegram.core import Core
from playground.telegram.errors import STALE, bad
from playground.telegram.placing import place
from playground.telegram.rights import writable_chat
from playground.telegram.tables import Json


def ask(core: Core, user: Json, row: Json, data: str) -> None:
    """Sends the program a callback query for a pressed button."""
    id = _new_query(core, "callback", user, row)
    core.updates.push(
        "callback_query",
        {
            "id": id,
            "from": core.user_json(user["id"]),
            "message": core.message_json(row),
            "chat_instance": str(row["chat"] * 7919 % 2**62),
            "data": data,
        },
    )


def _new_query(core: Core, kind: str, user: Json, row: Json, **more: object) -> str:
    for id in core.queries.ids():
        if core.now() - core.queries[id]["at"] > 86_400:
            core.queries.delete(id)
    id = str(secrets.randbelow(2**62) + 2**61)
    query = {"kind": kind, "at": core.now(), "user": user["id"], "chat": row["chat"],
             "message": row["id"], "topic": row["topic"], "is_answered": False}  # fmt: skip
    core.queries.put(id, query | more)
    core.activity += 1
    return id


def _take(core: Core, id: str, kind: str, seconds: int) -> Json:
    query = core.queries.get(id)
    if (
        query is None
        or query["kind"] != kind
        or query["is_answered"]
        or core.now() - query["at"] > seconds
    ):
        raise bad(STALE)
    return query


@method("answerCallbackQuery")
def answer_callback_query(core: Core, call: Call) -> bool:
    id = call.text("callback_query_id")
    query = _take(core, id, "callback", core.callback_seconds)
    text = call.text("text")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if call.has("url"):
        start = re.escape(f"t.me/{core.bot_username}?start=")
        own = re.fullmatch(rf"(?:https?://)?{start}[A-Za-z0-9_-]{{1,64}}", call.text("url"), re.I)
        if own is None:
            raise bad("URL_INVALID")
    core.queries.put(id, query | {"is_answered": True})
    if call.has("url") and core.follow is not None:
        core.follow(core.users[query["user"]], call.text("url"))
    if text:
        chat = core.chats[query["chat"]]
        name = core.users[query["user"]]["name"]
        core.toast(name, chat, query["topic"], text, is_alert=call.flag("show_alert"))
    return True


# Stars


@method("sendInvoice")
def send_invoice(core: Core, call: Call) -> Json:
    chat, topic = writable_chat(core, call)
    title, description = call.text("title"), call.text("description")
    if not 1 <= len(title) <= 32:
        raise bad("INVOICE_TITLE_INVALID" if title else "title is empty")
    if not 1 <= len(description) <= 255:
        raise bad("INVOICE_DESCRIPTION_INVALID" if description else "description is empty")
    if not 1 <= len(call.text("payload").encode()) <= 128:
        raise bad("INVOICE_PAYLOAD_INVALID")
    prices = call.json("prices")
    if not isinstance(prices, list) or not prices:
        raise bad("INVOICE_PRICES_INVALID")
    currency = call.text("currency")
    if currency != "XTR":
        raise bad("PAYMENT_PROVIDER_INVALID" if currency else "CURRENCY_INVALID")
    total = sum(int(price.get("amount", 0)) for price in prices)
    if len(prices) != 1 or not 1 <= total <= 100_000:
        raise bad("CURRENCY_TOTAL_AMOUNT_INVALID")
    invoice = {
        "title": title,
        "description": description,
        "start_parameter": call.text("start_parameter"),
        "currency": currency,
        "total_amount": total,
    }
    return core.message_json(
        place(core, call, chat, topic, {"invoice": invoice}, payload=call.text("payload"))
    )


def pay(core: Core, user: Json, row: Json) -> None:
    """The person confirms an invoice: the program gets ten seconds to agree."""
    if "invoice" not in row["content"]:
        raise NotSeen("this message is no invoice")
    if row.get("is_paid"):
        raise NotSeen("this invoice is paid")
    invoice = row["content"]["invoice"]
    id = _new_query(core, "checkout", user, row)
    core.updates.push(
        "pre_checkout_query",
        {
            "id": id,
            "from": core.user_json(user["id"]),
            "currency": invoice["currency"],
            "total_amount": invoice["total_amount"],
            "invoice_payload": row["payload"],
        },
    )


@method("answerPreCheckoutQuery")
def answer_pre_checkout_query(core: Core, call: Call) -> bool:
    id = call.text("pre_checkout_query_id")
    query = _take(core, id, "checkout", core.checkout_seconds)
    core.queries.put(id, query | {"is_answered": True})
    chat = core.chats[query["chat"]]
    row = core.message(query["chat"], query["message"])
    if not call.flag("ok"):
        if not call.has("error_message"):
            raise bad("error message is empty")
        name = core.users[query["user"]]["name"]
        core.toast(name, chat, query["topic"], call.text("error_message"), is_alert=True)
        return True
    if row is None:
        raise bad(STALE)
    core.save(row | {"is_paid": True})
    invoice = row["content"]["invoice"]
    charge = f"stx{secrets.token_hex(16)}"
    payment = {
        "currency": invoice["currency"],
        "total_amount": invoice["total_amount"],
        "invoice_payload": row["payload"],
        "telegram_payment_charge_id": charge,
        "provider_payment_charge_id": charge[3:19],
    }
    core.meta.put("payments", (core.meta.get("payments") or {}) | {charge: query["user"]})
    paid = core.post(
        chat, query["user"], {"successful_payment": payment}, topic=query["topic"], is_service=True
    )
    core.updates.push("message", core.message_json(paid))
    return True


@method("refundStarPayment")
def refund_star_payment(core: Core, call: Call) -> bool:
    payments = core.meta.get("payments") or {}
    charge = call.text("telegram_payment_charge_id")
    if charge not in payments or payments[charge] not in (call.integer("user_id"), 0):
        raise bad("CHARGE_ID_EMPTY" if not charge else "CHARGE_NOT_FOUND")
    if payments[charge] == 0:
        raise bad("CHARGE_ALREADY_REFUNDED")
    core.meta.put("payments", payments | {charge: 0})
    return True
