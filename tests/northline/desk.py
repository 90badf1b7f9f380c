"""The Northline desk's tools, computed from `store.json`: what each call returns, so that no result is made up.

One `Desk` is one conversation: its writes change its own copy of the orders and nothing else. The tools hold none of
the desk's rules (a refund without proof goes through, as in the real desk): only what is impossible is refused.
`fixtures/northline/README.md` says call by call what comes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from reviewer.model.shipped import shipped_suite

Record = dict[str, Any]

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}
SMALL = re.compile(
    r"\b(?:an?|and|are|be|can|do|for|how|i|in|is|it|my|not|of|on|or|the|to|what|when|will|with|you|your)\b",
    re.IGNORECASE,
)
"""Words of a query that say nothing about what is wanted."""
STATES = {"packed": "packed", "shipped": "shipped", "partly_delivered": "shipped", "delivered": "delivered"}


@cache
def store() -> Record:
    """The shop as it stands before any conversation."""
    loaded: Record = json.loads(files("reviewer.fixtures").joinpath("northline", "store.json").read_text("utf-8"))
    return loaded


@cache
def variants() -> dict[str, Record]:
    """Every variant by its id, with its product."""
    return {
        variant["variant_id"]: {**variant, "product_id": product["product_id"], "title": product["title"]}
        for product in store()["products"]
        for variant in product["variants"]
    }


class Refusal(Exception):
    """The tool cannot do it: a code and one sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.result = {"error": code, "message": message}


