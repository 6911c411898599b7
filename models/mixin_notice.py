from markupsafe import Markup

from odoo import fields, models

from .mixin_guard import without_defaults


class AppraisalNotice(models.AbstractModel):
    """Mails that tell somebody to look, and nothing else.

    A mail is read on whiteboards and other people's phones: it holds no name, no
    reference and no word of an appraisal, only an address to sign in at.
    """

    _name = "school.appraisal.notice"
    _inherit = ["school.appraisal.task"]
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
            sentence, link = self._neutral_words(user, path)
            # sudo: the company's address stands on its contact.
            company = user.sudo().company_id
            sender = company.email_formatted or robot.sudo().email_formatted
            values.append(
                {
                    "subject": sentence,
                    "body_html": Markup("<p>%s.</p><p>%s</p>") % (sentence, link),
                    "email_to": user.email_formatted,
                    "email_from": sender,
                    "reply_to": sender,
                    "author_id": robot.id,
                    "auto_delete": True,
                }
            )
        # sudo: nobody among the staff has rights to write mails by hand.
        without_defaults(self.env["mail.mail"].sudo()).create(values)

    def _tell_once(self, users_by_path, day=None, deadlines=None):
        """The same, but nobody gets more than one such mail a day; and each has a task
        in the list of activities.

        :param dict users_by_path: who has several paths, is told of the first
        :param date day: when there is something to do beside the deadlines
        :param deadlines: those that they are told of now, stamped
        :return: those who were told now; with or without a mail address
        """
        today = fields.Date.context_today(self)
        # sudo: when somebody was told stands on the login, as do addresses.
        told = before = self.env["res.users"].sudo()
        for path, users in users_by_path.items():
            users = users.with_env(told.env).filtered("active") - told - before
            waiting = users.filtered(lambda user: user.appraisal_told_on != today)
            self._tell(waiting, path)
            self._give_task(waiting, path, day)
            told |= waiting
            before |= users - waiting
        told.write({"appraisal_told_on": today})
        if deadlines:
            # They may have been told of a later day.
            self._bring_tasks_forward(before, deadlines)
        return told
