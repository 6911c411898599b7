from odoo import api, models


class MailActivityType(models.Model):
    """The kind of the neutral tasks is kept, and stays without a model."""

    _inherit = "mail.activity.type"

    @api.model
    def _get_model_info_by_xmlid(self):
        return {
            **super()._get_model_info_by_xmlid(),
            "school_appraisal.mail_activity_type_task": {
                "res_model": False,
                "unlink": False,
            },
        }
