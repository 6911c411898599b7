"""Would the tests notice? One thing is broken on purpose, and the test named beside it
must fail; without the defect it must pass.

``VARIANTS`` reads as a table: what is broken, how, which test or probe notices, and
what it then says. The tests are those of this suite, run as they are, with the classes
that they belong to set up as Odoo would.
"""

import importlib
import unittest
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from unittest.mock import patch

import odoo.modules.module
from odoo import api
from odoo.tests import BaseCase, tagged
from odoo.tests.case import TestCase
from odoo.tools import mute_logger

from ..models.mixin_guard import AppraisalGuard
from . import outgoing, test_access_table, test_forging
from .access_table import STAGES
from .common import plain_paper
from .http_common import CANARY
from .test_structure import MODULE, PREFIX, field_set, record_set

STATEMENT = f"{PREFIX}.statement"
PAY = f"{PREFIX}.pay.recommendation"
ACCESS = f"{PREFIX}.access"

# HOW SOMETHING IS BROKEN: functions of the environment, as contexts


def method(model, name, replacement):
    """A method that does something else."""

    @contextmanager
    def broken(env):
        with patch.object(env.registry[model], name, replacement):
            yield

    return broken


def around(model, name, change):
    """A method that is called otherwise: ``change(original, self, *args)``."""

    @contextmanager
    def broken(env):
        original = getattr(env.registry[model], name)

        def changed(self, *args, **kwargs):
            return change(partial(original, self), self, *args, **kwargs)

        with patch.object(env.registry[model], name, changed):
            yield

    return broken


def opened(model, *names):
    """Fields that may be written by hand."""

    @contextmanager
    def broken(env):
        model_class = env.registry[model]
        with patch.object(
            model_class, "_open_fields", model_class._open_fields | set(names)
        ):
            yield

    return broken


def attribute(path, value):
    """Something in a Python module of the addon: ``tools.pay_file._csv_cell``."""

    @contextmanager
    def broken(env):
        with patch(f"odoo.addons.{MODULE}.{path}", value):
            yield

    return broken


def all_of(*defects):
    @contextmanager
    def broken(env):
        with ExitStack() as stack:
            for defect in defects:
                stack.enter_context(defect(env))
            yield

    return broken


def nothing(self, *args, **kwargs):
    """Instead of a check or of a step."""


def no_reason(self, *args, **kwargs):
    """Instead of a method that says why something is refused."""
    return False


def _sign_whatever_is_there(original, self, content_hash, *args, **kwargs):
    return original(self.content_hash, *args, **kwargs)


def _sign_for_somebody(original, self, values):
    return original({**values, "user_id": self.env.ref("base.user_admin").id})


def _export_with_reasons(original, self):
    header, rows = original()
    reasons = [record.sudo().reason_ids.reason for record in self]
    return [*header, "Reason"], [
        [*row, reason] for row, reason in zip(rows, reasons, strict=True)
    ]


def _reasons_of_everybody(self):
    for record in self:
        record.reason = record.sudo().reason_ids.reason


def _named(self):
    for record in self:
        record.display_name = record.appraisal_id.sudo().employee_id.name


def _log_but(*events):
    def log(original, self, appraisals, event):
        if event not in events:
            original(appraisals, event)

    return log


def _any_pass(env):
    return bool(env.context.get(f"{MODULE}_pass"))


@api.model
def _defaults_as_odoo_has_them(self, fields):
    return super(AppraisalGuard, self).default_get(fields)


def _mail_with_a_name(original, self):
    original()
    for statement in self.sudo():
        statement.env["mail.mail"].create(
            {
                "subject": f"Review of {statement.employee_id.name}",
                "email_to": "reviewer@example.com",
                "body_html": "<p>You have a task in the appraisal app.</p>",
            }
        )


# WHAT NOTICES: a test of the suite, by its name, or a probe in the world of the tables


class World(str):
    """A probe: a function of a case in which the access table and the forgeries
    have their people and their years."""

    def __new__(cls, name, probe):
        self = super().__new__(cls, name)
        self.probe = probe
        return self


def table(entry, *operations):
    """Cells of the access table: one kind of record, some operations."""

    def probe(case):
        case._report(case.mismatches(entries=[entry], operations=operations))
        case.assertTrue(case.tried)

    return World(f"the access table: {', '.join(operations)} {entry}", probe)


