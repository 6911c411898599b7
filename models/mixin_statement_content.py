from odoo import fields, models


class AppraisalStatementContent(models.AbstractModel):
    """What each kind of statement prints, and what is still missing in it.

    The content is plain data, taken once when the statement is shared; the
    screens, the signatures and the PDF all stand on it. Dates are written
    as ISO text; the form puts them into the reader's language.
    """

    _name = "school.appraisal.statement.content"
    _description = "Appraisal: content of a statement"

    def _prepare_content(self):
        """The words of this statement as they stand now: a dict for JSON. To
        be called with rights to read the whole appraisal.

        Keys: ``kind``, ``version``, ``title``, ``draft``, ``words``, ``school``,
        ``reviewee``, ``reviewer``, ``cycle``, ``meeting_date`` and, by kind,
        ``objectives``, ``observations``, ``training``, ``standards``,
        ``competences``, ``pay``, ``next_objectives``, ``reviewer_comments``.
        """
        self.ensure_one()
        content = {**self._content_head(), "objectives": []}
        return {**content, **getattr(self, f"_content_{self.kind}")()}

    def _content_head(self):
        appraisal = self.appraisal_id
        policy = appraisal.policy_id
        return {
            "kind": self.kind,
            "version": self.version,
            "title": self.title,
            "words": {
                "process": policy.process_word,
                "reviewee": policy.reviewee_word,
                "reviewer": policy.reviewer_word,
                "objective": policy.objective_word,
            },
            "minimum_rows": self.form_id.minimum_rows,
            "signers": self.form_id._signer_roles(),
            "school": appraisal.school_id.name,
            "reviewee": {
                "name": appraisal.employee_id.name,
                "job_title": appraisal.job_title or "",
            },
            "reviewer": {"name": appraisal.reviewer_id.name},
            "cycle": {
                "name": appraisal.cycle_id.name,
                "date_start": fields.Date.to_string(appraisal.date_start),
                "date_end": fields.Date.to_string(appraisal.date_end),
            },
            "favour_challenge": appraisal.staff_group_id.favour_challenge,
        }

    def _content_planning(self):
        appraisal = self.appraisal_id
        return {
            "meeting_date": _iso(appraisal.date_planning_meeting),
            "objectives": self._content_objectives(appraisal),
            "evidence": [
                {"what": line.name, "note": line.note or ""}
                for line in appraisal.evidence_ids.filtered("planned")
            ],
            "observations": self._content_observations(appraisal),
            "training": self._content_training(
                appraisal.cpd_need_ids.filtered(lambda need: need.stage == "planning")
            ),
        }

    def _content_review(self):
        appraisal = self.appraisal_id
        assessments = appraisal.standard_assessment_ids
        return {
            "meeting_date": _iso(appraisal.date_review_meeting),
            "objectives": self._content_objectives(appraisal, reviews=True),
            "reviewer_comments": self.reviewer_comments or "",
            "standards": [
                {
                    "number": line.standard_id.number or "",
                    "label": line.standard_id.name,
                    "assessment": line.assessment or "",
                }
                for line in assessments.filtered("standard_id")
            ],
            "competences": [
                {"label": line.competence, "assessment": line.assessment or ""}
                for line in assessments.filtered("competence")
            ],
            "next_objectives": self._content_next_objectives(),
            "training": self._content_training(
                appraisal.cpd_need_ids.filtered(lambda need: need.stage == "review")
            ),
            "pay": self._content_pay(),
        }

    def _content_cpd(self):
        return {
            "meeting_date": _iso(self.appraisal_id.date_planning_meeting),
            "training": self._content_training(
                self.appraisal_id.cpd_need_ids.filtered(
                    lambda need: need.cpd_statement_id == self
                ),
                objectives=False,
            ),
        }

    def _content_observations(self, appraisal):
        """Those that the plan agrees (GU; KM App. 3 §5)."""
        return [
            {
                "subject": observation.subject or "",
                "term": observation._term_label(),
                "focus": observation.focus or "",
                "observer": observation.observer_id.name,
                "purpose": observation.purpose or "",
                "duration": observation.duration,
                "date_planned": _iso(observation.date_planned),
                "kind": observation.kind,
            }
            for observation in appraisal.observation_ids
            if observation.agreed and observation.state != "cancelled"
        ]

    def _content_objectives(self, appraisal, reviews=False):
        return [
            {
                "number": number,
                "text": objective.name,
                "strategies": objective.action_steps or "",
                "success_criteria": objective.success_criteria or "",
                "date_due": _iso(objective.date_due),
                "support": objective.support_promised or "",
                "priority": objective.priority_id.display_name or ""
                if appraisal.staff_group_id.priority_link != "off"
                else "",
                "challenging": objective.challenging,
                "determined_by": objective.determined_by,
                "review": self._content_objective_review(objective)
                if reviews
                else None,
            }
            for number, objective in enumerate(appraisal.objective_ids, start=1)
        ]

    def _content_objective_review(self, objective):
        review = objective.review_ids.filtered(lambda line: line.stage == "annual")
        return {
            "progress": review.progress or "",
            "outside_factors": review.outside_factors or "",
            "support_given": review.support_given or "",
        }

    def _content_next_objectives(self):
        """The following year's aims (TM §8.1.1), where the policy prints them
        and that year's plan has begun."""
        if not self.appraisal_id.staff_group_id.next_objectives:
            return []
        return self._content_objectives(self.appraisal_id._next_appraisal())

    def _content_training(self, needs, objectives=True):
        """:param bool objectives: whether to name the objective; not where the
        form leaves the circle of the appraisal"""
        return [
            {
                "name": need.name,
                "action": need.action or "",
                "date_due": _iso(need.date_due),
                "objective_number": need.objective_id.number if objectives else 0,
            }
            for need in needs
        ]

    def _content_pay(self):
        pay = self.appraisal_id.pay_recommendation_ids
        if not pay:
            return None
        return {"recommendation": pay.recommendation or "", "reason": pay.reason or ""}

    # LINES

    def _content_lines(self):
        """Lines hidden from the reviewee until this statement is shared."""
        appraisal = self.appraisal_id
        if self.kind != "review":
            return []
        annual = appraisal.objective_review_ids.filtered(
            lambda line: line.stage == "annual"
        )
        return [
            annual,
            appraisal.standard_assessment_ids,
            appraisal.pay_recommendation_ids,
        ]

    def _set_lines_shared(self, shared):
        for lines in self._content_lines():
            lines._with_pass().write({"shared": shared})

    # MISSING

    def _missing(self):
        """What keeps this statement from being shared: a list of sentences
        that each say what to do, empty when it is complete."""
        self.ensure_one()
        return getattr(self, f"_missing_{self.kind}")()

    def _missing_planning(self):
        appraisal = self.appraisal_id
        group = appraisal.staff_group_id
        missing = []
        if not appraisal.date_planning_meeting:
            missing.append(self.env._("Enter the date of the planning meeting."))
        if not appraisal.objective_ids:
            missing.append(self.env._("Add at least one objective."))
        for objective in appraisal.objective_ids:
            missing += objective._missing(group)
        return missing

    def _missing_review(self):
        appraisal = self.appraisal_id
        group = appraisal.staff_group_id
        missing = []
        if not appraisal.date_review_meeting:
            missing.append(self.env._("Enter the date of the review meeting."))
        if group.self_review == "required" and not self.env[
            "school.appraisal.self.review"
        ].search_count(
            [("appraisal_id", "=", appraisal.id), ("state", "=", "handed_in")], limit=1
        ):
            missing.append(self.env._("The self-review has not been handed in."))
        for review in appraisal.objective_review_ids:
            missing += review._missing(group) if review.stage == "annual" else []
        if group.standards_mode == "all":
            missing += [
                self.env._("Standard %s: assess it.", line.standard_id.number)
                for line in appraisal.standard_assessment_ids
                if line.standard_id and not (line.assessment or "").strip()
            ]
        for pay in appraisal.pay_recommendation_ids:
            missing += pay._missing()
        return missing

    def _missing_cpd(self):
        if not self.appraisal_id.cpd_need_ids.filtered(
            lambda need: need.cpd_statement_id == self
        ):
            return [self.env._("There is no training need on it.")]
        return []


def _iso(date):
    return fields.Date.to_string(date) if date else None
