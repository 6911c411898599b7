from markupsafe import Markup

from odoo import fields, models


class AppraisalNotice(models.AbstractModel):
    """Mails that tell somebody to look, and nothing else.

    A mail is read on whiteboards and other people's phones: it holds no name, no
    reference and no word of an appraisal, only an address to sign in at.
    """

    _name = "school.appraisal.notice"
    _description = "Appraisal: mail without content"

    def _tell(self, users, path):
        """Send each of ``users`` who has a mail address one neutral mail.

        :param str path: where the link in it leads, such as
            ``/odoo/my-appraisal``; the same for everybody in that role
        """
        # From the house, not from whoever has just done something.
        robot = self.env.ref("base.partner_root")
        values = []
        for user in users.filtered(lambda user: user.active and user.email):
            env = self.with_context(lang=user.lang).env
            # sudo: the company's address stands on its contact.
            company = user.sudo().company_id
            sender = company.email_formatted or robot.sudo().email_formatted
            values.append(
                {
                    "subject": env._("You have a task in the appraisal app"),
                    "body_html": Markup("<p>%s</p><p><a href='%s'>%s</a></p>")
                    % (
                        env._("You have a task in the appraisal app."),
                        user.get_base_url() + path,
                        env._("Open the appraisal app"),
                    ),
                    "email_to": user.email_formatted,
                    "email_from": sender,
                    "reply_to": sender,
                    "author_id": robot.id,
                    "auto_delete": True,
                }
            )
        # sudo: nobody among the staff has rights to write mails by hand.
        self.env["mail.mail"].sudo().create(values)

    def _tell_once(self, users_by_path):
        """The same, but nobody gets more than one such mail a day.

        :param dict users_by_path: who has several paths, is told of the first
        :return: those who were told now; with or without a mail address
        """
        today = fields.Date.context_today(self)
        # sudo: when somebody was told stands on the login, as do addresses.
        told = self.env["res.users"].sudo()
        for path, users in users_by_path.items():
            waiting = users.with_env(told.env).filtered(
                lambda user: user.active and user.appraisal_told_on != today
            )
            self._tell(waiting - told, path)
            told |= waiting
        told.write({"appraisal_told_on": today})
        return told
