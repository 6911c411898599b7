from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .mixin_people import REVIEWERS


class AppraisalEvidence(models.Model):
    """What will show, and later shows, how the year went: agreed in the plan,
    then collected during the year.

    What comes in, words or files, is read at once by who reads the line: nothing is
    collected behind anybody's back (GU, KM §4.4). Who put it in and when is the
    server's to say, and the others are told to look.
    """

    _name = "school.appraisal.evidence"
    _inherit = ["school.appraisal.line"]
    _description = "Evidence"
    _order = "appraisal_id, id"

    _open_fields = frozenset(
        {"name", "objective_id", "planned", "note", "questions"}
        | {"date_collected", "finding", "file_ids"}
    )

    name = fields.Char("What", required=True)
    objective_id = fields.Many2one(
        "school.appraisal.objective", index="btree_not_null", ondelete="set null"
    )
    planned = fields.Boolean("Agreed in the plan", default=True)
    note = fields.Text("Where, or from whom")
    questions = fields.Text(
        "Questions to ask", help="What this evidence is to answer (GU form 3a)."
    )
    date_collected = fields.Date("Collected on")
    finding = fields.Text("What it showed")
    file_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        "Files",
        domain=[("res_model", "=", "school.appraisal.evidence")],
    )
    file_count = fields.Integer("Number of files", compute="_compute_file_count")
    collected_by_id = fields.Many2one(
        "res.users",
        "Last put in by",
        readonly=True,
        ondelete="restrict",
        help="Who wrote last what it showed, or added a file.",
    )
    collected_at = fields.Datetime("Last put in on", readonly=True)
    evidence_agreed = fields.Boolean(
        related="appraisal_id.evidence_agreed", related_sudo=False
    )
    plan_signed = fields.Boolean(compute="_compute_plan_signed")
    can_collect = fields.Boolean(compute="_compute_can_collect")

    @api.depends("file_ids")
    def _compute_file_count(self):
        for line in self:
            line.file_count = len(line.file_ids)

    @api.depends("appraisal_id.plan_lock")
    @api.depends_context("uid")
    def _compute_plan_signed(self):
        """As the user: a line that is only asked for tells nothing of others' years."""
        readable = self.appraisal_id._filtered_access("read")
        for line in self:
            year = line.appraisal_id
            line.plan_signed = year in readable and bool(year.plan_lock)

    @api.depends("appraisal_id.state")
    @api.depends_context("uid")
    def _compute_can_collect(self):
        for line in self:
            line.can_collect = bool(line._origin) and not (
                line._origin._get_collect_blocker()
            )

    @api.constrains("appraisal_id", "planned")
    def _check_agreed(self):
        """KM §4.4, GU: only what the plan names is taken into account."""
        for line in self:
            # As the user: who may not read the appraisal learns nothing here.
            if not line.planned and line.evidence_agreed:
                line._refuse(
                    self.env._(
                        "by this policy only evidence that the plan agreed is taken "
                        "into account. Put what comes in on the line it belongs to."
                    )
                )

    @api.constrains("date_collected")
    def _check_date_collected(self):
        today = fields.Date.context_today(self)
        for line in self:
            if line.date_collected and line.date_collected > today:
                line._refuse(
                    self.env._(
                        "the day on which evidence was collected has not come yet. "
                        "Choose today or an earlier day."
                    )
                )

    def _statement_kinds(self):
        return ("planning",) if self.planned else ()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self._has_pass():
            lines.filtered(
                lambda line: line.finding or line.date_collected or not line.planned
            )._collected()
        return lines

    def write(self, vals):
        """What evidence showed stands on the review, where the form asks for it."""
        collects = vals.keys() & {"finding", "date_collected"} and not self._has_pass()
        if collects:
            # sudo: the form may be hidden; it is only turned into a draft.
            reviews = self.sudo().appraisal_id._statements_printing("review")
            reviews.filtered("form_id.asks_findings")._open_for_edit()
        result = super().write(vals)
        if collects:
            self._collected()
        return result

    def _locked_fields(self):
        """The plan closes what was agreed; collecting goes on all year."""
        return frozenset({"name", "objective_id", "planned", "note", "questions"})

    # COLLECTING

    def _get_collect_blocker(self):
        appraisal = self.appraisal_id
        if not appraisal._has_role(*REVIEWERS):
            return self.env._("only the reviewer collects evidence.")
        if reason := appraisal._standstill():
            return reason
        if appraisal.state not in ("monitoring", "review"):
            return self.env._("evidence is collected between the plan and the review.")
        if appraisal.review_lock:
            return self.env._("the review is signed; what it rests on stays as it is.")
        return False

    def _check_values(self, vals):
        """In the list of its files one can be deleted; adding looks at what is
        added."""
        result = super()._check_values(vals)
        for command in vals.get("file_ids") or ():
            if isinstance(command, int) or command[0] != Command.DELETE:
                raise UserError(
                    self.env._(
                        "Files are added to evidence with its button “Collect…”, not "
                        "in a list."
                    )
                )
        return result

    def _files_added(self):
        self._collected()

    def _collected(self):
        """Who put something in, and when; of a signed plan the others are told."""
        # sudo: not written by hand.
        self.sudo()._with_pass().write(
            {"collected_by_id": self.env.uid, "collected_at": fields.Datetime.now()}
        )
        # sudo: where the year stands; who put something in sees it himself.
        years = self.sudo().appraisal_id.filtered(lambda a: a.state != "planning")
        if years:
            years.sudo(False)._tell_the_others()
