"""Everybody who may write something tries to write what he must not: over HTTP, as the
web client or a program with an API key would. Each try must be refused, and nothing in
the database may have changed."""

import base64
import itertools

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .access_common import BUTTONS, PROBES, AccessWorld
from .http_common import Outside

ATTACKERS = (
    "reviewer",
    "reviewee",
    "head",
    "governor",
    "pay officer",
    "administrator",
    "colleague",
)
# What somebody may write by hand, at some stage. All the rest is set by actions.
OPEN = {
    "appraisal": {
        "date_planning_meeting",
        "date_interim_meeting",
        "date_review_meeting",
        "pay_criterion",
        "relevant_priority_ids",
        "standards_towards",
    },
    "objective": {
        "sequence",
        "name",
        "category_id",
        "priority_id",
        "action_steps",
        "success_criteria",
        "monitoring_method",
        "agreed_outcomes",
        "milestone",
        "date_due",
        "challenging",
        "determined_by",
        "support_promised",
    },
    "evidence": {
        "name",
        "objective_id",
        "planned",
        "date_collected",
        "note",
        "questions",
        "finding",
        "file_ids",
    },
    "progress note of the reviewee": {"note", "objective_id"},
    "progress note of the reviewer": {"note", "objective_id"},
    "observation": {
        "observer_id",
        "kind",
        "agreed",
        "subject",
        "term",
        "purpose",
        "focus",
        "date_planned",
        "duration",
        "date_observed",
        "account",
        "strengths",
        "areas",
        "actions",
        "feedback_on",
    },
    "adjustment": {"name", "date_from", "note"},
    "earlier paper": set(),
    "time of standing still": set(),
    "decision on a change": set(),
    "request for another reviewer": {"reasons"},
    "meeting": set(),
    "training need": {
        "name",
        "objective_id",
        "action",
        "date_due",
        "state",
        "cost",
        "impact",
    },
    "self-review": set(),
    "self-review answer": {"answer"},
    "review of an objective": {
        "progress",
        "outside_factors",
        "support_given",
        "rating_id",
        "reason",
    },
    "assessment of a standard": {"assessment", "competence"},
    "planning form": {"reviewer_comments"},
    "review form": {"reviewer_comments"},
    "signature under the plan": set(),
    "row of access": set(),
    "register of access": set(),
    "pay recommendation": {"recommendation", "point_to", "date_effective"},
    "reason for the pay recommendation": {"reason"},
    "printing of several forms": set(),
}
SELF = "<the attacker>"
FOREIGN = "somebody else's year"


