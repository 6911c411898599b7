from unittest.mock import patch

from odoo.exceptions import AccessDenied, AccessError
from odoo.tests import new_test_user, tagged

from . import permissions
from .access_common import BUTTONS, OTHER_COMPANY, PROBES, AccessWorld
from .access_table import (
    ACTIONS,
    NOT_STAFF,
    OPERATIONS,
    PEOPLE,
    PRINTED_ON,
    READ,
    SAME_PERSON,
    STAGES,
    TABLE,
)
from .http_common import Outside

MODULE = "school_appraisal"
# Where every way of reading is tried: when the most is to be seen.
FULL_STAGE = 7
# Settings and dialogs are tried less.
SETTINGS_OPERATIONS = ("read", "search", "write", "create", "delete")
# Those who change settings, and those who must not.
SETTINGS_PEOPLE = {
    "administrator",
    "administrator, other company",
    "data manager",
    "head",
    "head elsewhere",
    "HR manager",
    "system administrator",
    "colleague",
    "portal user",
}
# The record refuses what these rules refuse, too; the table sees no difference.
BACKED_UP = {
    "appraisal_self_review_rule_author_private",
    "appraisal_self_review_answer_rule_author_private",
    # The notes' own blocker asks for the same people.
    "appraisal_progress_note_rule_author",
}
# In none of the years of the table does the head recommend on pay; without this rule
# `test_policy_rules.py` fails (test_pay_recommender).
NOTICED_ELSEWHERE = {"appraisal_pay_reason_rule_head_draft"}
# Public methods that are no buttons, and do no more than the rights allow.
PLAIN_METHODS = {
    "copy_data",
    "create",
    "default_get",
    "get_metadata",
    "unlink",
    "write",
    # Reading, with a row in the register of access.
    "onchange",
    "read",
    "formatted_read_group",
    "formatted_read_grouping_sets",
    "search_read",
    "web_read",
    "web_search_read",
    # A dialog's action in one call; checks as the dialog does.
    "import_staff_list",
}


