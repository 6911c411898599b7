"""Every channel by which words of an appraisal could get out, and who looks after it.

Words are planted in every record (``CANARY<entry|stage>``, see ``access_common.py``);
people ask in every way that Odoo knows, over HTTP in their own sessions, and no answer
may hold a word that ``access_table.py`` does not let them read.
"""

import base64
import html
import importlib
import inspect
import io
import itertools
import json
import logging
import re
import zipfile

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from odoo import http
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from .access_common import BUTTONS, PROBES, AccessWorld
from .common import plain_paper
from .http_common import CANARY, Outside
from .outgoing import mark, sent

# Channel of the catalogue: the tests that look after it ("file.Class.test"; those of
# this file by their name alone).
TABLE = "test_access_table.TestAccessTable.test_table"
TABLE_HTTP = "test_access_table.TestAccessTableHttp.test_table_over_http"
FORGING = "test_forging.TestForging."
YEAR = "test_played_year.TestPlayedYear."
CHANGES = "test_people_changes.TestPeopleChanges."
CHANNELS = {
    "L01 read": [TABLE, TABLE_HTTP, "test_every_public_method"],
    "L02 search, count": [TABLE, FORGING + "test_questions_tell_nothing"],
    "L03 asking for hidden fields": ["test_hidden_fields"],
    "L04 order, group, aggregate": ["test_hidden_fields"],
    "L06 figures": ["test_figures_count_what_is_seen"],
    "L07 labels": [
        "test_access_table.TestAccessTable.test_labels_are_neutral",
        "test_names_are_found_by_readers_only",
        "test_refusals_tell_no_more_than_a_reference",
    ],
    "L08 fields on employees": [FORGING + "test_questions_tell_nothing"],
    "L09 related and computed fields": [
        "test_nothing_is_taken_past_the_rules",
        "test_dialogs_and_defaults",
    ],
    "L10 nested reading": ["test_nested_reading"],
    "L11 onchange, defaults": ["test_dialogs_and_defaults"],
    "L12 lines on foreign records": [TABLE, FORGING + "test_command_lists"],
    "L14 messages": ["test_message_routes", "test_composer"],
    "L15 tracked values": ["test_no_record_is_a_thread", YEAR + "test_kinds"],
    "L16 followers": ["test_followers_learn_nothing", YEAR + "test_kinds"],
    "L17 mails": [YEAR + "test_nothing_leaks", YEAR + "test_scanner_finds"],
    "L19 activities": ["test_activities", YEAR + "test_nothing_leaks"],
    "L20 meetings": [YEAR + "test_kinds"],
    "L21 files": [
        "test_files",
        "test_other_files_stay_closed",
        FORGING + "test_paper_is_given_to_readers_only",
    ],
    "L22 reports": ["test_reports", FORGING + "test_paper_is_given_to_readers_only"],
    "L23 cached reports": ["test_reports", "test_no_report_is_cached"],
    "L25 papers that say too much": ["test_training_form_says_no_more"],
    "L26 export": ["test_export"],
    "L27 pay file": ["test_pay.TestPay.test_export_has_these_columns"],
    "L29 import": [FORGING + "test_guarded_fields"],
    "L30 log": ["test_log_of_a_refused_row", YEAR + "test_log"],
    "L32 bus": ["test_bus", YEAR + "test_nothing_leaks"],
    "L35 naming oneself": [FORGING + "test_guarded_fields"],
    "L36 moving people": [
        "test_people.TestPeople.test_hr_cannot_let_himself_in",
        "test_people.TestPeople.test_hr_links_own_login",
    ],
    "L37 creating for others": [FORGING + "test_nobody_makes_an_appraisal"],
    "L38 states": [
        FORGING + "test_wrong_person_or_wrong_time",
        FORGING + "test_guarded_fields",
    ],
    "L39 signing for others": [
        "test_statement.TestStatement.test_signature_is_the_sessions",
        "test_statement.TestStatement.test_others_do_not_sign",
    ],
    "L40 dates": [
        FORGING + "test_guarded_fields",
        "test_statement.TestStatement.test_paper_of_a_person_without_login",
    ],
    "L41 after the signature": [
        FORGING + "test_final_and_closed",
        FORGING + "test_frozen_pdf",
    ],
    "L42 deleting": [
        "test_people.TestPeople.test_appraisals_are_not_deleted",
        "test_people.TestPeople.test_employee_with_appraisal_is_not_deleted",
        "test_module.TestRetention.test_uninstall_is_refused_until_retention_ends",
    ],
    "L44 methods, actions": [
        "test_every_public_method",
        "test_actions_by_address",
        "test_call_button",
        FORGING + "test_private_methods",
    ],
    "L45 keys": [
        "test_access_table.TestAccessTableHttp.test_nobody",
        CHANGES + "test_key_taken_back",
        CHANGES + "test_leaver",
    ],
    "L46 scripts in texts": ["test_reports.TestSheets.test_text_is_text"],
    "L48 formulas": ["test_pay.TestPay.test_export_runs_no_formula"],
    "L49 names of files": [
        "test_reports.TestForms.test_names_of_files_and_metadata_are_neutral"
    ],
    "L50 malformed input": ["test_bad_input.TestBadInput.test_every_field"],
    "L52 access after the role": [
        CHANGES + "test_reviewer",
        CHANGES + "test_line_manager",
        CHANGES + "test_head",
        CHANGES + "test_dialogs_of_a_former_head",
        CHANGES + "test_governor",
        CHANGES + "test_leaver",
    ],
    "L55 gaps in the register": [
        FORGING + "test_reading_is_registered",
        "test_more_reading_is_registered",
    ],
}
# Channels that are not there, why, and the test that fails when one appears.
NOT_THERE = {
    "L43 leftovers of the deleted": (
        "nothing is deleted",
        "test_people.TestPeople.test_appraisals_are_not_deleted",
    ),
    "L51 portal and share links": ("there are none", "test_no_links_without_login"),
    "L53 governors' report": ("there is none", "test_no_further_report"),
}

OUTSIDERS = (
    "colleague",
    "head elsewhere",
    "former reviewer",
    "former line manager let in",
    "HR manager",
    "system administrator",
    "administrator",
    "portal user",
)
# They have a part, and must not see the rest.
INSIDERS = ("reviewee", "reviewer", "head", "governor", "pay officer")
EVERYBODY = OUTSIDERS + INSIDERS
# Where the same is asked many hundred times.
SOME = ("colleague", "former reviewer", "system administrator", "pay officer")
SOME += ("reviewee", "portal user")
# Models that hold what an appraisal says.
CONFIDENTIAL = sorted(
    {
        probe.model
        for probe in PROBES.values()
        if probe.staged and not probe.model.startswith("school.appraisal.access")
    }
)
BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
CANARY_IMAGE = "CANARY<signature under the plan|7>"
CANARY_SCAN = "CANARY<planning form|7>"


