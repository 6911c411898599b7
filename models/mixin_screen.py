from odoo import api, fields, models
from odoo.tools import format_date

from ..reports.paper import heading_word
from .mixin_people import OVER, SHUT


class AppraisalScreen(models.AbstractModel):
    """What the screens of an appraisal need beside its own fields: what is
    locked and why, counts, and the buttons that open its parts.

    Nothing here decides about access: searches run as the user, and the
    record rules answer.
    """

    _name = "school.appraisal.screen"
    _description = "Appraisal: screen"

    heading = fields.Char(
        compute="_compute_words", help="The process, in the policy's own word."
    )
    reviewer_words = fields.Char(
        compute="_compute_words", help="Who reviews, in the policy's own word."
    )
    turn_words = fields.Char(compute="_compute_words")
    plan_lock = fields.Char(compute="_compute_locks")
    review_lock = fields.Char(compute="_compute_locks")
    # Counted apart, so that a list need not read the lines themselves.
    can_add_objective = fields.Boolean(compute="_compute_counts")
    objective_count = fields.Integer(compute="_compute_counts", string="Objectives")
    statement_count = fields.Integer(compute="_compute_counts", string="Statements")
    can_open_previous = fields.Boolean(compute="_compute_can_open")
    can_open_self_review = fields.Boolean(compute="_compute_can_open")

    @api.depends("policy_id", "reviewer_id", "turn", "my_turn", "team_name")
    @api.depends_context("lang", "uid")
    def _compute_words(self):
        """The policy's words where the screen speaks of this year; labels and menus
        are Odoo's, one for the whole database."""
        for appraisal in self:
            words = appraisal.policy_id._words()
            reviewee, reviewer = (
                heading_word(words, role) for role in ("reviewee", "reviewer")
            )
            if appraisal.team_name:
                reviewee = self.env._("Team")
            process = heading_word(words, "process")
            appraisal.heading = f"{process} · {reviewee}"
            # sudo: whoever sees the appraisal is told who reviews it.
            appraisal.reviewer_words = f"{reviewer} {appraisal.sudo().reviewer_id.name}"
            turns = {
                "reviewee": self.env._("%s's turn", reviewee),
                "reviewer": self.env._("%s's turn", reviewer),
                "both": self.env._("The other's turn"),
            }
            appraisal.turn_words = not appraisal.my_turn and turns.get(appraisal.turn)

    @api.depends(
        "state",
        "all_statement_ids.state",
        "all_statement_ids.signature_ids.voided_on",
    )
    @api.depends_context("uid")
    def _compute_locks(self):
        for appraisal in self:
            told = not appraisal._reads_forms_only()
            appraisal.plan_lock = told and appraisal._lock_sentence("planning")
            appraisal.review_lock = told and appraisal._lock_sentence("review")

    def _lock_sentence(self, kind):
        """Why the part that this kind of statement prints is closed, or
        False while it can be edited."""
        # sudo: who signed is told to everybody who sees the appraisal.
        statement = self._last_statement(kind).sudo()
        signed = ", ".join(
            self.env._(
                "%(name)s on %(date)s",
                name=signature.signer_name,
                date=format_date(
                    self.env,
                    signature.paper_date or signature.signed_on.date(),
                    date_format="d MMMM y",
                ),
            )
            for signature in statement._live_signatures()
        )
        if statement.state == "final":
            return self.env._("Signed by %s; it stays as it is.", signed)
        if self.state == "suspended":
            return self.env._("This year stands still; the head resumes it.")
        if signed:
            return self.env._(
                "Signed by %s. To change it, the reviewer takes it back first.", signed
            )
        if self.state in OVER:
            return self.env._("This appraisal is closed.")
        return False

    @api.depends("objective_ids", "statement_ids")
    @api.depends_context("uid")
    def _compute_counts(self):
        # Not by len(): the parts may be in the cache as the superuser found them.
        for name, model in (
            ("objective_count", "school.appraisal.objective"),
            ("statement_count", "school.appraisal.statement"),
        ):
            counts = dict(
                self.env[model]._read_group(
                    [("appraisal_id", "in", self.ids)], ["appraisal_id"], ["__count"]
                )
            )
            for appraisal in self:
                appraisal[name] = counts.get(appraisal._origin, 0)
        for appraisal in self:
            appraisal.can_add_objective = (
                not appraisal.staff_group_id._refuses_objectives(
                    appraisal.objective_count + 1
                )
            )

    @api.depends("previous_appraisal_id", "state")
    @api.depends_context("uid")
    def _compute_can_open(self):
        # sudo: only the ids; what may be opened is filtered as the user.
        previous = self.sudo().previous_appraisal_id.sudo(False)
        readable = previous.search([("id", "in", previous.ids)])
        reviews = self.env["school.appraisal.self.review"].search(
            [("appraisal_id", "in", self.ids)]
        )
        for appraisal in self:
            writes_own = (
                appraisal._reviews_self_as()
                and appraisal.staff_group_id.self_review != "off"
                and appraisal.state not in SHUT
            )
            # sudo: only the id; what may be opened was filtered as the user.
            appraisal.can_open_previous = (
                appraisal.sudo().previous_appraisal_id.id in readable.ids
            )
            appraisal.can_open_self_review = writes_own or appraisal._origin in (
                reviews.appraisal_id
            )

    def _reviews_self_as(self):
        """As whom the current user fills in the form before the meeting: reviewee,
        team together, or reviewer where the policy has both write apart (WP); False
        for others."""
        if self._has_role("reviewee"):
            return "reviewee"
        if self._has_role("team_member"):
            return "team"
        both = self.staff_group_id.self_review_by == "both"
        return "reviewer" if both and self.is_reviewer else False

    # BUTTONS

    @api.model
    def _action_for_employee(self, employee_id):
        """Window action of the button on the employee forms: straight into the
        appraisal of the present year that the user can see, else a list."""
        return self._action_latest(
            [("employee_id", "=", employee_id)],
            "school_appraisal.appraisal_action_employee",
        )

    @api.model
    def action_open_mine(self):
        """The user's own appraisal of this year; a list where there is none."""
        return self._action_latest(
            [("reviewee_user_id", "=", self.env.uid)],
            "school_appraisal.appraisal_action_mine",
        )

    @api.model
    def _action_latest(self, domain, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        found = self.search([*domain, ("state", "!=", "cancelled")])
        if chosen := found._most_urgent():
            action |= {"res_id": chosen.id, "views": [(False, "form")]}
        return action | {"domain": domain}

    def _most_urgent(self):
        """Of one person's appraisals, latest first: the one to look at now.
        Where it is the user's turn in one, that one; else the year that runs,
        though next year's plan may be there already."""
        today = fields.Date.context_today(self)
        begun = self.filtered(lambda appraisal: appraisal.date_start <= today)
        current = (begun or self)[:1]
        waiting = self.filtered("my_turn")
        return current if current in waiting else waiting[-1:] or current

    def action_open_access(self):
        """Who can see this record, and who did open or print it."""
        view = self.env.ref("school_appraisal.appraisal_view_form_access")
        return self._action_form(self, self.env._("Who can see this"), view.id)

    def action_open_previous(self):
        return self._action_form(
            self.previous_appraisal_id, self.env._("Previous year")
        )

    def action_open_self_review(self):
        """The user's own self-review, begun where there is none yet; for the
        others the one that was handed in."""
        reviews = self.env["school.appraisal.self.review"]
        found = reviews.search([("appraisal_id", "=", self.id)])
        review = found.filtered("is_author") or found[:1]
        if not found or (self._reviews_self_as() and not review.is_author):
            review = reviews.create({"appraisal_id": self.id})
        return self._action_form(review, self.env._("Self-review"))

    def action_open_statements(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.appraisal_statement_action"
        )
        statements = self.env["school.appraisal.statement"].search(
            [("appraisal_id", "=", self.id)]
        )
        if kind := self.env.context.get("statement_kind"):
            statements = statements.filtered(lambda s: kind in s._parts())[-1:]
        if len(statements) == 1:
            action |= {"res_id": statements.id, "views": [(False, "form")]}
        return action | {"domain": [("appraisal_id", "=", self.id)]}

    def _action_form(self, record, name, view_id=False):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": record._name,
            "res_id": record.id,
            "views": [(view_id, "form")],
        }