@tagged("post_install", "-at_install")
class TestForging(AccessWorld, Outside):
    """Each attacker tries each guarded field in each way."""

    takes_minutes = True
    # Drafted, shared, signed; the review shared; its pay endorsed.
    stages_made = (0, 1, 2, 4, 6)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls(methodName="run")
        # The year of somebody else, of which the attackers know the ids.
        for who in ("stranger", "stranger's reviewer"):
            login = who.replace(" ", "_")
            cls.users[who] = new_test_user(cls.env, login, name=who, email=False)
        employee = cls.env["hr.employee"].create(
            {"name": "A stranger", "user_id": cls.users["stranger"].id}
        )
        cls.staff["stranger"] = cls._create_staff(employee)
        cls.foreign = here._launch("stranger", reviewer="stranger's reviewer")
        here._plan(cls.foreign, who="stranger's reviewer")
        here.as_("stranger's reviewer", cls.foreign.objective_ids).name = here._canary(
            FOREIGN, 0
        )
        cls.foreign_plan = here._statement(cls.foreign)
        here._share(cls.foreign_plan, who="stranger's reviewer")
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        # Odoo logs what it makes of each malformed request; the tests look at
        # the answers and at the database.
        self.enterContext(mute_logger("odoo.http", "odoo.sql_db", "odoo.models"))
        self.attempts = 0
        self.accepted = []
        self.text = ""
        self.before = self.fingerprint(without=("school.appraisal.access.log",))

    def tearDown(self):
        after = self.fingerprint(without=("school.appraisal.access.log",))
        changed = {table for table in after if after[table] != self.before[table]}
        self.assertFalse(changed, "These tables have changed.")
        super().tearDown()

    def attempt(self, what, call):
        """``call`` must be refused; what it does nevertheless is taken back, and
        its answer must not hold a word of somebody else's year."""
        self.attempts += 1
        with self.undone():
            answer = call()
            if "error" not in answer and self._happened(answer.get("result")):
                self.accepted.append(what)
        self.assertNotIn(FOREIGN, self.text)

    def _happened(self, result):
        # An import answers with the reasons instead of failing.
        return not (isinstance(result, dict) and result.get("ids") is False)

    def report(self, at_least):
        self.assertFalse(
            self.accepted,
            f"{len(self.accepted)} of {self.attempts} were accepted:\n"
            + "\n".join(map(str, self.accepted)),
        )
        self.assertGreaterEqual(self.attempts, at_least)

    # FIELDS

    def _forged(self, record, field, attacker):
        """Another value for a field, in the attacker's favour where it can be."""
        value = record[field.name]
        if field.type == "selection":
            keys = [key for key, _label in field._description_selection(self.env)]
            return next((key for key in reversed(keys) if key != value), keys[0])
        if field.type == "many2one":
            if field.comodel_name == "res.users":
                return self.person[attacker].id
            other = self.env[field.comodel_name].search([("id", "!=", value.id)])
            return other[:1].id or False
        return {
            "date": "2001-01-01",
            "datetime": "2001-01-01 00:00:00",
            "boolean": not value,
            "integer": 99,
            "float": 99.0,
            "json": {"forged": True},
            "binary": base64.b64encode(b"forged").decode(),
        }.get(field.type, "forged")

    def _guarded(self, entry, record):
        return [
            field
            for name, field in record._fields.items()
            if (field.store or field.inverse)
            and name not in OPEN[entry]
            and field.type not in ("one2many", "many2many")
            and not (entry == "pay recommendation" and name == "reason")
            and name not in ("id", "create_date", "write_date", "write_uid")
        ]

    def _ways(self, entry, record, values):
        """The ways in which a value can be sent for a record that exists."""
        model = record._name
        yield "write", lambda: self.rpc(model, "write", record.ids, values)
        yield "web_save", lambda: self.rpc(model, "web_save", record.ids, values, {})
        yield "/json/2", lambda: self.json2(model, "write", record.ids, vals=values)
        row = [record.id, *(str(value) for value in values.values())]
        yield (
            "load",
            lambda: self.rpc(model, "load", [".id", *values], [row]),
        )
        parent_entry, name = PROBES[entry].parent or (None, None)
        if parent_entry:
            parent = self.record_of(parent_entry, "reviewee", self.stage)
            command = {name: [[1, record.id, values]]}
            yield (
                "command",
                lambda: self.rpc(parent._name, "write", parent.ids, command),
            )
        yield (
            "web_save_multi",
            lambda: self.rpc(model, "web_save_multi", record.ids, [values], {}),
        )

    def test_guarded_fields(self):
        """States, people, signatures, dates, content … of records that exist."""
        turn = itertools.count()
        for attacker in ATTACKERS:
            self.sign_in(self.person[attacker])
            for entry, self.stage in itertools.product(OPEN, (1, 4)):
                record = self.record_of(entry, "reviewee", self.stage)
                if not record or (self.stage == 1 and PROBES[entry].since > 1):
                    continue
                if self.stage == 4 and not PROBES[entry].since > 1:
                    continue
                for field in self._guarded(entry, record):
                    values = {field.name: self._forged(record, field, attacker)}
                    ways = list(self._ways(entry, record, values))
                    if attacker != "reviewer":
                        # One way each, all of them over all the fields.
                        ways = [ways[next(turn) % len(ways)]]
                    for way, call in ways:
                        self.attempt((attacker, entry, field.name, way), call)
        self.report(1_000)

    def test_final_and_closed(self):
        """What is signed: no field of it changes, for nobody."""
        for attacker in ATTACKERS:
            self.sign_in(self.person[attacker])
            for entry, stages in (
                ("objective", (2, 6)),
                ("observation", (6,)),
                ("adjustment", (6,)),
                ("request for another reviewer", (1, 6)),
                ("planning form", (2, 6)),
                ("review form", (6,)),
                ("review of an objective", (6,)),
                ("assessment of a standard", (6,)),
                ("reason for the pay recommendation", (6,)),
                ("pay recommendation", (6,)),
                ("appraisal", (6,)),
                ("self-review answer", (1, 6)),
            ):
                for stage, name in itertools.product(stages, sorted(OPEN[entry])):
                    record = self.record_of(entry, "reviewee", stage)
                    value = self._forged(record, record._fields[name], attacker)
                    self.attempt(
                        (attacker, entry, stage, name),
                        lambda r=record, n=name, v=value: self.rpc(
                            r._name, "write", r.ids, {n: v}
                        ),
                    )
        self.report(200)

    # NEW RECORDS

    def _new(self, entry, stage=0):
        return PROBES[entry].create(self, self.year[stage])

    def test_create_with_guarded_values(self):
        for attacker in ("reviewer", "reviewee", "head"):
            self.sign_in(self.person[attacker])
            for entry, stage in (
                ("objective", 0),
                ("evidence", 0),
                ("training need", 0),
                ("self-review", 0),
                ("review of an objective", 4),
                ("assessment of a standard", 4),
                ("reason for the pay recommendation", 4),
            ):
                given = PROBES[entry].create.__name__ != "<lambda>"
                record = self.record_of(entry, "reviewee", stage)
                for field in self._guarded(entry, record):
                    forged = self._forged(record, field, attacker)

                    def call(entry=entry, stage=stage, field=field, forged=forged):
                        values = self._new(entry, stage)
                        if field.name in values:
                            return {"error": "it is given when a record is made"}
                        values[field.name] = forged
                        return self.rpc(PROBES[entry].model, "create", [values])

                    self.attempt((attacker, entry, field.name, given), call)
        self.report(70)

    def _created(self, entry, stage, **kwargs):
        """What a new record says of its guarded fields, made in this way."""
        values = self._new(entry, stage)
        answer = self.rpc(PROBES[entry].model, "create", [values], **kwargs)
        if "error" in answer:
            return None
        record = self.env[PROBES[entry].model].browse(answer["result"])
        self.env.invalidate_all()
        # Each has its own number; the self-review's author is the session's.
        return {
            field.name: record[field.name]
            for field in self._guarded(entry, record)
            if field.name not in ("display_name",)
        }

    def test_defaults_are_not_taken(self):
        """``default_*`` in the context, and defaults that a user saved.

        The clock stands still: a record says at which second it was made.
        """
        with freeze_time(fields.Datetime.now()):
            self._try_defaults()

    def _try_defaults(self):
        tried = 0
        for attacker, entry, stage in (
            ("reviewer", "objective", 0),
            ("reviewer", "evidence", 0),
            ("reviewer", "training need", 0),
            ("reviewee", "training need", 0),
            ("reviewee", "self-review", 0),
            ("reviewer", "review of an objective", 4),
            ("reviewer", "assessment of a standard", 4),
        ):
            self.sign_in(self.person[attacker])
            model = PROBES[entry].model
            with self.undone():
                plain = self._created(entry, stage)
            self.assertTrue(plain)
            record = self.record_of(entry, "reviewee", stage)
            for field in self._guarded(entry, record):
                if field.name in self._new_names(entry, stage):
                    continue
                forged = self._forged(record, field, attacker)
                with self.undone(), self.subTest(entry=entry, field=field.name):
                    made = self._created(
                        entry, stage, context={f"default_{field.name}": forged}
                    )
                    self.assertIn(made, (None, plain))
                with self.undone(), self.subTest(entry=entry, saved=field.name):
                    self.rpc("ir.default", "set", model, field.name, forged, True)
                    self.assertIn(self._created(entry, stage), (None, plain))
                self.env.registry.clear_cache()
                tried += 2
        self.assertGreater(tried, 30)

    def _new_names(self, entry, stage):
        with self.undone():
            return set(self._new(entry, stage))

    def test_nobody_makes_an_appraisal(self):
        appraisal = self.year[0]
        for attacker in ATTACKERS:
            self.sign_in(self.person[attacker])
            values = self._new("appraisal")
            for model, values in (
                ("school.appraisal", values),
                ("school.appraisal.statement", self._new("planning form")),
                ("school.appraisal.signature", self._new("signature under the plan")),
                ("school.appraisal.access", self._new("row of access")),
                ("school.appraisal.access.log", self._new("register of access")),
                (
                    "school.appraisal.pay.recommendation",
                    self._new("pay recommendation"),
                ),
            ):
                for way, call in (
                    ("create", lambda m=model, v=values: self.rpc(m, "create", [v])),
                    (
                        "web_save",
                        lambda m=model, v=values: self.rpc(m, "web_save", [], v, {}),
                    ),
                    (
                        "/json/2",
                        lambda m=model, v=values: self.json2(
                            m, "create", vals_list=[v]
                        ),
                    ),
                    (
                        "load",
                        lambda m=model, v=values: self.rpc(
                            m,
                            "load",
                            [f"{n}/.id" if n.endswith("_id") else n for n in v],
                            [[str(value) for value in v.values()]],
                        ),
                    ),
                ):
                    self.attempt((attacker, model, way), call)
            for method in ("copy", "unlink"):
                self.attempt(
                    (attacker, method),
                    lambda m=method: self.rpc("school.appraisal", m, appraisal.ids),
                )
        self.report(150)

    # COMMAND LISTS

    def _commands(self, stage):
        """(parent, values) that reach into lines through the record above."""
        appraisal = self.year[stage]
        plan = appraisal.statement_ids.filtered(lambda s: s.kind == "planning")
        row = appraisal.access_ids[:1]
        signature = {
            "role": "reviewee",
            "version": plan.version,
            "user_id": SELF,
            "signer_name": "Rae Reviewee",
            "signed_on": "2026-10-01 10:00:00",
            "method": "typed",
            "content_hash": plan.content_hash or "0",
        }
        for values in (
            {
                "objective_ids": [
                    [
                        1,
                        appraisal.objective_ids[0].id,
                        {"appraisal_id": self.foreign.id},
                    ]
                ]
            },
            {"objective_ids": [[4, self.foreign.objective_ids[0].id]]},
            {"objective_ids": [[6, 0, self.foreign.objective_ids.ids]]},
            {"objective_ids": [[3, appraisal.objective_ids[0].id]]},
            {
                "objective_ids": [
                    [1, self.foreign.objective_ids[0].id, {"name": "forged"}]
                ]
            },
            {"objective_ids": [[2, self.foreign.objective_ids[0].id]]},
            {
                "objective_ids": [
                    [
                        0,
                        0,
                        {
                            "appraisal_id": self.foreign.id,
                            "name": "forged",
                            "number": 9,
                            "create_uid": SELF,
                        },
                    ]
                ]
            },
            {
                "objective_ids": [
                    [
                        1,
                        appraisal.objective_ids[0].id,
                        {
                            "review_ids": [
                                [0, 0, {"appraisal_id": appraisal.id, "shared": True}]
                            ]
                        },
                    ]
                ]
            },
            {"evidence_ids": [[4, self.foreign.evidence_ids.id or 1]]},
            {
                "cpd_need_ids": [
                    [1, appraisal.cpd_need_ids[0].id, {"cpd_statement_id": plan.id}]
                ]
            },
            {"cpd_need_ids": [[1, appraisal.cpd_need_ids[0].id, {"stage": "review"}]]},
            {"statement_ids": [[1, plan.id, {"state": "final"}]]},
            {"statement_ids": [[1, plan.id, {"content": {"objectives": []}}]]},
            {"statement_ids": [[1, plan.id, {"signature_ids": [[0, 0, signature]]}]]},
            {
                "statement_ids": [
                    [1, plan.id, {"live_signature_ids": [[0, 0, signature]]}]
                ]
            },
            {"statement_ids": [[0, 0, {"kind": "cpd", "form_id": plan.form_id.id}]]},
            {"statement_ids": [[2, plan.id]]},
            {"statement_ids": [[3, plan.id]]},
            {"statement_ids": [[5]]},
            {"statement_ids": [[4, self.foreign_plan.id]]},
            {"statement_ids": [[6, 0, [self.foreign_plan.id]]]},
            {
                "access_ids": [
                    [
                        0,
                        0,
                        {
                            "user_id": SELF,
                            "role": "head",
                            "purpose": "Mine",
                            "granted_by": SELF,
                            "date_from": "2026-01-01",
                            "state": "active",
                        },
                    ]
                ]
            },
            {"access_ids": [[1, row.id, {"user_id": SELF}]]},
            {"access_ids": [[2, row.id]]},
            {"access_log_ids": [[2, appraisal.access_log_ids[:1].id]]},
            {"access_log_ids": [[5]]},
            {"next_appraisal_ids": [[4, self.foreign.id]]},
            {"next_appraisal_ids": [[1, self.foreign.id, {"reviewer_id": SELF}]]},
        ):
            yield appraisal, values
        for values in (
            {"signature_ids": [[0, 0, signature]]},
            {"signature_ids": [[5]]},
            {"live_signature_ids": [[0, 0, signature]]},
            {"appraisal_id": self.foreign.id},
        ):
            yield plan, values
        for line in plan.signature_ids:
            for values in (
                {"signature_ids": [[1, line.id, {"voided_on": "2001-01-01 00:00:00"}]]},
                {"signature_ids": [[2, line.id]]},
            ):
                yield plan, values
        for pay in appraisal.pay_recommendation_ids:
            for values in (
                {
                    "pay_recommendation_ids": [
                        [1, pay.id, {"state": "decided", "decision": "progress"}]
                    ]
                },
                {"pay_recommendation_ids": [[2, pay.id]]},
                {
                    "objective_review_ids": [
                        [1, appraisal.objective_review_ids[0].id, {"shared": False}]
                    ]
                },
            ):
                yield appraisal, values
            yield pay, {"reason_ids": [[0, 0, {"reason": "forged"}]]}
            yield pay, {"reason_ids": [[5]]}

    def test_command_lists(self):
        for attacker in ATTACKERS:
            self.sign_in(self.person[attacker])
            for stage in (2, 4):
                for number, (parent, values) in enumerate(self._commands(stage)):
                    values = self._filled(values, self.person[attacker].id)
                    method = "write" if number % 2 else "web_save"
                    args = [parent.ids, values] + ([] if number % 2 else [{}])
                    self.attempt(
                        (attacker, stage, values),
                        lambda m=method, p=parent, a=args: self.rpc(p._name, m, *a),
                    )
        self.report(450)

    def _filled(self, value, me):
        if isinstance(value, dict):
            return {key: self._filled(item, me) for key, item in value.items()}
        if isinstance(value, list):
            return [self._filled(item, me) for item in value]
        return me if value == SELF else value

    # THE FROZEN PDF

    def test_frozen_pdf(self):
        plan = self._statement(self.year[2])
        frozen = plan.attachment_id
        raw, checksum = frozen.raw, plan.checksum
        self.assertTrue(raw)
        bytes_ = base64.b64encode(b"%PDF-1.4 forged").decode()
        beside = {"name": "x.pdf", "raw": "x", "res_model": plan._name}
        for attacker in (*ATTACKERS, "system administrator", "HR manager"):
            self.sign_in(self.person[attacker])
            own = self.rpc("ir.attachment", "create", [{"name": "mine", "raw": "x"}])
            own = own.get("result")
            for values in (
                {"datas": bytes_},
                {"raw": "forged"},
                {"db_datas": bytes_},
                {"store_fname": "00/00"},
                {"checksum": "0" * 40},
                {"name": "x.html"},
                {"mimetype": "text/html"},
                {"res_id": self.foreign_plan.id},
                {"res_id": 0},
                {
                    "res_model": "res.partner",
                    "res_id": self.person[attacker].partner_id.id,
                },
                {"res_model": False},
                {"res_field": "content"},
                {"public": True},
                {"access_token": "open sesame"},
                {"type": "url", "url": "https://example.com"},
                {"description": "forged"},
                {"company_id": self.other_company.id},
            ):
                self.attempt(
                    (attacker, "write", values),
                    lambda v=values: self.rpc("ir.attachment", "write", frozen.ids, v),
                )
            for what, method, *args in (
                ("delete", "unlink", frozen.ids),
                ("copy", "copy", frozen.ids),
                ("token", "generate_access_token", frozen.ids),
                ("beside", "create", [{**beside, "res_id": plan.id}]),
                ("nowhere", "create", [{**beside, "res_id": 0}]),
                ("elsewhere", "create", [{**beside, "res_id": self.foreign_plan.id}]),
                ("unique", "create_unique", [{**beside, "res_id": plan.id}]),
                ("slip in", "write", own, {"res_model": plan._name, "res_id": plan.id}),
                ("slip in 2", "write", own, {"res_model": plan._name}),
                ("load", "load", [".id", "name"], [[frozen.id, "x"]]),
            ):
                self.attempt(
                    (attacker, what),
                    lambda m=method, a=args: self.rpc("ir.attachment", m, *a),
                )
            self.attempt(
                (attacker, "/json/2"),
                lambda: self.json2(
                    "ir.attachment", "write", frozen.ids, vals={"raw": "forged"}
                ),
            )
            for values in (
                {"attachment_id": (own or [False])[0]},
                {"attachment_id": False},
                {"checksum": "0"},
            ):
                self.attempt(
                    (attacker, values),
                    lambda v=values: self.rpc(plan._name, "write", plan.ids, v),
                )
            self.rpc("ir.attachment", "unlink", own)
        self.env.invalidate_all()
        self.assertEqual((frozen.raw, plan.checksum), (raw, checksum))
        self.assertFalse(frozen.access_token)
        self.report(250)

    def test_paper_is_given_to_readers_only(self):
        """Every address under which a signed form or its parts could be had."""
        plan = self._statement(self.year[2])
        signature = plan.signature_ids[:1]
        signature._with_pass().image = base64.b64encode(
            b"CANARY<signature under the plan|2>"
        )
        frozen = plan.attachment_id
        self.env.cr.execute(
            "UPDATE ir_attachment SET db_datas = %s, store_fname = NULL WHERE id = %s",
            [b"CANARY<planning form|2>", frozen.id],
        )
        self.env.invalidate_all()
        report = "school_appraisal.report_statement"
        addresses = [
            f"/web/content/{frozen.id}",
            f"/web/content/{frozen.id}?download=1",
            f"/web/content/{frozen.id}-{frozen.checksum}/x.pdf",
            f"/web/content/{frozen.id}?access_token=",
            f"/web/content/{frozen.id}?access_token=None",
            f"/web/content/school.appraisal.statement/{plan.id}/attachment_id",
            f"/web/content?model=ir.attachment&id={frozen.id}&field=raw",
            f"/web/image/{frozen.id}",
            f"/web/image/school.appraisal.signature/{signature.id}/image",
            f"/web/content/school.appraisal.signature/{signature.id}/image",
            f"/report/html/{report}/{plan.id}",
            f"/report/pdf/{report}/{plan.id}",
            f"/report/text/{report}/{plan.id}",
            f"/report/pdf/{report}/{plan.id},{self.foreign_plan.id}",
            f"/report/pdf/school_appraisal.report_cpd_list/{plan.id}",
            f"/report/html/school_appraisal.report_cpd_list/{plan.id}",
            f"/report/html/school_appraisal.form_tm_planning_record/{plan.id}",
            f"/odoo/school.appraisal.statement/{plan.id}",
        ]
        readers = {"reviewee", "reviewer", "head"}
        for person in (
            *readers,
            "former reviewer",
            "line manager",
            "colleague",
            "head elsewhere",
            "administrator",
            "pay officer",
            "governor",
            "HR manager",
            "system administrator",
            "portal user",
            None,
        ):
            self.sign_in(self.person[person] if person else self.env["res.users"])
            seen = set()
            for address in addresses:
                self.get(address)
                seen |= self.canaries()
                self.assertNotIn(FOREIGN, self.text, address)
            with self.subTest(person=person):
                self.assertEqual(bool(seen), person in readers, seen)
            for address in (
                f"/report/html/{report}/{self.foreign_plan.id}",
                f"/report/pdf/{report}/{plan.id},{self.foreign_plan.id}",
            ):
                # Nobody is sent to the login page.
                if person not in ("head", None):
                    self.assertNotEqual(self.get(address).status_code, 200, person)
        self.env.cr.execute(
            "UPDATE ir_attachment SET db_datas = NULL, store_fname = %s WHERE id = %s",
            ["x", frozen.id],
        )
        self.before = self.fingerprint(without=("school.appraisal.access.log",))

    # ACTIONS

    def test_wrong_person_or_wrong_time(self):
        """Every button, by everybody, at every stage, where it is not his turn."""
        rights = self.action_rights
        for attacker in ATTACKERS:
            self.sign_in(self.person[attacker])
            for entry, button in BUTTONS.items():
                for stage in self.stages_made if button.staged else [0]:
                    if stage in rights[entry].get((attacker, "press"), ()):
                        continue
                    record = button.record(self, self.year[stage], attacker)
                    if record:
                        self.attempt(
                            (attacker, entry, stage),
                            lambda b=button, r=record: self._press(b, r),
                        )
        self.report(650)

    def _press(self, button, record):
        ids = record.ids
        if button.dialog:
            values = self._plain(button.dialog(self, record))
            made = self.rpc(button.model, "create", [values])
            if "error" in made:
                return made
            ids = made["result"]
        return self.rpc(button.model, button.method, ids)

    def _plain(self, values):
        return {
            name: value.decode()
            if isinstance(value, bytes)
            else str(value)
            if hasattr(value, "isoformat")
            else value
            for name, value in values.items()
        }

    def test_private_methods(self):
        """What the addon keeps for itself cannot be called by name."""
        self.sign_in(self.person["reviewer"])
        called = set()
        for name, model in self.env.registry.items():
            record = self.env[name].browse()
            if name == "school.appraisal":
                record = self.year[1]
            if name == "school.appraisal.statement":
                record = self._statement(self.year[1])
            for method in dir(model):
                if method.startswith("__") or method in called:
                    continue
                ours = any(
                    method in base.__dict__
                    for base in model.__mro__
                    if base.__module__.startswith("odoo.addons.school_appraisal.")
                )
                function = getattr(model, method)
                private = method.startswith("_") or getattr(
                    function, "_api_private", False
                )
                if ours and private and callable(function):
                    called.add(method)
                    self.attempt(
                        (name, method),
                        lambda n=name, m=method, r=record: self.rpc(n, m, r.ids),
                    )
                    if len(called) % 4 == 0:
                        self.attempt(
                            (name, method, "/json/2"),
                            lambda n=name, m=method, r=record: self.json2(n, m, r.ids),
                        )
        self.report(150)

    # DIALOGS

    def test_dialogs_on_somebody_elses_year(self):
        """Dialogs opened on, filled with, or moved to what one may not read."""
        own = self._statement(self.year[1])
        for attacker in ("reviewee", "reviewer", "pay officer", "colleague"):
            user = self.person[attacker]
            self.sign_in(user)
            for model in ("share", "sign", "paper", "refusal"):
                name = f"school.appraisal.statement.{model}"
                values = {"statement_id": self.foreign_plan.id}
                full = {"statement_id": {"fields": {"display_name": {}}}}
                full |= {
                    field: {"fields": {"display_name": {}}}
                    for field in ("appraisal_id", "employee_id", "cycle_id")
                }
                full |= {"title": {}, "content_hash": {}, "preview": {}}
                self.attempt(
                    (attacker, name, "create"),
                    lambda n=name, v=values: self.rpc(n, "create", [v]),
                )
                self.attempt(
                    (attacker, name, "onchange"),
                    lambda n=name, v=values, f=full: self.rpc(
                        n, "onchange", [], v, ["statement_id"], f
                    ),
                )
                self.attempt(
                    (attacker, name, "default"),
                    lambda n=name, v=values, f=full: self.rpc(
                        n,
                        "onchange",
                        [],
                        {},
                        [],
                        f,
                        context={"default_statement_id": v["statement_id"]},
                    ),
                )
                made = self.rpc(name, "create", [{"statement_id": own.id}])
                if "error" not in made:
                    ids = made["result"]
                    self.attempt(
                        (attacker, name, "moved"),
                        lambda n=name, i=ids, v=values, f=full: self.rpc(
                            n, "web_save", i, v, f
                        ),
                    )
                    with self.undone():
                        self.rpc(name, "write", ids, values)
                        for method in ("action_sign", "action_share", "action_record"):
                            answer = self.rpc(name, method, ids)
                            self.assertIn("error", answer)
            for button in ("open_share", "open_sign", "open_paper", "open_refusal"):
                self.attempt(
                    (attacker, button),
                    lambda b=button: self.rpc(
                        "school.appraisal.statement",
                        f"action_{b}",
                        self.foreign_plan.ids,
                    ),
                )
            for name, values in (
                (
                    "school.appraisal.cancel",
                    {"appraisal_id": self.foreign.id, "reason": "x"},
                ),
                (
                    "school.appraisal.reviewer.reassign",
                    {
                        "appraisal_ids": [Command.set(self.foreign.ids)],
                        "reviewer_id": user.id,
                    },
                ),
                (
                    "school.appraisal.pay.export",
                    {
                        "recommendation_ids": [
                            Command.set(self.year[4].pay_recommendation_ids.ids)
                        ]
                    },
                ),
                (
                    "school.appraisal.launch",
                    {"cycle_ids": [Command.set(self.cycle.ids)]},
                ),
                (
                    "school.appraisal.launch.line",
                    {
                        "launch_id": self.dialog["list of people to add"].id,
                        "cycle_id": self.empty_cycle.id,
                        "staff_id": self.staff["colleague"].id,
                        "name": "Somebody",
                    },
                ),
            ):
                method = {
                    "school.appraisal.cancel": "action_cancel",
                    "school.appraisal.reviewer.reassign": "action_reassign",
                    "school.appraisal.pay.export": "action_export",
                    "school.appraisal.launch": "action_launch",
                }.get(name, "unlink")

                def call(name=name, values=values, method=method):
                    made = self.rpc(name, "create", [values])
                    if "error" in made:
                        return made
                    return self.rpc(name, method, made["result"])

                self.attempt((attacker, name), call)
        self.report(70)

    def test_what_was_not_shown_is_not_signed(self):
        """A hash that is not that of the form as it stands now."""
        plan = self._statement(self.year[1])
        model = "school.appraisal.statement.sign"
        for attacker in ("reviewer", "reviewee"):
            self.sign_in(self.person[attacker])
            for content_hash in (
                False,
                "",
                "0",
                self.foreign_plan.content_hash,
                plan.content_hash.upper(),
                plan.content_hash[:-1],
            ):

                def call(content_hash=content_hash):
                    values = {"statement_id": plan.id, "content_hash": content_hash}
                    made = self.rpc(model, "create", [values])
                    return self.rpc(model, "action_sign", made["result"])

                self.attempt((attacker, content_hash), call)
        self.report(12)

    # THE REGISTER

    def test_reading_is_registered(self):
        """Whichever way the words are read, the reviewee finds who did."""
        appraisal = self.year[2]
        plan = self._statement(appraisal)
        objective = appraisal.objective_ids
        domain = [("id", "in", plan.ids)]
        words = {"reviewer_comments": {}}
        model, line = plan._name, objective._name
        report = "school_appraisal.report_statement"
        self.person["head"].group_ids += self.env.ref("base.group_allow_export")
        self.sign_in(self.person["head"])
        ways = {
            "read": lambda: self.rpc(model, "read", plan.ids, ["reviewer_comments"]),
            "content": lambda: self.rpc(model, "read", plan.ids, ["content"]),
            "search_read": lambda: self.rpc(model, "search_read", domain, ["content"]),
            "web_read": lambda: self.rpc(model, "web_read", plan.ids, words),
            "web_search_read": lambda: self.rpc(
                model, "web_search_read", domain, words
            ),
            "through the appraisal": lambda: self.rpc(
                appraisal._name,
                "web_read",
                appraisal.ids,
                {"objective_ids": {"fields": {"name": {}}}},
            ),
            "objective": lambda: self.rpc(line, "read", objective.ids, ["name"]),
            "/json/2": lambda: self.json2(line, "read", objective.ids, fields=["name"]),
            "export": lambda: self.rpc(line, "export_data", objective.ids, ["name"]),
            "group": lambda: self.rpc(
                line, "formatted_read_group", [], ["name"], ["__count"]
            ),
            "gathered": lambda: self.rpc(
                line, "formatted_read_group", [], [], ["name:array_agg"]
            ),
            "onchange": lambda: self.rpc(
                line, "onchange", objective.ids, {}, [], {"name": {}}
            ),
            "page": lambda: self.get(f"/report/html/{report}/{plan.id}"),
            "print": lambda: self.get(f"/report/pdf/{report}/{plan.id}"),
            "file": lambda: self.get(f"/web/content/{plan.attachment_id.id}"),
            "file's bytes": lambda: self.rpc(
                "ir.attachment", "read", plan.attachment_id.ids, ["raw"]
            ),
            "dialog": lambda: self.rpc(model, "action_open_sign", plan.ids),
        }
        for way, call in ways.items():
            with self.subTest(way=way), self.undone():
                self.env.cr.execute("DELETE FROM school_appraisal_access_log")
                call()
                rows = self.env["school.appraisal.access.log"].search(
                    [
                        ("appraisal_id", "=", appraisal.id),
                        ("user_id", "=", self.person["head"].id),
                    ]
                )
                self.assertTrue(rows or "error" in self.text[:200])

    # ASKING ROUND

    def test_questions_tell_nothing(self):
        """A search that filters by what one may not read finds nothing, whoever
        asks and however deep the question goes."""
        asked = 0
        for person in (
            "colleague",
            "former reviewer",
            "head elsewhere",
            "pay officer",
            "governor",
            "administrator",
            "HR manager",
            "line manager",
            "system administrator",
        ):
            self.sign_in(self.person[person])
            for model, path in (
                ("school.appraisal", "objective_ids.name"),
                ("school.appraisal", "statement_ids.reviewer_comments"),
                ("school.appraisal.objective", "name"),
                ("school.appraisal.statement", "appraisal_id.objective_ids.name"),
                ("school.appraisal.statement", "reviewer_comments"),
                (
                    "school.appraisal.pay.recommendation",
                    "appraisal_id.objective_ids.name",
                ),
                (
                    "school.appraisal.pay.recommendation",
                    "appraisal_id.statement_ids.reviewer_comments",
                ),
                ("school.appraisal.access", "appraisal_id.objective_ids.name"),
                ("school.appraisal.self.review.answer", "answer"),
                ("hr.employee", "appraisal_staff_ids.pay_point"),
                ("hr.employee", "appraisal_staff_ids.payroll_number"),
            ):
                domain = [[path, "ilike", "CANARY"]]
                if path.startswith("appraisal_staff_ids"):
                    domain = [[path, "!=", False]]
                for method in ("search_count", "search_read"):
                    answer = self.rpc(model, method, domain)
                    asked += 1
                    with self.subTest(person=person, model=model, path=path):
                        self.assertIn(answer.get("result"), (None, 0, []))
                self.assertFalse(self.canaries())
            for model in (
                "hr.employee",
                "hr.employee.public",
                "res.users",
                "res.partner",
                "hr.department",
            ):
                fields = self.rpc(model, "fields_get")["result"]
                related = {
                    name
                    for name, field in fields.items()
                    if str(field.get("relation")).startswith("school.appraisal")
                }
                asked += 1
                with self.subTest(person=person, model=model):
                    self.assertLessEqual(related, {"appraisal_staff_ids"})
                    if related:
                        self.assertEqual(model, "hr.employee")
        self.assertGreater(asked, 200)

    def test_public_methods_tell_nothing(self):
        """Every public method of the confidential models, called on a foreign
        record by people who have no part in it."""
        for person in ("colleague", "pay officer"):
            self.sign_in(self.person[person])
            for name, ids in (
                ("school.appraisal", self.foreign.ids),
                ("school.appraisal.statement", self.foreign_plan.ids),
                ("school.appraisal.objective", self.foreign.objective_ids.ids),
            ):
                model = self.env.registry[name]
                for method in dir(model):
                    function = getattr(model, method)
                    if (
                        method.startswith("_")
                        or not callable(function)
                        or getattr(function, "_api_private", False)
                    ):
                        continue
                    with self.undone():
                        for args in ([ids], [ids, ["name", "content"]]):
                            self.rpc(name, method, *args)
                            self.assertFalse(self.canaries(), (person, name, method))
                            self.assertNotIn(FOREIGN, self.text)
                            self.attempts += 1
                self.assertEqual(
                    self.before,
                    self.fingerprint(without=("school.appraisal.access.log",)),
                )
        self.report(300)