def buttons(entry):
    """One button of the table, pressed by everybody."""

    def probe(case):
        with patch.object(
            test_access_table, "BUTTONS", {entry: test_access_table.BUTTONS[entry]}
        ):
            wrong = [
                f"{person} pressed {entry}, {STAGES[stage]}"
                for entry, person, stage, may in case.presses()
                if case.pressed(entry, person, stage) not in (may, None)
            ]
        case.assertFalse(wrong)

    return World(f"the access table: {entry}", probe)


def forging(test, attackers=("reviewer",), entries=("appraisal", "planning form")):
    """One of the tests of forgeries, by fewer people on fewer records."""

    def probe(case):
        few = {entry: test_forging.OPEN[entry] for entry in entries}
        with (
            patch.object(test_forging, "ATTACKERS", attackers),
            patch.object(test_forging, "OPEN", few),
        ):
            getattr(case, test)()

    return World(f"forgeries: {test}", probe)


def _labels(case):
    """The table's test of labels, as far as the years of this world go."""
    few = {
        entry: probe
        for entry, probe in test_access_table.PROBES.items()
        if entry in ("objective", "planning form", "signature under the plan")
    }
    with (
        patch.object(test_access_table, "PROBES", few),
        patch.object(test_access_table, "STAGES", STAGES[:3]),
    ):
        case.test_labels_are_neutral()


def _passes_from_outside(case):
    """The pass is an object of Python: nothing that a client can send is one."""
    case.sign_in(case.person["reviewer"])
    appraisal = case.year[0]
    for value in ("x", True, 1, {}, [1], "<object object at 0x7f0000000000>"):
        context = {f"{MODULE}_pass": value}
        for name, forged in (("state", "closed"), ("head_user_id", case.env.uid)):
            case.attempt(
                (value, name),
                lambda n=name, f=forged, c=context: case.rpc(
                    PREFIX, "write", appraisal.ids, {n: f}, context=c
                ),
            )
            case.attempt(
                (value, name, "/json/2"),
                lambda n=name, f=forged, c=context: case.json2(
                    PREFIX, "write", appraisal.ids, vals={n: f}, context=c
                ),
            )
    case.report(24)


def _sharing_is_quiet(case):
    """What goes out when a plan is shared says nothing of it."""
    names = [person.name for person in case.person.values()]
    with case.undone():
        before = outgoing.mark(case.env)
        case._share(case._statement(case.year[0]))
        case.assertEqual(outgoing.leaks(case.env, before, names, CANARY), [])


SHARING = World("what goes out when a plan is shared", _sharing_is_quiet)
PASSES = World("a pass that a client sends", _passes_from_outside)
LABELS = World("the access table: labels", _labels)

T = "test_statement.TestStatement."
P = "test_people.TestPeople."
OWN = "test_own_hand.TestOwnHand."
G = "test_grants.TestGrants."
M = "test_pay.TestPay."
S = "test_structure.TestStructure."


@dataclass(frozen=True)
class Variant:
    name: str
    broken: object
    noticed_by: str
    says: str