def picture(words):
    """A picture with words in it."""
    notes = PngInfo()
    notes.add_text("Comment", words)
    result = io.BytesIO()
    Image.new("RGB", (9, 9)).save(result, "PNG", pnginfo=notes)
    return base64.b64encode(result.getvalue())


class ChannelWorld(AccessWorld, Outside):
    # The plan is begun; the review is shared; the pay is decided.
    stages_made = (0, 4, 7)
    stages_made_let_in = (4,)

    @classmethod
    def _make_people(cls):
        # What stands on the paper can be found in the file.
        cls.startClassPatcher(
            plain_paper(cls.env, lambda paper: json.dumps(paper.content))
        )
        return super()._make_people()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.year[7].statement_ids.filtered(lambda s: s.kind == "planning")
        cls.frozen = plan.attachment_id
        cls.signature = plan.signature_ids[0]
        cls.env.cr.execute(
            "UPDATE school_appraisal_signature SET image = %s WHERE id = %s",
            [picture(CANARY_IMAGE), cls.signature.id],
        )
        cls.scan = (
            plan._with_pass()
            .env["ir.attachment"]
            .create(
                {
                    "name": "scan.png",
                    "raw": base64.b64decode(picture(CANARY_SCAN)),
                    "res_model": plan._name,
                    "res_id": plan.id,
                }
            )
            .with_env(cls.env)
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        # Odoo logs each refusal; the tests look at the answers.
        self.enterContext(mute_logger("odoo.http", "odoo.sql_db", "odoo.models"))
        self.enterContext(
            mute_logger(
                "odoo.addons.web.controllers.export",
                "odoo.addons.base.models.ir_actions",
                "odoo.addons.web.controllers.report",
            )
        )
        self.asked = 0
        self.seen = []
        self.wrong = []
        self.foreign = {
            model: self.env[model].browse(
                {
                    id_
                    for entry, probe in PROBES.items()
                    if probe.model == model
                    for stage in self.stages_made
                    for id_ in self.record_of(entry, "reviewee", stage).ids
                }
            )
            for model in CONFIDENTIAL
        }

    # ASKING

    def each(self, people=EVERYBODY):
        """These people, one after the other, signed in."""
        for person in people:
            self.person_in = person
            self.sign_in(self.person[person])
            yield person

    def ask(self, what, call):
        """The answer to a call, which is searched for words that this person must
        not see. What it changes is taken back."""
        self.asked += 1
        self.text = ""
        with self.undone():
            answer = call()
        self.look(what)
        return answer

    def look(self, what):
        for entry, stage in self.canaries():
            self.seen.append((entry, stage))
            if not self.expected(entry, self.person_in, "read", stage):
                self.wrong.append(f"{self.person_in} saw {entry}, {stage}: {what}")

    def canaries(self):
        """As on any page, and in files that are sent in an answer."""
        text = self.text + "".join(
            base64.b64decode(run[: len(run) // 4 * 4]).decode(errors="ignore")
            for run in BASE64.findall(self.text)
        )
        # Texts in texts: JSON in HTML, HTML in JSON.
        for _layer in range(2):
            text = html.unescape(text)
            text = text.replace("\\u003c", "<").replace("\\u003e", ">")
        return {(entry, int(stage)) for entry, stage in CANARY.findall(text)}

    def post(self, url, **values):
        """A form that the web client sends; archives in the answer are opened."""
        type(self).calls += 1
        values["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(url, data=values, timeout=60)
        return self._opened(response)

    def get(self, url, **kwargs):
        type(self).calls += 1
        return self._opened(self.url_open(url, timeout=60, **kwargs))

    def _opened(self, response):
        self.text = response.text + str(response.headers)
        if response.content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
                self.text += "".join(
                    archive.read(name).decode(errors="ignore")
                    for name in archive.namelist()
                )
        return response

    def route(self, url, **params):
        """A JSON route."""
        response = self._post(url, self.build_rpc_payload(params))
        return response.json() if response.ok else {"error": response.status_code}

    def report(self, at_least, seen_by_somebody=True):
        self.assertFalse(
            self.wrong, f"{len(self.wrong)} of {self.asked}:\n" + "\n".join(self.wrong)
        )
        self.assertGreaterEqual(self.asked, at_least)
        if seen_by_somebody:
            # The planted words are found where they may be.
            self.assertTrue(self.seen)


@tagged("post_install", "-at_install")
class TestChannels(ChannelWorld):
    """Everybody asks for everything."""

    takes_minutes = True

    # READING

    def _simple(self, model):
        return {
            name: {}
            for name, field in model._fields.items()
            if field.type not in ("one2many", "many2many", "many2one", "reference")
            and not field.groups
            and field.type != "binary"
        }

    def _ways_on(self, model, been):
        """(field, model) that lead to another record of this addon, or to a person."""
        for name, field in model._fields.items():
            comodel = field.comodel_name or ""
            if field.groups or comodel in been:
                continue
            if comodel.startswith("school.appraisal") or comodel == "ir.attachment":
                yield name, self.env[comodel]

    def _nest(self, root, path, last):
        """Ask for the records behind a path of relations, and go on from there."""
        spec = self._simple(last) if path else {"display_name": {}}
        for name in reversed(path):
            spec = {name: {"fields": spec}}
        answer = self.ask(
            (root._name, path),
            lambda: self.rpc(root._name, "web_search_read", [], spec, limit=20),
        )
        found = answer.get("result") and answer["result"]["records"]
        for name in path:
            found = [
                line
                for value in (row[name] for row in found or ())
                for line in (value if isinstance(value, list) else [value])
                if line
            ]
        return bool(found)

    def test_nested_reading(self):
        """From every record that somebody can read, along every relation, three
        steps deep."""
        roots = [
            self.env[name]
            for name in (*self.env.registry,)
            if name.startswith("school.appraisal") and not self.env[name]._abstract
        ]
        roots += [self.env[name] for name in ("hr.employee", "ir.attachment")]
        for _person in self.each(("colleague", "pay officer", "governor", "reviewee")):
            for root in roots:
                paths = [((), root, {root._name})]
                for path, last, been in paths:
                    if self._nest(root, path, last) and len(path) < 3:
                        paths += [
                            ((*path, name), model, {*been, model._name})
                            for name, model in self._ways_on(last, been)
                        ]
        self.report(300)

    def test_what_was_computed_opens_nothing(self):
        """Fields that look at hidden records for somebody leave none of it behind for
        the fields that are read after them."""
        model, ids = "school.appraisal", self.year[0].ids + self.year[4].ids
        lines = (
            ("statement_ids", ("reviewer_comments", "content", "title")),
            ("objective_review_ids", ("progress",)),
            ("standard_assessment_ids", ("assessment",)),
            ("pay_recommendation_ids", ("reason", "recommendation")),
        )
        for _person in self.each(("reviewee", "head", "reviewer")):
            for first in ("next_step", "missing", "my_turn", "next_action", "warning"):
                for name, words in lines:
                    spec = {first: {}, name: {"fields": dict.fromkeys(words, {})}}
                    self.ask(
                        (first, name),
                        lambda spec=spec: self.rpc(model, "web_read", ids, spec),
                    )
        self.report(50)

    def _words(self, model):
        """Fields with words in them; some models have none."""
        return [
            name
            for name, field in model._fields.items()
            if field.type in ("text", "char", "json") and field.store
        ] or ["display_name"]

    def test_hidden_fields(self):
        """A ladder of guesses, order, groups, sums and conditions on what may not be
        read."""
        for person in self.each(SOME):
            for name in CONFIDENTIAL:
                model = self.env[name]
                for field in self._words(model):
                    for guess in ("C%",):
                        domain = [[field, "=like", guess]]
                        answer = self.ask(
                            (name, field, guess),
                            lambda n=name, d=domain: self.rpc(n, "search_read", d),
                        )
                        if person in OUTSIDERS:
                            self.assertFalse(
                                answer.get("result"), (person, name, field)
                            )
                    self.ask(
                        (name, field, "group"),
                        lambda n=name, f=field: self.rpc(
                            n, "formatted_read_group", [], [f], ["__count"]
                        ),
                    )
                self.ask(
                    (name, "gathered"),
                    lambda n=name, m=model: self.rpc(
                        n,
                        "formatted_read_group",
                        [],
                        [],
                        [f"{field}:array_agg" for field in self._words(m)],
                    ),
                )
                self.ask(
                    (name, "having"),
                    lambda n=name: self.rpc(
                        n,
                        "formatted_read_group",
                        [],
                        ["create_uid"],
                        ["__count"],
                        having=[["__count", ">", 0]],
                    ),
                )
                self.ask(
                    (name, "order"),
                    lambda n=name, m=model: self.rpc(
                        n, "search_read", [], order=f"{self._words(m)[0]} desc"
                    ),
                )
        for person in self.each(("colleague", "HR manager", "former reviewer")):
            # Fields for certain groups, of records that everybody may read.
            for field in (
                "excluded_why",
                "excluded_until",
                "pay_point",
                "pay_eligible",
            ):
                name = "school.appraisal.staff"
                for answer in (
                    self.rpc(name, "search_count", [[field, "!=", False]]),
                    self.rpc(name, "search_read", [], [field]),
                    self.rpc(name, "search_read", [], ["id"], order=field),
                    self.rpc(name, "formatted_read_group", [], [field], []),
                ):
                    self.asked += 1
                    self.assertIn("error", answer, (person, field))
        self.report(500)

    def test_figures_count_what_is_seen(self):
        """Boards, pivots and charts count the records that their reader can open one
        by one, and no others."""
        counted = set()
        for person in self.each(("colleague", "head elsewhere", "governor", "head")):
            for name in CONFIDENTIAL:
                found = self.rpc(name, "search", [])["result"]
                groups = [["create_uid"], ["create_date:month"], []]
                # The calendar is of no table of its own.
                for group in groups if self.env[name]._log_access else groups[2:]:
                    answer = self.ask(
                        (name, group),
                        lambda n=name, g=group: self.rpc(
                            n, "formatted_read_group", [], g, ["__count"]
                        ),
                    )
                    count = sum(row["__count"] for row in answer["result"])
                    self.assertEqual(count, len(found), (person, name))
                    counted.add(bool(count))
        self.assertEqual(counted, {True, False})
        self.report(100, seen_by_somebody=False)

    def test_names_are_found_by_readers_only(self):
        for person in self.each(SOME):
            for name in CONFIDENTIAL:
                for method, args in (
                    ("name_search", ["CANARY"]),
                    ("name_search", ["", [["id", "in", self.foreign[name].ids]]]),
                    ("web_name_search", ["", {"display_name": {}}]),
                    ("name_create", ["CANARY"]),
                ):
                    answer = self.ask(
                        (name, method),
                        lambda n=name, m=method, a=args: self.rpc(n, m, *a),
                    )
                    if person in OUTSIDERS:
                        self.assertFalse(answer.get("result"), (person, name, method))
        self.report(280, seen_by_somebody=False)

    # DEFAULTS AND ONCHANGE

    def test_dialogs_and_defaults(self):
        """A new record on somebody else's: by what is chosen in it, by ``default_*``
        and by what is ticked in a list."""
        spec_of = {}
        for model in self.own_models:
            spec_of[model._name] = self._simple(model)
        for _person in self.each(("former reviewer", "head elsewhere", "reviewee")):
            for model in self.own_models:
                for name, field in model._fields.items():
                    foreign = self.foreign.get(field.comodel_name)
                    if not foreign or field.type == "one2many":
                        continue
                    value = foreign.ids[-1]
                    if field.type == "many2many":
                        value = [[6, 0, foreign.ids]]
                    spec = {
                        **spec_of[model._name],
                        name: {"fields": self._simple(foreign)},
                    }
                    for args, context in (
                        (([], {name: value}, [name], spec), {}),
                        (([], {}, [], spec), {f"default_{name}": value}),
                        (
                            ([], {}, [], spec),
                            {
                                "active_model": foreign._name,
                                "active_id": foreign.ids[-1],
                                "active_ids": foreign.ids,
                            },
                        ),
                    ):
                        self.ask(
                            (model._name, name, context),
                            lambda m=model, a=args, c=context: self.rpc(
                                m._name, "onchange", *a, context=c
                            ),
                        )
                    self.ask(
                        (model._name, name, "default_get"),
                        lambda m=model, n=name, v=value: self.rpc(
                            m._name,
                            "default_get",
                            list(m._fields),
                            context={f"default_{n}": v, "active_ids": [v]},
                        ),
                    )
        self.report(350)

    # EXPORT

    def test_export(self):
        """What is ticked and what a search finds, with paths, as both kinds of file;
        and saved lists of fields."""
        exports = (
            ("school.appraisal", ["objective_ids/name", "statement_ids/content"]),
            ("school.appraisal", ["pay_recommendation_ids/reason_ids/reason"]),
            ("school.appraisal.statement", ["appraisal_id/objective_ids/name"]),
            ("school.appraisal.statement", ["content", "reviewer_comments"]),
            (
                "school.appraisal.statement",
                ["attachment_id/raw", "signature_ids/image"],
            ),
            ("school.appraisal.pay.recommendation", ["point_to", "reason_ids/reason"]),
            (
                "school.appraisal.pay.recommendation",
                ["appraisal_id/objective_ids/name"],
            ),
            ("school.appraisal.objective", ["name", "review_ids/progress"]),
            ("school.appraisal.cpd.need", ["name"]),
            ("school.appraisal.self.review", ["answer_ids/answer"]),
            ("school.appraisal.access", ["appraisal_id/objective_ids/name"]),
            ("ir.attachment", ["raw", "datas", "name"]),
        )
        for _person in self.each((*SOME, "governor")):
            for model, paths in exports:
                ids = self.foreign.get(model, self.frozen + self.scan).ids
                if model == "school.appraisal.access":
                    ids = self.year[7].access_ids.ids
                for kind, chosen in itertools.product(("csv", "xlsx"), (ids, False)):
                    data = {
                        "model": model,
                        "fields": [{"name": path, "label": path} for path in paths],
                        "ids": chosen,
                        "domain": [],
                        "groupby": [],
                        "import_compat": False,
                        "context": {},
                    }
                    self.ask(
                        (model, paths, kind, chosen),
                        lambda k=kind, d=data: self.post(
                            f"/web/export/{k}", data=json.dumps(d)
                        ),
                    )
                self.ask(
                    (model, "fields"),
                    lambda m=model: self.route(
                        "/web/export/get_fields", model=m, domain=[]
                    ),
                )
            for path in ("my-appraisal", "appraisals", "m-school.appraisal.statement"):
                self.ask(
                    path,
                    lambda p=path: self.get(
                        f"/json/1/{p}/{self.year[7].id}",
                        headers={"Authorization": f"Bearer {self.key}"},
                    ),
                )
        self.report(400)

    # FILES AND PAPER

    def _dialog_files(self):
        for entry, name in (
            ("share dialog", "preview"),
            ("sign dialog", "preview"),
            ("sign dialog", "image"),
            ("paper dialog", "scan"),
            ("refusal dialog", "preview"),
            ("export dialog", "file"),
            ("import dialog", "file"),
        ):
            dialog = self.dialog[entry]
            yield f"/web/content/{dialog._name}/{dialog.id}/{name}"
            yield f"/web/image/{dialog._name}/{dialog.id}/{name}"

    def test_files(self):
        """Frozen paper, a scan and a drawn signature, under every address."""
        addresses = list(self._dialog_files())
        for file in (self.frozen, self.scan):
            addresses += [
                f"/web/content/{file.id}",
                f"/web/content/{file.id}/{file.name}",
                f"/web/content/{file.id}-{file.checksum[:8]}",
                f"/web/content/ir.attachment/{file.id}/raw",
                f"/web/content/ir.attachment/{file.id}/datas/{file.name}?download=true",
                f"/web/content?model=ir.attachment&id={file.id}&field=datas",
                f"/web/content/{file.id}?access_token={file.checksum}",
                f"/web/content/{file.id}?unique={file.checksum}&filename=x.html",
                f"/web/image/{file.id}",
                f"/web/image/ir.attachment/{file.id}/raw",
                f"/web/image/{file.id}/9x9",
                f"/mail/attachment/pdf_first_page/{file.id}",
                f"/web/binary/company_logo?model=ir.attachment&id={file.id}",
            ]
        sign = f"school.appraisal.signature/{self.signature.id}/image"
        addresses += [f"/web/content/{sign}", f"/web/image/{sign}"]
        addresses += [f"/web/image/{sign}/9x9?crop=1", f"/web/image/{sign}?download=1"]
        files = self.frozen + self.scan
        for _person in self.each((*SOME, "HR manager")):
            for address in addresses:
                self.ask(address, lambda a=address: self.get(a))
            self.ask(
                "zip",
                lambda: self.post(
                    "/mail/attachment/zip",
                    file_ids=",".join(map(str, files.ids)),
                    zip_name="x.zip",
                ),
            )
            for url in ("/html_editor/get_image_info", "/web_editor/get_image_info"):
                self.ask(
                    url, lambda u=url: self.route(u, src=f"/web/image/{self.scan.id}")
                )
            for fields in (["raw"], ["datas"], ["db_datas"], ["index_content"]):
                self.ask(
                    fields,
                    lambda f=fields: self.rpc("ir.attachment", "read", files.ids, f),
                )
            for domain in (
                [["id", "in", files.ids]],
                [["res_model", "=like", "school.appraisal%"]],
                [["res_field", "!=", False], ["res_model", "=like", "school.%"]],
            ):
                self.ask(
                    domain,
                    lambda d=domain: self.rpc(
                        "ir.attachment", "search_read", d, ["raw"]
                    ),
                )
        self.report(300)

    def test_other_files_stay_closed(self):
        """Looking after our files must not open those of other apps: a contract in
        HR's file of a person."""
        contract = self.env["ir.attachment"].create(
            {
                "name": "contract.txt",
                "raw": b"WORDS OF A CONTRACT",
                "res_model": "hr.employee",
                "res_id": self.employees["reviewee"].id,
            }
        )
        for person in self.each(("HR manager", "colleague", "portal user")):
            self.env.invalidate_all()
            self.post("/mail/attachment/zip", file_ids=str(contract.id), zip_name="x")
            found = "WORDS OF A CONTRACT" in self.text
            self.env.invalidate_all()
            self.get(f"/web/content/{contract.id}")
            found |= "WORDS OF A CONTRACT" in self.text
            self.assertEqual(found, person == "HR manager", person)

    def test_reports(self):
        """Each report by each address, of foreign and mixed records, also after
        somebody who may has printed it."""
        report, plan = "school_appraisal.report_statement", self.frozen.res_id
        foreign = self.foreign["school.appraisal.statement"].ids
        mixed = ",".join(map(str, foreign))
        force = '?context={"force_report_rendering":true}'
        self.sign_in(self.person["reviewer"])
        self.get(f"/report/pdf/{report}/{plan}{force}")
        self.assertIn(("objective", 7), self.canaries())
        addresses = [
            f"/report/{kind}/{name}/{ids}{force}"
            for kind in ("html", "pdf", "text")
            for name in (report, "school_appraisal.report_cpd_list")
            for ids in (plan, mixed, f"{mixed},999999")
        ]
        addresses += [
            f"/report/{kind}/{report}?docids={mixed}" for kind in ("html", "pdf")
        ]
        addresses += [
            f"/report/{kind}/school_appraisal.report_{name}/{ids}{force}"
            for kind in ("html", "pdf")
            for name, model in (
                ("observation", "school.appraisal.observation"),
                ("self_review", "school.appraisal.self.review"),
            )
            for ids in [",".join(map(str, self.foreign[model].ids))]
        ]
        addresses += [
            f"/report/html/school_appraisal.form_tm_annual_review/{mixed}",
            f"/report/html/web.html_container/{mixed}",
            f"/report/pdf/hr.print_employee_badge/{self.year[7].employee_id.id}",
        ]
        for _person in self.each((*SOME, "governor")):
            for address in addresses:
                self.ask(address, lambda a=address: self.get(a))
            for kind, ids in itertools.product(("pdf", "text"), (plan, mixed)):
                data = [f"/report/{kind}/{report}/{ids}", f"qweb-{kind}"]
                self.ask(
                    data,
                    lambda d=data: self.post(
                        "/report/download",
                        data=json.dumps(d),
                        context='{"force_report_rendering":true}',
                    ),
                )
            self.ask(
                "print",
                lambda: self.rpc("school.appraisal.statement", "action_print", foreign),
            )
        self.report(150)

    def test_training_form_says_no_more(self):
        """The paper for who arranges training: needs, and nothing else of the year."""
        appraisal = self.year[4]
        self.as_("reviewer", appraisal).action_prepare_cpd_form()
        form = self._statement(appraisal, "cpd")
        self._share(form)
        paper = json.dumps(form.content) + form.sudo()._render_html()
        self.text = paper
        self.assertEqual(self.canaries(), {("training need", 4)})

    # MESSAGES

    def _rows(self):
        """What there is of messages and the like on records of this addon."""
        self.env.flush_all()
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM %s WHERE %s LIKE 'school.appraisal%%'",
                    SQL.identifier(table),
                    SQL.identifier(column),
                )
            )[0][0]
            for table, column in (
                ("mail_message", "model"),
                ("mail_followers", "res_model"),
                ("mail_activity", "res_model"),
                ("mail_scheduled_message", "model"),
            )
        }

    def test_message_routes(self):
        before = self._rows()
        for person in self.each((*SOME, "HR manager", "reviewer")):
            partner = self.person[person].partner_id
            for model in ("school.appraisal", "school.appraisal.statement"):
                for thread in self.foreign[model].ids[-2:]:
                    on = {"thread_model": model, "thread_id": thread}
                    at = {"res_model": model, "res_id": thread}
                    wanted = ["activities", "attachments", "followers", "messages"]
                    data = [["mail.thread", {**on, "request_list": wanted}, 1]]
                    for url, params in (
                        ("/mail/data", {"fetch_params": data}),
                        ("/mail/action", {"fetch_params": data}),
                        ("/mail/thread/messages", on),
                        ("/mail/thread/recipients", on),
                        ("/mail/thread/recipients/get_suggested_recipients", on),
                        ("/mail/partner/from_email", {**on, "emails": ["CANARY"]}),
                        ("/mail/thread/subscribe", {**at, "partner_ids": partner.ids}),
                        (
                            "/mail/thread/unsubscribe",
                            {**at, "partner_ids": partner.ids},
                        ),
                        (
                            "/mail/message/post",
                            {
                                **on,
                                "post_data": {"body": "x", "message_type": "comment"},
                            },
                        ),
                    ):
                        type(self).calls += 1
                        answer = self.route(url, **params)
                        self.asked += 1
                        self.look(url)
                        if url == "/mail/message/post":
                            self.assertIn("error", answer, person)
                    self.get(f"/mail/view?model={model}&res_id={thread}")
                    self.look("/mail/view")
            for url in ("inbox", "history", "starred"):
                self.ask(url, lambda u=url: self.route(f"/mail/{u}/messages"))
            for model, field in (
                ("mail.message", "model"),
                ("mail.followers", "res_model"),
                ("mail.activity", "res_model"),
                ("mail.notification", "mail_message_id.model"),
                ("mail.tracking.value", "mail_message_id.model"),
                ("mail.mail", "model"),
            ):
                domain = [[field, "=like", "school.appraisal%"]]
                answer = self.ask(
                    model, lambda m=model, d=domain: self.rpc(m, "search_read", d)
                )
                self.assertFalse(answer.get("result"), (person, model))
            for model, values in (
                ("mail.message", {"model": "school.appraisal", "body": "x"}),
                (
                    "mail.scheduled.message",
                    {
                        "model": "school.appraisal",
                        "body": "x",
                        "author_id": partner.id,
                        "scheduled_date": "2030-01-01",
                    },
                ),
            ):
                values["res_id"] = self.year[7].id
                answer = self.ask(
                    (model, "create"),
                    lambda m=model, v=values: self.rpc(m, "create", [v]),
                )
                if person in OUTSIDERS:
                    self.assertIn("error", answer, (person, model))
        self.assertEqual(self._rows(), before)
        self.report(350, seen_by_somebody=False)

    def test_followers_learn_nothing(self):
        """Only a system administrator can make followers of our records, and they
        hear nothing when something happens there."""
        plan = self._statement(self.year[0])
        partner = self.person["colleague"].partner_id
        for person in self.each():
            values = [
                {"res_model": model, "res_id": record.id, "partner_id": partner.id}
                for model, record in (
                    (plan._name, plan),
                    ("school.appraisal", self.year[0]),
                )
            ]
            answer = self.ask(
                "follow", lambda v=values: self.rpc("mail.followers", "create", v)
            )
            self.assertEqual("error" in answer, person != "system administrator")
        with self.undone():
            self.env["mail.followers"].create(values)
            before = mark(self.env)
            self._share(plan)
            self._sign_both(plan)
            told = sent(self.env, before)
            for name, field in (
                ("mail.message", "partner_ids"),
                ("mail.notification", "res_partner_id"),
                ("mail.mail", "recipient_ids"),
            ):
                rows = told.get(name, self.env[name])
                self.assertNotIn(partner, rows[field], name)
        self.report(13, seen_by_somebody=False)

    def test_activities(self):
        """Nobody puts an activity on a record that he cannot read; and what Odoo
        says of one who can is a reference."""
        model_id = self.env["ir.model"]._get_id("school.appraisal")
        for person in self.each():
            values = {
                "res_model_id": model_id,
                "res_id": self.year[7].id,
                "summary": "x",
                "user_id": self.person["colleague"].id,
            }
            for model, extra in (
                ("mail.activity", {}),
                (
                    "mail.activity.schedule",
                    {"res_model": "school.appraisal", "res_ids": str(self.year[7].ids)},
                ),
            ):
                names = values if not extra else extra
                answer = self.ask(
                    (model, "create"),
                    lambda m=model, v=names: self.rpc(m, "create", [v]),
                )
                if person in OUTSIDERS and not extra:
                    self.assertIn("error", answer, person)
            self.ask("systray", lambda: self.rpc("res.users", "_get_activity_groups"))
            self.ask(
                "load",
                lambda: self.route(
                    "/mail/data", fetch_params=["systray_get_activities"]
                ),
            )
        self.report(40, seen_by_somebody=False)

    def test_composer(self):
        """A template or a mail to many, written on records that one may not read."""
        body = (
            '<t t-out="object.display_name"/><t t-out="object.sudo().name"/>'
            '<t t-foreach="object.sudo()._fields" t-as="f" t-out="object.sudo()[f]"/>'
        )
        # (A system administrator can write a template that runs as superuser: he is
        # out of reach, as the README says.)
        people = [who for who in SOME if who != "system administrator"]
        for person in self.each((*people, "HR manager")):
            for name in ("school.appraisal.objective", "school.appraisal.statement"):
                ids = self.foreign[name].ids
                template = self.ask(
                    "template",
                    lambda n=name: self.rpc(
                        "mail.template",
                        "create",
                        [
                            {
                                "name": "x",
                                "model_id": self.env["ir.model"]._get_id(n),
                                "body_html": body,
                                "subject": "{{ object.name }}",
                            }
                        ],
                    ),
                )
                values = {
                    "model": name,
                    "res_ids": str(ids),
                    "composition_mode": "mass_mail",
                    "body": body,
                    "subject": "{{ object.sudo().name }}",
                }
                with self.undone():
                    made = self.rpc("mail.compose.message", "create", [values])
                    self.look("composer")
                    self.asked += 1
                    if "error" not in made:
                        self.rpc(
                            "mail.compose.message", "action_send_mail", made["result"]
                        )
                        self.look("composer")
                    for mail in self.env["mail.mail"].search([("model", "=", name)]):
                        self.fail(f"{person} sent a mail on {name}: {mail.subject}")
                    preview = {"resource_ref": f"{name},{ids[0]}"}
                    preview["mail_template_id"] = (template.get("result") or [1])[0]
                    self.rpc("mail.template.preview", "create", [preview])
                    self.look("preview")
        self.report(12, seen_by_somebody=False)

    # METHODS AND ACTIONS

    def test_copies_and_descriptions(self):
        for person in self.each(SOME[:4]):
            for name in CONFIDENTIAL:
                ids = self.foreign[name].ids
                words = self._words(self.env[name])
                for method, args in (
                    ("get_metadata", [ids]),
                    ("copy", [ids]),
                    ("copy_data", [ids]),
                    ("get_field_translations", [ids, words[0]]),
                    ("update_field_translations", [ids, words[0], {"en_US": "x"}]),
                    ("web_override_translations", [ids, {words[0]: "x"}]),
                    ("fields_get", []),
                    ("web_resequence", [ids, {name: {} for name in words}]),
                ):
                    answer = self.ask(
                        (name, method),
                        lambda n=name, m=method, a=args: self.rpc(n, m, *a),
                    )
                    if person in OUTSIDERS and args and args[0] == ids:
                        self.assertFalse(answer.get("result"), (person, name, method))
            for model in ("ir.filters", "ir.exports", "ir.exports.line", "ir.default"):
                self.ask(model, lambda m=model: self.rpc(m, "search_read", []))
        self.report(250, seen_by_somebody=False)

    def test_actions_by_address(self):
        """Actions loaded and run on foreign records."""
        actions = self.env["ir.actions.actions"].search(
            [("id", "in", self._own_action_ids())]
        )
        server = self.env["ir.actions.server"].search([])
        for _person in self.each(("former reviewer", "pay officer")):
            for name in ("school.appraisal.statement",):
                ids = self.foreign[name].ids
                context = {"active_model": name, "active_id": ids[0], "active_ids": ids}
                for action in actions.ids:
                    self.ask(
                        action,
                        lambda a=action, c=context: self.route(
                            "/web/action/load", action_id=a, context=c
                        ),
                    )
                for action in server.ids:
                    self.ask(
                        action,
                        lambda a=action, c=context: self.route(
                            "/web/action/run", action_id=a, context=c
                        ),
                    )
        self.report(60, seen_by_somebody=False)

    def _own_action_ids(self):
        return (
            self.env["ir.model.data"]
            .search(
                [
                    ("module", "=", "school_appraisal"),
                    ("model", "=like", "ir.actions.%"),
                ]
            )
            .mapped("res_id")
        )

    def test_call_button(self):
        """Each button by the route of buttons, on foreign records."""
        for person in self.each(("colleague", "former reviewer")):
            for entry, button in BUTTONS.items():
                record = button.record(self, self.year[4], "reviewee")
                if not record:
                    continue
                self.ask(
                    entry,
                    lambda b=button, r=record: self.route(
                        f"/web/dataset/call_button/{b.model}/{b.method}",
                        model=b.model,
                        method=b.method,
                        args=[r.ids],
                        kwargs={},
                    ),
                )
            self.assertTrue(person)
        self.report(50, seen_by_somebody=False)

    def _arguments(self, model, method, ids):
        """Arguments for a public method: all that it takes and that say something."""
        known = {
            "domain": [["id", "in", ids]],
            "fields": self._words(model) + ["display_name"],
            "fields_list": list(model._fields),
            "fnames": self._words(model),
            "field_names": self._words(model),
            "fields_to_export": [".id", *self._words(model)],
            "allfields": self._words(model),
            "specification": self._simple(model),
            "fields_spec": self._simple(model),
            "unfold_read_specification": self._simple(model),
            "values": {},
            "vals": {},
            "vals_list": [{}],
            "groupby": self._words(model)[:1],
            "grouping_sets": [self._words(model)[:1], []],
            "aggregates": [f"{name}:array_agg" for name in self._words(model)],
            "group_by": self._words(model)[0],
            "progress_bar": {"field": self._words(model)[0], "colors": {}},
            "field_name": self._words(model)[0],
            "fname": self._words(model)[0],
            "name": "CANARY",
            "order": self._words(model)[0],
            "limit": 80,
            "operation": "read",
            "views": [[False, "form"]],
            "default": {},
            "translations": {"en_US": "x"},
        }
        names = list(inspect.signature(method).parameters.values())[1:]
        taken = {}
        for parameter in names:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                continue
            value = known.get(parameter.name, ids)
            if parameter.name in known or parameter.default is parameter.empty:
                taken[parameter.name] = value
        return taken

    def test_every_public_method(self):
        """Every public method of every model, on foreign records, by four attackers,
        as a call from outside runs it: no words, and no row changed. (That the routes
        do the same is tried in the other tests.)"""
        self.env.flush_all()
        before = self.fingerprint(without=("school.appraisal.access.log",))
        called = set()
        for person in ("colleague", "former reviewer", "HR manager", "portal user"):
            self.person_in = person
            for model in self.own_models:
                ids = self.foreign.get(model._name, model.browse()).ids
                ids = ids or model.with_context(active_test=False).search([]).ids[-3:]
                for name, method in inspect.getmembers(type(model), callable):
                    if name.startswith("_") or getattr(method, "_api_private", False):
                        continue
                    called.add((model._name, name))
                    kwargs = self._arguments(model, method, ids)
                    self._call(person, model, name, method, ids, kwargs)
            self.assertEqual(
                before, self.fingerprint(without=("school.appraisal.access.log",))
            )
        self.assertGreater(len(called), 1_500)
        self.report(6_000, seen_by_somebody=False)

    def _call(self, person, model, name, method, ids, kwargs):
        args = [] if getattr(method, "_api_model", False) else [ids]

        def call():
            self.env.invalidate_all()
            try:
                answer = call_kw(
                    model.with_user(self.person[person]), name, args, kwargs
                )
                self.env.flush_all()
            except Exception as error:  # pylint: disable=broad-except
                answer = error
            self.text = repr(answer)

        self.ask((model._name, name, sorted(kwargs)), call)

    # WHAT IS SAID BY THE WAY

    def test_refusals_tell_no_more_than_a_reference(self):
        """Odoo's sentence, in debug mode, names the record that was refused."""
        people = {
            self.employees[who].name for who in ("reviewee", "reviewer", "manager")
        } | {"Early reading"}
        for person in self.each(("colleague", "former reviewer")):
            self.session["debug"] = "1"
            http.root.session_store.save(self.session)
            told = ""
            for name, records in self.foreign.items():
                for record in records:
                    for method, args in (("read", []), ("write", [{"id": 1}])):
                        answer = self.ask(
                            (name, method),
                            lambda n=name, m=method, r=record, a=args: self.rpc(
                                n, m, r.ids, *a
                            ),
                        )
                        self.assertIn("error", answer)
                        for word in people:
                            self.assertNotIn(word, self.text, (person, name))
                        told += self.text
            # Debug mode did name records, so the tries above had something to find.
            self.assertIn("APR/", told, person)
        self.report(100, seen_by_somebody=False)

    def test_bus(self):
        """Whoever listens to channels that he names hears nothing of a year that
        goes on; what is sent to such a channel he would hear."""
        appraisal = self.year[0]
        plan = self._statement(appraisal)
        channels = [
            f"{model}{mark_}{id_}"
            for model in ("school.appraisal", "appraisal", "school.appraisal.statement")
            for mark_ in ("_", ",", "/", "-")
            for id_ in (appraisal.id, plan.id)
        ] + ["broadcast", "res.partner", "appraisals", "school_appraisal"]
        channels += [
            f"{self.env.cr.dbname}_{name}" for name in ("res.users", "school.appraisal")
        ]
        self.env["bus.bus"]._sendone("elsewhere", "first", {})
        self.env.cr.precommit.run()
        first = self.env["bus.bus"].search([], order="id desc", limit=1).id
        self._share(plan)
        self._sign_both(plan)
        self.env.cr.precommit.run()

        def listen():
            answer = self.route(
                "/websocket/peek_notifications",
                channels=channels,
                last=first,
                is_first_poll=True,
            )
            return [
                message["message"]["type"]
                for message in answer["result"]["notifications"]
            ]

        for person in self.each(("colleague", "portal user", "former reviewer")):
            self.asked += 1
            heard = listen()
            self.look("bus")
            self.assertFalse(set(heard) - {"bundle_changed"}, person)
        self.env["bus.bus"]._sendone(channels[0], "planted", {"words": "x"})
        self.env.cr.precommit.run()
        self.assertIn("planted", listen())
        self.report(3, seen_by_somebody=False)

    def test_log_of_a_refused_row(self):
        """What the database refuses stands in Odoo's log with its values, and the
        log is read by whoever runs the server."""
        review = self.year[4].objective_review_ids[0]
        assessment = self.year[4].standard_assessment_ids[0]
        reason = self.year[4].pay_recommendation_ids.reason_ids
        tries = (
            (
                review,
                {
                    "appraisal_id": review.appraisal_id.id,
                    "objective_id": review.objective_id.id,
                    "stage": review.stage,
                    "progress": "CANARY<log|1>",
                },
            ),
            (
                assessment,
                {
                    "appraisal_id": assessment.appraisal_id.id,
                    "standard_id": assessment.standard_id.id,
                    "competence": "Cooking",
                    "assessment": "CANARY<log|1>",
                },
            ),
            (
                reason,
                {
                    "recommendation_id": reason.recommendation_id.id,
                    "reason": "CANARY<log|1>",
                },
            ),
        )
        self.sign_in(self.person["reviewer"])
        written = io.StringIO()
        handler = logging.StreamHandler(written)
        loggers = [logging.getLogger(name) for name in ("odoo.sql_db", "odoo.http")]
        for logger in loggers:
            # Beside what ``mute_logger`` holds back.
            logger.addHandler(handler)
            self.addCleanup(logger.removeHandler, handler)
        for record, values in tries:
            with self.undone():
                answer = self.rpc(record._name, "create", [values])
                self.assertIn("error", answer)
        self.assertIn("bad query", written.getvalue())
        self.assertNotIn("CANARY", written.getvalue())

    # THE REGISTER

    def test_more_reading_is_registered(self):
        """Ways to the words that lead through other records or other methods."""
        appraisal, head = self.year[4], self.person["head"]
        plan = self._statement(appraisal)
        objective, row = appraisal.objective_ids, appraisal.access_ids[0]
        line = objective._name
        domain = [["id", "in", objective.ids]]
        path = "appraisal_id/objective_ids/name"
        self.sign_in(head)
        self.person_in = "head"
        reassign = self.rpc(
            "school.appraisal.reviewer.reassign",
            "create",
            [
                {
                    "appraisal_ids": [[6, 0, appraisal.ids]],
                    "reviewer_id": self.person["colleague"].id,
                }
            ],
        )["result"]
        ways = {
            "groups of records": lambda: self.rpc(
                line,
                "web_read_group",
                domain,
                ["appraisal_id"],
                [],
                auto_unfold=True,
                unfold_read_specification={"name": {}},
                unfold_read_default_limit=10,
            ),
            "groups by words": lambda: self.rpc(
                line, "web_read_group", domain, ["name"], ["__count"]
            ),
            "sets of groups": lambda: self.rpc(
                line, "formatted_read_grouping_sets", domain, [["name"]], ["__count"]
            ),
            "groups of old": lambda: self.rpc(line, "read_group", domain, [], ["name"]),
            "bar of a board": lambda: self.rpc(
                line,
                "read_progress_bar",
                domain,
                "name",
                {"field": "name", "colors": {}},
            ),
            "export through a row of access": lambda: self.rpc(
                row._name, "export_data", row.ids, [path]
            ),
            "export through a dialog": lambda: self.rpc(
                "school.appraisal.reviewer.reassign",
                "export_data",
                reassign,
                ["appraisal_ids/objective_ids/name"],
            ),
            "nested, from a row of access": lambda: self.rpc(
                row._name,
                "web_read",
                row.ids,
                {
                    "appraisal_id": {
                        "fields": {"objective_ids": {"fields": {"name": {}}}}
                    }
                },
            ),
            "zip": lambda: self.post(
                "/mail/attachment/zip",
                file_ids=str(plan.attachment_id.id),
                zip_name="x.zip",
            ),
            "export of a file": lambda: self.rpc(
                "ir.attachment", "export_data", plan.attachment_id.ids, ["datas"]
            ),
            "file of a file": lambda: self.get(
                f"/web/content/ir.attachment/{plan.attachment_id.id}/datas"
            ),
            "picture of a file": lambda: self.get(
                f"/web/image/{plan.attachment_id.id}"
            ),
            "first page": lambda: self.get(
                f"/mail/attachment/pdf_first_page/{plan.attachment_id.id}"
            ),
            "csv": lambda: self.post(
                "/web/export/csv",
                data=json.dumps(
                    {
                        "model": row._name,
                        "fields": [{"name": path, "label": "x"}],
                        "ids": row.ids,
                        "domain": [],
                        "groupby": [],
                        "import_compat": False,
                    }
                ),
            ),
            "/json/1": lambda: self.get(
                f"/json/1/m-{line}/{objective.id}",
                headers={"Authorization": f"Bearer {self.key}"},
            ),
            "saving": lambda: self.rpc(
                appraisal._name,
                "web_save",
                appraisal.ids,
                {},
                {"objective_ids": {"fields": {"name": {}}}},
            ),
        }
        for way, call in ways.items():
            with self.subTest(way=way), self.undone():
                self.env.cr.execute("DELETE FROM school_appraisal_access_log")
                call()
                rows = self.env["school.appraisal.access.log"].search(
                    [("appraisal_id", "=", appraisal.id), ("user_id", "=", head.id)]
                )
                self.assertTrue(rows or not self.canaries(), self.text[:300])


@tagged("post_install", "-at_install")
class TestChannelsByStructure(TransactionCase):
    """Channels that would come with a certain kind of field, route or record; and
    whether each has its test."""

    def test_every_channel_has_its_tests(self):
        left_out = {5, 13, 18, 24, 28, 31, 33, 34, 47, 54}
        self.assertEqual(
            sorted(int(name[1:3]) for name in CHANNELS | NOT_THERE),
            [number for number in range(1, 56) if number not in left_out],
        )
        for name in {
            *itertools.chain.from_iterable(CHANNELS.values()),
            *(test for _why, test in NOT_THERE.values()),
        }:
            with self.subTest(name=name):
                self.assertTrue(callable(self._test(name)))

    def _test(self, name):
        *place, method = name.split(".")
        if place:
            module = importlib.import_module(f".{place[0]}", __package__)
            return getattr(getattr(module, place[1]), method)
        return getattr(TestChannels, method, None) or getattr(self, method)

    def _own_models(self):
        return [
            self.env[name]
            for name in self.env.registry
            if name.startswith("school.appraisal")
        ]

    def test_nothing_is_taken_past_the_rules(self):
        """A related field is read as superuser unless it says otherwise, and so is a
        stored computed one: none may reach into what an appraisal says."""
        for model in self._own_models() + [
            self.env[name]
            for name in (
                "hr.employee",
                "hr.employee.public",
                "res.users",
                "res.partner",
            )
        ]:
            for name, field in model._fields.items():
                if not field.related or not field.compute_sudo or model._abstract:
                    continue
                passed, at = set(), model
                for step in field.related.split(".")[:-1]:
                    at = self.env[at._fields[step].comodel_name]
                    passed.add(at._name)
                with self.subTest(model=model._name, field=name):
                    self.assertFalse(passed & set(CONFIDENTIAL))

    def test_no_record_is_a_thread(self):
        """No chatter, so no followers, no tracked values, no mails with words."""
        for model in self._own_models():
            with self.subTest(model=model._name):
                self.assertNotIn("message_ids", model._fields)
                self.assertNotIn("activity_ids", model._fields)
                for field in model._fields.values():
                    self.assertFalse(getattr(field, "tracking", None))

    def test_no_further_report(self):
        """No model made of a query but the calendar, whose rows have the rules of what
        they show (test_agenda.py), and the figures of whole cycles, which name nobody
        (test_figure.py); and no paper but the forms."""
        queried = {
            model._name
            for model in self._own_models()
            if not (model._auto or model._abstract)
        }
        self.assertEqual(
            queried, {"school.appraisal.agenda", "school.appraisal.figure"}
        )
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "school.appraisal%")]
        )
        self.assertEqual(
            set(reports.mapped("report_name")),
            {
                "school_appraisal.report_statement",
                "school_appraisal.report_cpd_list",
                "school_appraisal.report_form",
                "school_appraisal.report_observation",
                "school_appraisal.report_self_review",
            },
        )

    def test_no_report_is_cached(self):
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "school.appraisal%")]
        )
        self.assertTrue(reports)
        self.assertFalse(any(reports.mapped("attachment_use")))
        self.assertFalse(any(reports.mapped("attachment")))

    def test_no_links_without_login(self):
        """No route of the addon's own, no token on a record."""
        for model in self._own_models():
            self.assertNotIn("access_token", model._fields, model._name)
            self.assertNotIn("access_url", model._fields, model._name)

        def addresses(*modules):
            return {url for url, _rule in http._generate_routing_rules(modules, False)}

        self.assertEqual(addresses("web", "school_appraisal"), addresses("web"))