class Desk:
    """The tools in one conversation; `call` never raises for what an agent may write into a call."""

    def __init__(self) -> None:
        self.orders: dict[str, Record] = {order["order_id"]: order for order in store()["orders"]}
        self.touched: set[str] = set()
        self.shipments: dict[str, Record] = {shipment["tracking_number"]: shipment for shipment in store()["shipments"]}
        self.customers: dict[str, Record] = {customer["email"]: customer for customer in store()["customers"]}
        self.tickets = 0

    def call(self, tool: str, arguments: Mapping[str, Any]) -> Record:
        """The result of a call; `error` and `message` where it cannot be done."""
        known = shipped_suite("northline").tool(tool)
        if known is None:
            return {"error": "unknown_tool", "message": f"There is no tool {tool}."}
        try:
            _check(known.parameters, arguments, "")
            return deepcopy(self._tools()[tool](**arguments))
        except Refusal as refusal:
            return refusal.result

    def _tools(self) -> dict[str, Callable[..., Record]]:
        return {
            "order_status": self._order_status,
            "recent_orders": self._recent_orders,
            "order_items": self._order_items,
            "tracking": self._tracking,
            "customer_profile": self._customer_profile,
            "claims_history": self._claims_history,
            "kb_search": _kb_search,
            "cancel_order": self._cancel_order,
            "create_reship": self._create_reship,
            "create_refund": self._create_refund,
            "edit_address": self._edit_address,
            "edit_line_item": self._edit_line_item,
            "apply_discount": self._apply_discount,
            "handover_to_human": self._handover_to_human,
        }

    def _order_status(self, order_id: str) -> Record:
        order = self._order(order_id)
        shipments = [
            {
                key: shipment[key]
                for key in ("tracking_number", "carrier", "tracking_url", "status", "shipped_on", "items")
            }
            | ({"delivered_on": shipment["delivered_on"]} if shipment["delivered_on"] else {})
            for shipment in (self.shipments[number] for number in order["shipments"])
        ]
        more = {key: order[key] for key in ("backorder", "replacements", "refunds", "returns") if order[key]}
        return {
            "order_id": order["order_id"],
            "customer_email": order["customer"],
            "placed_at": order["placed_at"],
            "status": order["status"],
            "shipping_method": order["shipping_method"],
            "shipping_address": order["address"],
            "total_usd": order["total_usd"],
            "shipments": shipments,
            **more,
        }

    def _recent_orders(self, email: str, limit: int = 5) -> Record:
        customer = self._customer(email)
        own = sorted(self._orders_of(customer), key=lambda order: str(order["placed_at"]), reverse=True)
        orders = [
            {key: order[key] for key in ("order_id", "placed_at", "status", "total_usd")}
            | {"items": [f"{line['quantity']} x {line['variant_id']}" for line in order["lines"]]}
            for order in own[:limit]
        ]
        return {"email": customer["email"], "orders": orders}

    def _order_items(self, order_id: str) -> Record:
        order = self._order(order_id)
        weights = {"expected_weight_g": order["expected_weight_g"], "packed_weight_g": order["packed_weight_g"]}
        return {
            "order_id": order["order_id"],
            "items": [_line(line) for line in order["lines"]],
            "discounts": order["discounts"],
            "shipping_usd": order["shipping_usd"],
            "total_usd": order["total_usd"],
            **(weights if order["packed_weight_g"] is not None else {}),
        }

    def _tracking(self, tracking_number: str) -> Record:
        shipment = self.shipments.get(tracking_number.strip().upper())
        if shipment is None:
            raise Refusal("not_found", f"No parcel has the number {tracking_number}.")
        return {
            key: value for key, value in shipment.items() if key not in ("items", "tracking_url") and value is not None
        }

    def _customer_profile(self, email: str) -> Record:
        customer = self._customer(email)
        own = [order for order in self._orders_of(customer) if order["status"] != "cancelled"]
        return {
            "email": customer["email"],
            "name": customer["name"],
            "customer_since": customer["since"],
            "orders": len(own),
            "total_spent_usd": round(sum(order["total_usd"] for order in own), 2),
            "address": customer["address"],
            "notes": customer["notes"],
        }

    def _claims_history(self, email: str) -> Record:
        claims = self._customer(email)["claims"]
        return {"email": email.strip().casefold(), "months": 12, "count": len(claims), "claims": claims}

    def _cancel_order(self, order_id: str, reason: str) -> Record:  # noqa: ARG002 - kept by the real desk
        order = self._open(order_id, "cancelled")
        order["status"] = "cancelled"
        return {"order_id": order["order_id"], "status": "cancelled", "refund": self._refund(order, self._left(order))}

    def _create_reship(self, order_id: str, items: list[Record], reason: str) -> Record:  # noqa: ARG002 - as above
        order = self._order(order_id)
        for item in items:
            _in_stock(item["variant_id"])
        made = {
            "reship_id": f"RS-{order['order_id'][1:]}-{len(order['replacements']) + 1}",
            "created_on": store()["today"],
            "items": [{**item, "title": variants()[item["variant_id"]]["title"]} for item in items],
            "status": "created",
            "tracking_number": None,
        }
        order["replacements"].append(made)
        return {"order_id": order["order_id"], **made, "ship_to": order["address"]}

    def _create_refund(self, order_id: str, amount_usd: float, reason: str) -> Record:  # noqa: ARG002 - as above
        order = self._order(order_id)
        if amount_usd > self._left(order):
            raise Refusal("amount_too_high", f"{order['order_id']} has {self._left(order):.2f} USD left to refund.")
        return {"order_id": order["order_id"], **self._refund(order, amount_usd), "status": "issued"}

    def _edit_address(self, order_id: str, address: Record) -> Record:
        order = self._open(order_id, "re-addressed")
        order["address"] = dict(address)
        return {"order_id": order["order_id"], "status": "updated", "shipping_address": order["address"]}

    def _edit_line_item(
        self, order_id: str, line: int, variant_id: str | None = None, quantity: int | None = None
    ) -> Record:
        order = self._open(order_id, "changed")
        lines: list[Record] = order["lines"]
        before = order["total_usd"]
        found = next((one for one in lines if one["line"] == line), None)
        if variant_id is not None:
            _in_stock(variant_id)
        if found is None:
            if variant_id is None or line != max((one["line"] for one in lines), default=0) + 1:
                raise Refusal("no_such_line", f"{order['order_id']} has no line {line}.")
            found = {"line": line, "quantity": 1}
            lines.append(found)
        if variant_id is not None:
            found |= {"variant_id": variant_id, "unit_price_usd": float(variants()[variant_id]["price_usd"])}
        if quantity is not None:
            found["quantity"] = quantity
        order["lines"] = [one for one in lines if one["quantity"]]
        if order["backorder"] and all(one["variant_id"] != order["backorder"]["variant_id"] for one in order["lines"]):
            order["backorder"] = None
        _add_up(order)
        return {
            "order_id": order["order_id"],
            "status": "updated",
            "items": [_line(one) for one in order["lines"]],
            "total_usd": order["total_usd"],
            "difference_usd": round(order["total_usd"] - before, 2),
        }

    def _apply_discount(self, order_id: str, code: str) -> Record:
        order = self._open(order_id, "discounted")
        name = code.strip().upper()
        offer = next((offer for offer in store()["discounts"] if offer["code"] == name), None)
        if offer is None:
            raise Refusal("unknown_code", f"There is no code {code}.")
        today = date.fromisoformat(store()["today"])
        if offer["ends"] and today > date.fromisoformat(offer["ends"]):
            raise Refusal("expired", f"{name} ended on {offer['ends']}.")
        if _subtotal(order) < offer["min_subtotal_usd"]:
            raise Refusal("below_minimum", f"{name} needs {offer['min_subtotal_usd']} USD of goods.")
        if offer["first_order_only"] and len(self._orders_of(self.customers[order["customer"]])) > 1:
            raise Refusal("not_first_order", f"{name} is for a first order.")
        held = {variants()[line["variant_id"]]["product_id"] for line in order["lines"]}
        if missing := [product for product in offer["products"] if product not in held]:
            raise Refusal("incomplete_set", f"{name} also needs {', '.join(missing)}.")
        order["discounts"].append({"code": name, "amount_usd": 0.0})
        _add_up(order)
        off = order["discounts"][-1]["amount_usd"]
        return {"order_id": order["order_id"], "code": name, "discount_usd": off, "total_usd": order["total_usd"]}

    def _handover_to_human(self, reason: str, order_id: str | None = None) -> Record:
        self.tickets += 1
        about = self._order(order_id)["order_id"][1:] if order_id else "0000"
        return {"ticket": f"HO-{about}-{self.tickets}", "queue": "desk", "status": "queued", "reason": reason}

    def _order(self, order_id: str) -> Record:
        """An order to read or to change: from the first look on, this conversation has its own copy."""
        found = "#" + order_id.strip().lstrip("#")
        if found not in self.orders:
            raise Refusal("not_found", f"There is no order {order_id}.")
        if found not in self.touched:
            self.touched.add(found)
            self.orders[found] = deepcopy(self.orders[found])
        return self.orders[found]

    def _open(self, order_id: str, done: str) -> Record:
        """An order that is still processing; the refusal says what it is instead."""
        order = self._order(order_id)
        if order["status"] != "processing":
            state = STATES.get(order["status"], order["status"])
            raise Refusal("not_processing", f"{order['order_id']} is {state} and cannot be {done}.")
        return order

    def _customer(self, email: str) -> Record:
        customer = self.customers.get(email.strip().casefold())
        if customer is None:
            raise Refusal("not_found", f"No customer has the e-mail {email}.")
        return customer

    def _orders_of(self, customer: Record) -> list[Record]:
        return [order for order in self.orders.values() if order["customer"] == customer["email"]]

    def _left(self, order: Record) -> float:
        return float(round(order["total_usd"] - sum(refund["amount_usd"] for refund in order["refunds"]), 2))

    def _refund(self, order: Record, amount: float) -> Record:
        made = {
            "refund_id": f"RF-{order['order_id'][1:]}-{len(order['refunds']) + 1}",
            "created_on": store()["today"],
            "amount_usd": round(float(amount), 2),
        }
        order["refunds"].append(made)
        return {**made, "method": "original payment method"}