VARIANTS = [
    Variant(*row)
    for row in (
        # WHAT IS SIGNED
        (
            "a signature holds for whatever the form says by now",
            around(STATEMENT, "sign", _sign_whatever_is_there),
            T + "test_stale_page_cannot_sign",
            "UserError not raised",
        ),
        (
            "the dialog signs whatever the form says by now",
            around(STATEMENT, "sign", _sign_whatever_is_there),
            T + "test_dialog_signs_what_it_showed",
            "UserError not raised",
        ),
        (
            "what is signed can be edited",
            method(STATEMENT, "_open_for_edit", nothing),
            T + "test_signed_content_is_closed",
            "UserError not raised",
        ),
        (
            "an edit of a shared form leaves it shared",
            method(STATEMENT, "_do_take_back", nothing),
            T + "test_edit_of_a_shared_plan_makes_the_next_draft",
            "'shared'",
        ),
        (
            "signatures stay when a form is taken back",
            method(f"{PREFIX}.signature", "write", nothing),
            T + "test_taking_back_voids_signatures",
            "is not true|signed",
        ),
        (
            "the signature names somebody else",
            around(STATEMENT, "_do_sign", _sign_for_somebody),
            T + "test_signature_is_the_sessions",
            "user_id",
        ),
        (
            "whoever reads a form shares it",
            method(STATEMENT, "_get_share_turn_blocker", no_reason),
            T + "test_only_the_reviewer_shares",
            "UserError not raised",
        ),
        (
            "the reviewer writes the person's comment",
            opened(STATEMENT, "reviewee_comments"),
            T + "test_comment_belongs_to_the_reviewee",
            "AccessError not raised",
        ),
        (
            "a person who has signed comments on",
            method(STATEMENT, "_get_respond_blocker", no_reason),
            T + "test_comment_belongs_to_the_reviewee",
            "UserError not raised",
        ),
        (
            "the reviewer records a signature on paper",
            method(STATEMENT, "_get_sign_paper_blocker", no_reason),
            T + "test_paper_is_recorded_by_the_head",
            "UserError not raised",
        ),
        (
            "a cancelled form can be signed",
            method(STATEMENT, "_get_not_shared_blocker", no_reason),
            T + "test_cancelled_cannot_be_signed",
            "UserError not raised",
        ),
        (
            "a frozen file can be changed",
            attribute("models.ir_attachment.has_pass", lambda env: True),
            T + "test_final_is_frozen_for_everyone",
            "AccessError not raised",
        ),
        (
            "a final form is printed anew",
            method(STATEMENT, "_get_pdf", lambda self: self.sudo()._render_pdf()),
            T + "test_final_is_frozen_for_everyone",
            "Renamed Person",
        ),
        (
            "retention ends at once",
            method(STATEMENT, "_retained_until", lambda self: self.finalised_on.date()),
            "test_module.TestRetention.test_uninstall_is_refused_until_retention_ends",
            "UserError not raised",
        ),
        (
            "the nightly check of the seals finds nothing",
            method(STATEMENT, "_seal_faults", lambda self: []),
            "test_seal.TestNightlyCheck.test_one_letter_of_the_content",
            "AssertionError",
        ),
        # WHO SEES
        (
            "the former reviewer keeps access",
            method(ACCESS, "_end", nothing),
            P + "test_reassigned_reviewer_loses_sight_at_once",
            "True is not false",
        ),
        (
            "an access is confirmed by whoever gets it",
            method(ACCESS, "_get_confirm_blocker", no_reason),
            P + "test_hr_cannot_let_himself_in",
            "UserError not raised",
        ),
        (
            "who links his own login gets access at once",
            method(PREFIX, "_is_doubtful", no_reason),
            OWN + "test_own_login_linked_before_the_year_begins",
            "True is not false",
        ),
        (
            "a former manager reads closed years for ever",
            method(PREFIX, "_end_former_managers", nothing),
            P + "test_former_manager_of_a_closed_year",
            "True is not false",
        ),
        (
            "a login that is linked anew changes nothing",
            method("hr.employee", "_appraisal_login_changed", nothing),
            P + "test_relinked_head_gains_nothing",
            "True is not false",
        ),
        (
            "access is granted without purpose or end",
            method(PREFIX, "_grant_refusal", no_reason),
            G + "test_grants_that_are_refused",
            "UserError not raised",
        ),
        (
            "a grant stays open after its last day",
            record_set(
                "appraisal_rule_circle",
                domain_force="[('access_ids', 'any', "
                "[('user_id', '=', user.id), ('state', '=', 'active')])]",
            ),
            G + "test_grant_ends_by_itself",
            "True is not false",
        ),
        (
            "an administrator gives himself an office",
            attribute("models.appraisal_school.by_own_hand", no_reason),
            G + "test_nobody_names_himself",
            "AssertionError",
        ),
        (
            "everybody reads appraisals",
            record_set("appraisal_rule_circle", domain_force="[(1, '=', 1)]"),
            table("appraisal", "search"),
            "colleague: search appraisal",
        ),
        (
            "nobody is let in",
            record_set("appraisal_rule_circle", active=False),
            table("appraisal", "search"),
            "refused",
        ),
        (
            "access that has ended still opens objectives",
            record_set(
                "appraisal_objective_rule_circle",
                domain_force="[('appraisal_id.access_ids.user_id', '=', user.id)]",
            ),
            table("objective", "search"),
            "former reviewer: search objective",
        ),
        (
            "drafts of the review are seen by the person",
            record_set(
                "appraisal_objective_review_rule_reviewee",
                domain_force="[('appraisal_id.access_ids.user_id', '=', user.id)]",
            ),
            table("review of an objective", "search"),
            "reviewee: search review of an objective, the review is begun",
        ),
        (
            "anybody writes the register",
            record_set("access_school_appraisal_access_log_user", perm_write=True),
            table("register of access", "write"),
            "colleague: write register",
        ),
        (
            "anybody adds signatures",
            all_of(
                record_set("access_school_appraisal_signature_user", perm_create=True),
                method(f"{PREFIX}.signature", "_refuse_guarded", nothing),
            ),
            table("signature under the plan", "create"),
            "allowed, and must be refused",
        ),
        (
            "labels say whose record it is",
            method(f"{PREFIX}.objective", "_compute_display_name", _named),
            LABELS,
            "rae",
        ),
        (
            "whoever reads a form takes it back",
            method(STATEMENT, "_get_take_back_blocker", no_reason),
            buttons("planning form: take back"),
            "reviewee pressed planning form: take back",
        ),
        (
            "opening and printing leave no row in the register",
            around(f"{ACCESS}.log", "_log", _log_but("opened", "printed")),
            World("forgeries: register", lambda c: c.test_reading_is_registered()),
            "is not true",
        ),
        # WHAT MAY BE WRITTEN
        (
            "the state of an appraisal can be written",
            opened(PREFIX, "state"),
            forging("test_guarded_fields", entries=("appraisal",)),
            "'state'",
        ),
        (
            "the content of a form can be written",
            opened(STATEMENT, "content"),
            forging("test_guarded_fields", entries=("planning form",)),
            "'content'",
        ),
        (
            "a pass is whatever a client sends",
            attribute("models.mixin_guard.has_pass", _any_pass),
            PASSES,
            "were accepted",
        ),
        (
            "defaults of a context are taken",
            method(f"{PREFIX}.cpd.need", "default_get", _defaults_as_odoo_has_them),
            World("forgeries: defaults", lambda c: c.test_defaults_are_not_taken()),
            "not found in",
        ),
        (
            "signing can be called from outside",
            around(
                STATEMENT, "sign", lambda original, self, *a, **k: original(*a, **k)
            ),
            World("the access table: all", lambda c: c.test_every_button_has_a_row()),
            "'sign'",
        ),
        # WHAT LEAVES
        (
            "a mail has the person's name in its subject",
            around(STATEMENT, "_do_share", _mail_with_a_name),
            SHARING,
            "mail.mail",
        ),
        # PAY
        (
            "the file for payroll has the reasons",
            around(PAY, "_export_table", _export_with_reasons),
            M + "test_export_has_these_columns",
            "CANARY",
        ),
        (
            "text in the file for payroll runs as a formula",
            attribute("tools.pay_file._csv_cell", str),
            M + "test_export_runs_no_formula",
            "is not true",
        ),
        (
            "an export leaves no row in the register",
            around(f"{ACCESS}.log", "_log", _log_but("exported")),
            M + "test_export_has_these_columns",
            "res.users",
        ),
        (
            "the pay officer exports the own row",
            method(PAY, "_get_too_close_blocker", no_reason),
            M + "test_pay_officer_never_handles_the_own_row",
            "UserError not raised",
        ),
        (
            "somebody decides on the own manager's pay",
            method(PAY, "_get_too_close_blocker", no_reason),
            M + "test_nobody_decides_on_the_own_manager",
            "UserError not raised",
        ),
        (
            "the pay officer reads the reason",
            method(PAY, "_compute_reason", _reasons_of_everybody),
            M + "test_pay_officer_sees_decided_rows_only",
            "CANARY",
        ),
        (
            "a recommendation is endorsed without a new point",
            method(PAY, "_get_endorse_blocker", no_reason),
            M + "test_steps_in_order_by_whom",
            "UserError not raised",
        ),
        # THE SHAPE
        (
            "a related field reads as superuser",
            field_set(f"{STATEMENT}.employee_id", compute_sudo=True),
            S + "test_registry",
            "related as superuser",
        ),
        (
            "a report is kept where anybody fetches it",
            record_set(
                "action_report_statement", attachment_use=True, attachment="'x'"
            ),
            S + "test_registry",
            "kept as an attachment",
        ),
        (
            "employees carry a field for everybody",
            field_set("hr.employee.appraisal_staff_ids", groups=None),
            S + "test_registry",
            "has no groups",
        ),
        (
            "a text is tracked",
            field_set(f"{PREFIX}.objective.name", tracking=True),
            S + "test_registry",
            "is tracked",
        ),
        (
            "an appraisal goes with its reviewer's login",
            field_set(f"{PREFIX}.reviewer_id", ondelete="cascade"),
            S + "test_registry",
            "on delete cascade",
        ),
    )
]