@tagged("post_install", "-at_install")
class TestAccessTable(AccessWorld):
    """The table of ``access_table.py``, person by person."""

    takes_minutes = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo's sentence names the rules that refuse, and takes time to find them.
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["ir.rule"],
                "_make_access_error",
                lambda self, operation, records: AccessError(operation),
            )
        )

    # NOTHING IS LEFT OUT

    def test_the_page_for_governors_is_this_table(self):
        """docs/permissions.md: written anew by ``python3 tests/permissions.py``."""
        self.assertEqual(permissions.DOCUMENT.read_text("utf-8"), permissions.render())

    def _own_models(self):
        return self.env["ir.model"].search(
            [("model", "=like", "school.appraisal%"), ("abstract", "=", False)]
        )

    def test_every_model_has_a_row(self):
        """A new model without a line in the table fails here."""
        tried = {probe.model for probe in PROBES.values()}
        self.assertEqual(set(self._own_models().mapped("model")), tried)
        self.assertEqual(set(TABLE), set(PROBES))
        ours = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.model")]
        )
        made = {
            model.model
            for model in self.env["ir.model"].browse(ours.mapped("res_id"))
            if not model.abstract
            and self.env.registry[model.model]._original_module == MODULE
        }
        self.assertEqual(made, tried)

    def test_every_button_has_a_row(self):
        """A new button, or a new public method, without a line fails here."""
        tried = {(button.model, button.method) for button in BUTTONS.values()}
        self.assertEqual(set(ACTIONS), set(BUTTONS))
        found = set()
        for name, model in self.env.registry.items():
            if model._abstract:
                continue
            for method in self._own_public_methods(model):
                found.add((name, method))
        plain = {(name, method) for name, method in found if method in PLAIN_METHODS}
        self.assertEqual(found - plain, tried)

    def _own_public_methods(self, model):
        """Names of the methods that this addon gives a model and that may be
        called from outside."""
        for name in dir(model):
            if name.startswith("_"):
                continue
            definers = [
                base.__dict__[name]
                for base in model.__mro__
                if name in base.__dict__
                and base.__module__.startswith(f"odoo.addons.{MODULE}.")
            ]
            method = getattr(model, name)
            if (
                definers
                and callable(method)
                and not hasattr(method, "_ondelete")
                and not getattr(method, "_api_private", False)
            ):
                yield name

    def test_everybody_tries_everything(self):
        """Each person has something to do and something that is refused."""
        for person in PEOPLE:
            with self.subTest(person=person):
                answers = {
                    self.expected(entry, person, operation, stage)
                    for entry in TABLE
                    for operation in OPERATIONS
                    for stage in range(len(STAGES))
                }
                self.assertEqual(
                    answers, {False} if person == "portal user" else {True, False}
                )

    # THE TABLE

    def cells(self, entries=TABLE, operations=None):
        """Reading is tried in every way at one stage and by a search at all of
        them; changing at every stage by who may change it at some stage, and by
        the others at the first, when it is still open, and late."""
        for entry in entries:
            probe = PROBES[entry]
            held = self.table_rights[entry]
            stages = range(probe.since, len(STAGES)) if probe.staged else [0]
            ways = operations or (OPERATIONS if probe.staged else SETTINGS_OPERATIONS)
            for person in PEOPLE:
                if person in SAME_PERSON and not probe.staged:
                    continue
                for stage in stages:
                    for operation in ways:
                        if (
                            operation == "search"
                            or stage == (FULL_STAGE if probe.staged else 0)
                            or operation not in READ
                            and (stage == probe.since or (person, operation) in held)
                        ):
                            yield entry, person, operation, stage

    def mismatches(self, **kwargs):
        """Cells whose answer is not the declared one, as sentences."""
        self.found.clear()
        for cell in self.cells(**kwargs):
            entry, person, operation, stage = cell
            answer = self.allowed(*cell)
            if answer is None:
                continue
            self.tried += 1
            expected = self.expected(*cell)
            if answer != expected:
                when = f", {STAGES[stage]}" if PROBES[entry].staged else ""
                yield (
                    f"{person}: {operation} {entry}{when}: "
                    + ("allowed, and must be refused" if answer else "refused")
                )

    def setUp(self):
        super().setUp()
        self.tried = 0

    def _report(self, mismatches):
        wrong = list(mismatches)
        self.assertFalse(wrong, f"{len(wrong)} of {self.tried}:\n" + "\n".join(wrong))

    def test_table(self):
        self._report(self.mismatches())
        self.assertGreater(self.tried, 7_000)

    def presses(self):
        """The right people at every stage, the wrong ones when it is the right
        ones' turn."""
        rights = self.action_rights
        for entry, button in BUTTONS.items():
            turn = min(stage for stages in rights[entry].values() for stage in stages)
            for person in PEOPLE:
                if person in SAME_PERSON and not button.staged:
                    continue
                may = rights[entry].get((person, "press"), ())
                stages = range(len(STAGES)) if button.staged and may else [turn]
                for stage in stages:
                    yield entry, person, stage, stage in may

    def test_buttons(self):
        wrong = []
        for entry, person, stage, may in self.presses():
            answer = self.pressed(entry, person, stage)
            if answer is None:
                continue
            self.tried += 1
            if answer != may:
                wrong.append(
                    f"{person}: {entry}, {STAGES[stage]}: "
                    + ("allowed, and must be refused" if answer else "refused")
                )
        self._report(wrong)
        self.assertGreater(self.tried, 1_500)

    # EVERY RULE IS NEEDED

    def test_table_notices_each_missing_rule(self):
        """Switching off any single record rule makes some cell wrong."""
        rules = self.env["ir.rule"].search([("model_id", "in", self._own_models().ids)])
        self.assertGreater(len(rules), 50)
        unnoticed = []
        for rule in rules:
            of_model = rules.filtered(lambda r, rule=rule: r.model_id == rule.model_id)
            if set(of_model.mapped("domain_force")) == {"[(1, '=', 1)]"}:
                # Where everybody reads everything, the access list decides alone.
                continue
            entries = [
                entry
                for entry, probe in PROBES.items()
                if probe.model == rule.model_id.model
            ]
            operations = [
                operation
                for operation, flag in (
                    ("search", rule.perm_read),
                    ("write", rule.perm_write),
                    ("create", rule.perm_create),
                    ("delete", rule.perm_unlink),
                )
                if flag
            ]
            with self.env.cr.savepoint() as savepoint:
                rule.active = False
                self.env.flush_all()
                noticed = any(self.mismatches(entries=entries, operations=operations))
                savepoint.rollback()
            self.env.registry.clear_cache()
            if not noticed:
                unnoticed.append(rule.get_external_id()[rule.id].split(".")[1])
        self.assertEqual(set(unnoticed), BACKED_UP | NOTICED_ELSEWHERE)

    def test_rules_are_bound_to_a_group(self):
        """No rule for all users at once, no rights without a rule."""
        rules = self.env["ir.rule"].search([("model_id", "in", self._own_models().ids)])
        self.assertFalse(rules.filtered(lambda rule: not rule.groups))
        self.assertEqual(rules.model_id, self._own_models())

    # THE CARD ON THE WALL

    def test_card_says_what_the_rules_do(self):
        """Who stands on the page "Who can see this" as active can read it, and
        nobody else."""
        for person in PEOPLE:
            for stage in range(len(STAGES)):
                appraisal = self.appraisal_of(person, stage)
                if not appraisal or person in NOT_STAFF:
                    continue
                on_card = appraisal.access_ids.filtered(
                    lambda row, person=person: (
                        row.user_id == self.person[person] and row.standing == "active"
                    )
                )
                can_read = self.as_person(person, appraisal).has_access("read")
                with self.subTest(person=person, stage=stage):
                    self.assertEqual(bool(on_card), can_read)

    # LABELS

    def test_labels_are_neutral(self):
        """Odoo shows labels to people who may not open the record."""
        confidential = [
            entry
            for entry, probe in PROBES.items()
            if probe.staged and not probe.model.startswith("school.appraisal.access")
        ]
        for entry in confidential:
            for stage in range(PROBES[entry].since, len(STAGES)):
                record = self.record_of(entry, "reviewee", stage)
                with self.subTest(entry=entry, stage=stage):
                    label = record.display_name
                    self.assertNotIn("CANARY", label)
                    for name in ("rae", "rory", "progress", "early reading"):
                        self.assertNotIn(name, label.lower())

    def test_reads_are_all_tried(self):
        self.assertTrue(set(READ) <= set(OPERATIONS))


