from odoo import api, models
from odoo.exceptions import UserError

PREFIX = "school.appraisal"


class AppraisalKept(models.AbstractModel):
    """Whatever appraisals stand on is not deleted, and who tries is told why in
    a sentence, not by the database.

    Every model of the addon is guarded so, and those of Odoo that its records
    point at: employees, logins, companies, departments. Links that would go
    along (``cascade``) are followed to what holds them. While the addon is
    uninstalled, its own hook decides.
    """

    _name = "school.appraisal.kept"
    _description = "Appraisal: what is kept"

    # Its name puts it after the models' own, which know more: Odoo asks them in
    # the order of the alphabet.
    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        for record in self:
            if not self._transient and (use := self._used_by(record)):
                raise UserError(record._kept_sentence(use))

    def _kept_sentence(self, use):
        """Why this record is kept.

        :param str use: the kind of a record that holds it
        """
        return self.env._(
            "“%(record)s” cannot be deleted: appraisals, which are kept for years, "
            "refer to it (%(use)s). Archive it, or leave it unused.",
            record=self.display_name,
            use=use,
        )

    @api.model
    def _used_by(self, records):
        """The kind of the first record that holds one of these, or None."""
        for name, field in self._links_to(records._name):
            # sudo: who deletes a login or a list need not read appraisals; only
            # the kind of the record is told.
            model = self.env[name].sudo().with_context(active_test=False)
            goes_along = field.type == "many2one" and field.ondelete == "cascade"
            holders = model.search(
                [(field.name, "in", records.ids)], limit=None if goes_along else 1
            )
            if goes_along:
                if name == records._name:
                    holders -= records
                if holders and (use := self._used_by(holders)):
                    return use
            elif holders:
                return model._description
        return None

    @api.model
    def _links_to(self, comodel):
        """(model's name, field) of the addon's links that hold a record of
        ``comodel``, or go with it."""
        for name, model in self.env.registry.items():
            if not name.startswith(PREFIX) or model._abstract or model._transient:
                continue
            for field in model._fields.values():
                if field.comodel_name != comodel or not field.store:
                    continue
                if field.type == "many2one" and field.ondelete != "set null":
                    yield name, field
                # A list of logins or posts may lose one; the choice of a policy
                # does not.
                if field.type == "many2many" and comodel.startswith(PREFIX):
                    yield name, field


class AppraisalValues(models.AbstractModel):
    """Every model of the addon."""

    _name = "school.appraisal.values"
    _inherit = ["school.appraisal.values", "school.appraisal.kept"]