# RUNNING THEM


@contextmanager
def set_up(name):
    """A class of the suite, set up as for its tests."""
    bases, values = _bases(name)
    case_class = type(bases[0].__name__, bases, {"_class_cleanups": [], **values})
    try:
        case_class.setUpClass()
        with plain_paper(case_class.env, _paper_words):
            yield case_class
        case_class.tearDownClass()
    finally:
        case_class.doClassCleanups()
    if case_class.tearDown_exceptions:
        raise case_class.tearDown_exceptions[0][1]


def _bases(name):
    if name != "World":
        module, class_name = name.split(".")
        module = importlib.import_module(f".{module}", __package__)
        return (getattr(module, class_name),), {}
    bases = test_access_table.TestAccessTable, test_forging.TestForging
    return bases, {
        # Of the plan, of the review, of pay.
        "stages_made": (0, 1, 2, 3, 4, 6),
        "stages_made_let_in": (0,),
        # Fewer people try fewer things here.
        "report": lambda self, at_least: test_forging.TestForging.report(self, 0),
        "probe": lambda self: self.probed(self),
    }


def _paper_words(statement):
    appraisal = statement.sudo().appraisal_id
    return f"{appraisal.name} {appraisal.employee_id.name}"


def run(case_class, noticed_by, broken=None):
    """What the test says, empty where it passes; with something broken or not."""
    case = case_class(_method_name(noticed_by))
    case.probed = getattr(noticed_by, "probe", None)
    result = unittest.TestResult()
    env = case_class.env
    with env.cr.savepoint() as savepoint, mute_logger("odoo.http", "odoo.sql_db"):
        with broken(env) if broken else ExitStack():
            env.flush_all()
            # Requests are answered for the test that runs; and without Odoo's
            # second try.
            with patch.object(odoo.modules.module, "current_test", case):
                TestCase.run(case, result)
        savepoint.rollback()
    env.invalidate_all()
    env.registry.clear_all_caches()
    return "\n".join(text for _case, text in result.failures + result.errors)