@tagged("post_install", "-at_install")
class TestAccessTableHttp(AccessWorld, Outside):
    """The same table from outside: the web client's calls and an API key's. Every
    answer is searched for words that this person must not see."""

    # While the plan is written, and when everything is there.
    stages_made = (0, FULL_STAGE)

    def _try(self, entry, person, operation, stage):
        """Whether the call is allowed; None where there is nothing to try. Every
        fourth has the API key."""
        probe = PROBES[entry]
        context = {
            "allowed_company_ids": (
                self.other_company if person.endswith(OTHER_COMPANY) else self.company
            ).ids
        }
        record = self.record_of(entry, person, stage)
        appraisal = self.appraisal_of(person, stage)
        if not record or (operation == "create" and not probe.create):
            return None
        with self.undone():
            if operation == "create":
                values = probe.create(self, appraisal)
                call = ("create", [], {"vals_list": [values]})
            elif operation == "write":
                values = self.values_of(entry, person, stage)
                call = ("write", record.ids, {"vals": values})
            elif operation == "delete":
                call = ("unlink", record.ids, {})
            elif operation == "read":
                call = ("read", record.ids, {"fields": self._readable(record, person)})
            else:
                call = ("search_read", [], {"domain": [("id", "=", record.id)]})
                call[2]["fields"] = ["display_name"]
            method, ids, arguments = call
            if self.calls % 4 == 3:
                answer = self.json2(
                    probe.model, method, ids, context=context, **arguments
                )
            else:
                args = [ids] if ids else []
                args += [arguments.pop(name) for name in list(arguments)[:1]]
                answer = self.rpc(
                    probe.model, method, *args, context=context, **arguments
                )
        return "error" not in answer and bool(answer.get("result", True))

    def _readable(self, record, person):
        return [
            name
            for name, field in record._fields.items()
            if record.with_user(self.person[person])._has_field_access(field, "read")
            and field.type != "binary"
        ]

    def cells(self):
        """Who has a right to a kind of record tries at both stages, the others at
        the second; settings and dialogs are tried less."""
        for person in PEOPLE:
            for entry, probe in PROBES.items():
                if person in SAME_PERSON and not probe.staged:
                    continue
                operations = ("read", "search", "write", "create", "delete")
                stages = [0]
                if probe.staged:
                    held = {someone for someone, _operation in self.table_rights[entry]}
                    if person in held:
                        stages = self.stages_made
                    else:
                        operations = ("read", "write", "create")
                        stages = [FULL_STAGE]
                elif entry.endswith("dialog"):
                    operations = ("read", "create")
                elif person not in SETTINGS_PEOPLE:
                    operations = ("write",)
                for stage in stages:
                    for operation in operations:
                        yield entry, person, operation, stage

    def test_table_over_http(self):
        wrong, tried, signed_in = [], 0, None
        for cell in self.cells():
            entry, person, operation, stage = cell
            if person != signed_in:
                self.sign_in(self.person[person])
                signed_in = person
            answer = self._try(*cell)
            if answer is None:
                continue
            tried += 1
            if answer != self.expected(*cell):
                wrong.append(f"{cell}: {'allowed' if answer else 'refused'}")
            wrong += [
                f"{person} saw {seen} in {cell}"
                for seen in self.canaries()
                if not self.expected(seen[0], person, "read", seen[1])
                and not (
                    seen[0] in PRINTED_ON.get(cell[0], ())
                    and self.expected(cell[0], person, "read", seen[1])
                )
            ]
        self.assertFalse(wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong))
        self.assertGreater(tried, 2_000)

    def test_nobody(self):
        """Without a login, or with one that was taken away, nothing answers."""
        leaver = new_test_user(self.env, "p_leaver", email=False)
        key = self._api_key(leaver)
        self._keys.clear()
        leaver.active = False
        self.sign_in(self.env["res.users"])
        for entry, probe in PROBES.items():
            for stage in self.stages_made if probe.staged else [0]:
                record = self.record_of(entry, "reviewee", stage)
                for self.key in (None, "0" * 40, key):
                    with self.subTest(entry=entry, key=self.key):
                        names = ["display_name"]
                        answer = self.json2(
                            probe.model, "read", record.ids, fields=names
                        )
                        self.assertIn("error", answer)
                answer = self.rpc(probe.model, "search_read", [], names)
                self.assertIn("error", answer)
                self.assertFalse(self.canaries())
        with self.assertRaises(AccessDenied):
            self.authenticate("p_leaver", "p_leaver")
