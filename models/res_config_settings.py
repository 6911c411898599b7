from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .ir_attachment import (
    UPLOAD_ALLOWED,
    UPLOAD_KINDS,
    UPLOAD_MEGABYTES,
    split_kinds,
)


class ResConfigSettings(models.TransientModel):
    """What a system administrator sets for all schools of the database."""

    _inherit = "res.config.settings"

    appraisal_upload_megabytes = fields.Integer(
        "Largest file (MB)",
        config_parameter="school_appraisal.upload_megabytes",
        default=UPLOAD_MEGABYTES,
    )
    appraisal_upload_kinds = fields.Char(
        "Kinds of files",
        config_parameter="school_appraisal.upload_kinds",
        default=UPLOAD_ALLOWED,
    )

    @api.constrains("appraisal_upload_megabytes", "appraisal_upload_kinds")
    def _check_appraisal_uploads(self):
        for settings in self:
            if settings.appraisal_upload_megabytes < 1:
                raise ValidationError(
                    self.env._("The largest file has 1 MB or more: enter a number.")
                )
            kinds = split_kinds(settings.appraisal_upload_kinds)
            unknown = [kind for kind in kinds if kind not in UPLOAD_KINDS]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "Files of the kind “%(unknown)s” cannot be allowed. Choose "
                        "from these: %(kinds)s.",
                        unknown=", ".join(unknown),
                        kinds=", ".join(UPLOAD_KINDS),
                    )
                )
