"""What a browser asks the server, without the browser."""

import ast
import itertools
import re
import time
from pathlib import Path

import requests
from lxml import etree

# The end of a line of the access log: queries, their seconds, the other seconds.
PERFORMANCE = r".*? (\d+) [\d.]+ [\d.]+$"
SCREEN_VIEWS = {"list", "kanban"}


class WebClient:
    """One person's session, over HTTP, with a password."""

    _numbers = itertools.count(1)

    def __init__(self, url, log, database, login, password):
        self.url, self.log = url, Path(log)
        self.session = requests.Session()
        answer = self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )
        self.context = answer["user_context"]
        self.uid = answer["uid"]

    def become_superuser(self):
        """As the developer menu does it for a system administrator: from now on no
        record rule holds for this session."""
        self.session.get(f"{self.url}/web/become", allow_redirects=False, timeout=60)
        return self

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=600).json()
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]

    def call(self, model, method, *args, context=(), **kwargs):
        kwargs["context"] = {**self.context, **dict(context)}
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        # The number is for finding the call in the server's log; Odoo ignores it.
        self.number = next(self._numbers)
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}/{self.number}", params
        )

    def timed(self, request):
        """(seconds, queries) of a request: (model, method, args, kwargs)."""
        model, method, args, kwargs = request
        start = time.perf_counter()
        self.call(model, method, *args, **kwargs)
        return time.perf_counter() - start, self.queries()

    def queries(self):
        """How many queries the last call made, from the server's access log."""
        line = re.compile(rf"/{self.number}#\S+ HTTP{PERFORMANCE}", re.MULTILINE)
        for _attempt in range(50):
            if found := line.search(self.log.read_text()):
                return int(found[1])
            time.sleep(0.02)
        raise LookupError(f"the server's log lacks call {self.number}: {self.log}")

    # SCREENS

    def get_views(self, model, *views, context=()):
        return self.call(
            model, "get_views", views=views, options={"toolbar": True}, context=context
        )

    def first_page(self, action, limit=80):
        """The request for the first page of a window action's list, with its default
        filters on and not grouped."""
        model, ids = action["res_model"], dict(map(reversed, action["views"]))
        got = self.get_views(
            model, [ids.get("list", False), "list"], [action["search"], "search"]
        )
        tree = etree.fromstring(got["views"]["list"]["arch"])
        domain = action["domain"] + _default_filters(
            etree.fromstring(got["views"]["search"]["arch"]), action["context"]
        )
        kwargs = {
            "specification": specification(tree, got["models"], model),
            "domain": domain,
            "offset": 0,
            "order": "",
            "limit": limit,
            "count_limit": 10001,
            "context": {"bin_size": True},
        }
        return model, "web_search_read", [], kwargs

    def opening(self, model, record_id):
        """The request for the record when its form is opened."""
        got = self.get_views(model, [False, "form"], [False, "search"])
        tree = etree.fromstring(got["views"]["form"]["arch"])
        spec = specification(tree, got["models"], model, self._load_subview)
        spec["display_name"] = {}
        kwargs = {"specification": spec, "context": {"bin_size": True}}
        return model, "web_read", [[record_id]], kwargs

    def _load_subview(self, model, view, context):
        """A list or kanban that a form shows without holding it itself."""
        got = self.get_views(model, [False, view], context=context)
        return etree.fromstring(got["views"][view]["arch"]), got["models"]


def _default_filters(tree, context):
    """The domain of the filters that the action switches on."""
    domain = []
    for node in tree.iter("filter"):
        if context.get(f"search_default_{node.get('name')}") and node.get("domain"):
            domain += ast.literal_eval(node.get("domain"))
    return domain


def specification(tree, models, model, load_subview=None):
    """What the web client asks to read for a view: its fields, and of a field that
    shows other records theirs. After ``getFieldsSpec`` in Odoo's relational model."""
    fields = models[model]["fields"]
    spec = {}
    for node in _field_nodes(tree):
        name = node.get("name")
        spec.setdefault(name, {})
        hidden = node.get("invisible") in ("1", "True") or (
            node.get("column_invisible") in ("1", "True")
        )
        kind = fields[name]["type"]
        if kind in ("many2one", "reference"):
            spec[name].setdefault("fields", {})
            if not hidden:
                spec[name]["fields"]["display_name"] = {}
        elif kind in ("one2many", "many2many") and not hidden:
            _x2many(spec[name], node, models, fields[name]["relation"], load_subview)
    return spec


def _x2many(spec, node, models, model, load_subview):
    widget = node.get("widget") or ""
    if "tags" in widget or widget == "many2many_avatar_user":
        options = ast.literal_eval(node.get("options") or "{}")
        color = options.get("color_field")
        spec["fields"] = {"display_name": {}, **({color: {}} if color else {})}
        return
    views = {child.tag: child for child in node if isinstance(child.tag, str)}
    wanted = node.get("mode") or ("kanban" if set(views) == {"kanban"} else "list")
    wanted = "list" if "," in wanted else wanted
    tree = views.get(wanted)
    # A widget of its own, such as the organisation chart, has no subview to load.
    if tree is None and load_subview and widget in ("", "one2many", "many2many"):
        references = re.findall(
            r"'([a-z]*_view_ref)' *: *'(.*?)'", node.get("context", "")
        )
        tree, models = load_subview(model, wanted, references)
    if tree is None:
        return
    spec["fields"] = specification(tree, models, model)
    if "form" in views:
        inline = specification(views["form"], models, model)
        spec["fields"] = {**inline, **spec["fields"]}
    spec["limit"] = int(tree.get("limit") or 40)
    if tree.get("default_order"):
        spec["order"] = tree.get("default_order")


def _field_nodes(tree):
    """The fields of this view, without those of the views inside it."""
    for node in tree.iterchildren(etree.Element):
        if node.tag == "field":
            yield node
            continue
        if node.tag != "groupby":
            yield from _field_nodes(node)