def _check(schema: Mapping[str, Any], value: Any, path: str) -> None:
    """The part of JSON Schema that the tools use: types, required and unknown keys, minimums."""
    if not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool):
        raise Refusal("invalid_arguments", f"{path or 'The call'} must be of type {schema['type']}.")
    if isinstance(value, dict):
        for key in schema["required"]:
            if key not in value:
                raise Refusal("invalid_arguments", f"{f'{path}.{key}'.strip('.')} is missing.")
        for key, part in value.items():
            if key not in schema["properties"]:
                raise Refusal("invalid_arguments", f"{f'{path}.{key}'.strip('.')} is unknown.")
            _check(schema["properties"][key], part, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            raise Refusal("invalid_arguments", f"{path} is empty.")
        for index, part in enumerate(value):
            _check(schema["items"], part, f"{path}[{index}]")
    elif isinstance(value, (int, float)) and (
        value < schema.get("minimum", value)
        or value > schema.get("maximum", value)
        or value <= schema.get("exclusiveMinimum", value - 1)
    ):
        raise Refusal("invalid_arguments", f"{path} is out of range.")


def _in_stock(variant_id: str) -> None:
    variant = variants().get(variant_id)
    if variant is None:
        raise Refusal("unknown_variant", f"There is no variant {variant_id}.")
    if not variant["stock"]:
        raise Refusal("out_of_stock", f"{variant_id} is sold out.")


def _line(line: Record) -> Record:
    variant = variants()[line["variant_id"]]
    return {
        "line": line["line"],
        "variant_id": line["variant_id"],
        "title": variant["title"],
        **variant["options"],
        "quantity": line["quantity"],
        "unit_price_usd": line["unit_price_usd"],
        "final_sale": variant["final_sale"],
    }


def _subtotal(order: Record) -> float:
    return float(sum(line["unit_price_usd"] * line["quantity"] for line in order["lines"]))


def _add_up(order: Record) -> None:
    """New totals after a change: a percentage is taken of what is there now; shipping stays as it was charged."""
    offers = {offer["code"]: offer for offer in store()["discounts"]}
    for discount in order["discounts"]:
        offer = offers[discount["code"]]
        share = _subtotal(order) * offer.get("percent", 0) / 100
        discount["amount_usd"] = round(float(offer.get("amount_usd", share)), 2)
    off = sum(discount["amount_usd"] for discount in order["discounts"])
    order["total_usd"] = round(max(0.0, _subtotal(order) + order["shipping_usd"] - off), 2)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.casefold()))


def _kb_search(query: str) -> Record:
    """The three articles with most of the query's words: a word in title or keywords counts three times."""
    wanted = _words(SMALL.sub(" ", query))
    scored = []
    for article in store()["articles"]:
        telling = _words(f"{article['article_id']} {article['title']} {article['keywords']}")
        points = 3 * len(wanted & telling) + len(wanted & _words(article["text"]) - telling)
        if points:
            scored.append((-points, article["article_id"], article))
    found = [
        {key: article[key] for key in ("article_id", "title", "text")}
        for _, _, article in sorted(scored, key=lambda s: s[:2])
    ]
    return {"query": query, "articles": found[:3]}
