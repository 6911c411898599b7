"""Calls from outside: as the web client makes them, and with an API key."""

import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase
from odoo.tools import SQL

CANARY = re.compile(r"CANARY<([^|>]+)\|(\d)>")


class Outside(HttpCase):
    """Signs people in and calls methods over JSON-RPC and ``/json/2``.

    What a call changed can be taken back with ``undone``; ``fingerprint`` says whether
    anything has changed at all.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calls = 0

    def setUp(self):
        super().setUp()
        # A key goes with the test that made it.
        self._keys = {}

    def sign_in(self, user):
        """The next calls are this user's; nobody's for an empty one."""
        self.env.flush_all()
        self.authenticate(user.login or None, user.login)
        self.key = self._api_key(user) if user else None

    def _api_key(self, user):
        if user not in self._keys:
            self._keys[user] = (
                self.env["res.users.apikeys"]
                .with_user(user)
                .sudo()
                ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
            )
        return self._keys[user]

    def rpc(self, model, method, *args, **kwargs):
        """The answer to a call of the web client: ``{"result": …}`` or
        ``{"error": …}``, and its text."""
        response = self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            self.build_rpc_payload(
                {"model": model, "method": method, "args": args, "kwargs": kwargs}
            ),
        )
        return response.json() if response.ok else {"error": response.status_code}

    def json2(self, model, method, ids=(), **kwargs):
        """The same with the API key of who is signed in."""
        if ids:
            kwargs["ids"] = list(ids)
        response = self._post(
            f"/json/2/{model}/{method}",
            kwargs,
            headers={"Authorization": f"Bearer {self.key}"},
        )
        if self.key in self._keys.values():
            self.assertNotEqual(response.status_code, 401, "The key must be taken.")
        return {"result" if response.ok else "error": response.json()}

    def _post(self, url, values, **kwargs):
        type(self).calls += 1
        response = self.url_open(url, json=values, timeout=60, **kwargs)
        self.text = response.text
        return response

    def get(self, url):
        type(self).calls += 1
        response = self.url_open(url, timeout=60)
        self.text = response.text
        return response

    def undone(self):
        """Context: what is called in it is taken back at its end."""
        return _Undone(self.env)

    def canaries(self):
        """(entry, stage) of the planted words in the last answer."""
        text = self.text.replace("\\u003c", "<").replace("\\u003e", ">")
        text = text.replace("&lt;", "<").replace("&gt;", ">")
        return {(entry, int(stage)) for entry, stage in CANARY.findall(text)}

    def fingerprint(self, without=()):
        """{table: hash of all its rows} of this addon's tables, of attachments to
        its records and of who is whose manager and login."""
        tables = {
            model._table: SQL("TRUE")
            for name, model in self.env.registry.items()
            if name.startswith("school.appraisal") and not model._abstract
            if not model._transient and model._auto and name not in without
        }
        tables["ir_attachment"] = SQL("res_model LIKE 'school.appraisal%%'")
        self.env.flush_all()
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT md5(string_agg(t::text, '' ORDER BY id)) "
                    "FROM %s t WHERE %s",
                    SQL.identifier(table),
                    where,
                )
            )[0][0]
            for table, where in tables.items()
        }


class _Undone:
    def __init__(self, env):
        self.env = env

    def __enter__(self):
        self.savepoint = self.env.cr.savepoint()
        return self

    def __exit__(self, *_args):
        self.savepoint.rollback()
        self.savepoint.close(rollback=False)
        self.env.invalidate_all()