def _class_name(noticed_by):
    return "World" if isinstance(noticed_by, World) else noticed_by.rpartition(".")[0]


def _method_name(noticed_by):
    return "probe" if isinstance(noticed_by, World) else noticed_by.rpartition(".")[2]


@tagged("post_install", "-at_install")
class TestBrokenVariants(BaseCase):
    """Each defect of the table is noticed, and nothing is where there is none."""

    takes_minutes = True

    def _try_all(self, name):
        with set_up(name) as case_class:
            sound = {}
            for variant in VARIANTS:
                if _class_name(variant.noticed_by) == name:
                    with self.subTest(variant=variant.name):
                        self._try(case_class, variant, sound)

    def _try(self, case_class, variant, sound):
        if variant.noticed_by not in sound:
            sound[variant.noticed_by] = run(case_class, variant.noticed_by)
        if sound[variant.noticed_by]:
            self.fail(f"Without the defect:\n{sound[variant.noticed_by]}")
        said = run(case_class, variant.noticed_by, variant.broken)
        self.assertTrue(said, f"{variant.noticed_by} did not notice.")
        self.assertRegex(said, variant.says)

    def test_forms(self):
        self._try_all("test_statement.TestStatement")

    def test_retention(self):
        self._try_all("test_module.TestRetention")

    def test_people(self):
        self._try_all("test_people.TestPeople")

    def test_own_hand(self):
        self._try_all("test_own_hand.TestOwnHand")

    def test_grants(self):
        self._try_all("test_grants.TestGrants")

    def test_seals(self):
        self._try_all("test_seal.TestNightlyCheck")

    def test_pay(self):
        self._try_all("test_pay.TestPay")

    def test_structure(self):
        self._try_all("test_structure.TestStructure")

    def test_tables_and_forgeries(self):
        self._try_all("World")

    def test_table_is_long_enough(self):
        self.assertGreaterEqual(len({variant.name for variant in VARIANTS}), 24)
        self.assertEqual(len({variant.name for variant in VARIANTS}), len(VARIANTS))
        self.assertEqual(
            {_class_name(variant.noticed_by) for variant in VARIANTS},
            {
                "World",
                "test_grants.TestGrants",
                "test_module.TestRetention",
                "test_own_hand.TestOwnHand",
                "test_pay.TestPay",
                "test_people.TestPeople",
                "test_seal.TestNightlyCheck",
                "test_statement.TestStatement",
                "test_structure.TestStructure",
            },
        )
