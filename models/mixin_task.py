from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models

from .mixin_guard import without_defaults


class AppraisalTask(models.AbstractModel):
    """A task in Odoo's own list of activities, for who does not see the mail.

    It says as little as the mail: no name, no reference, no step. It hangs on no
    record, so only its user finds it, nobody follows it and nothing is posted. A person
    has one at most, whatever waits, due on the first of the days that he was told of.
    It is made with the mail and goes by itself when nothing is left that he was told
    of. Who ticks it off or deletes it has done no harm: the next mail brings another.
    """

    _name = "school.appraisal.task"
    _description = "Appraisal: task without content"

    def _neutral_words(self, user, path):
        """What mail and task say to this user: a sentence, and a link."""
        env = self.with_context(lang=user.lang).env
        link = Markup("<a href='%s'>%s</a>") % (
            user.get_base_url() + path,
            env._("Open the appraisal app"),
        )
        return env._("You have a task in the appraisal app"), link

    def _give_task(self, users, path, day=None):
        """Each of ``users`` has one task, made anew.

        :param date day: when there is something to do beside the deadlines
        """
        if not users:
            return
        days = self.env["school.appraisal.deadline"]._told_days(users)
        tasks = self._tasks(users)
        tasks.unlink()
        kind = self._task_type()
        values = []
        for user in users:
            summary, link = self._neutral_words(user, path)
            due = filter(None, (day, days.get(user)))
            values.append(
                {
                    "activity_type_id": kind.id,
                    "user_id": user.id,
                    "summary": summary,
                    "note": Markup("<p>%s</p>") % link,
                    "date_deadline": min(due, default=fields.Date.context_today(self)),
                    "automated": True,
                }
            )
        # Without a word to anybody; the list on the user's own screen counts one more.
        tasks.with_context(mail_activity_quick_update=True).create(values)

    def _renew_tasks(self, users):
        """Something that these were told of is done, moved or another's now: what is
        left for them to do is due when it is due; where nothing is left, the task
        goes."""
        for task, day in self._end_tasks(users).items():
            if day and task.date_deadline != day:
                task.date_deadline = day

    def _bring_tasks_forward(self, users, deadlines):
        """These deadlines, which these users are told of beside what they know, may be
        due earlier than their task; it stays, for what else it was made for."""
        # Not of all that they were told of: a head has many, batch after batch.
        days = deadlines._first_days(users) if users else {}
        if not days:
            return
        for task in self._tasks(users).filtered("active"):
            day = days.get(task.user_id)
            if day and day < task.date_deadline:
                task.date_deadline = day

    def _end_tasks(self, users=None):
        """Take away the tasks of those who were told of nothing that is still open.

        :param users: None for everybody
        :return: {task that stays: the first deadline told, or None}
        """
        tasks = self._tasks(users).filtered("active")
        if not tasks:
            return {}
        users = tasks.user_id.filtered("active")
        days = self.env["school.appraisal.deadline"]._told_days(users)
        asked = self.env["school.appraisal"]._reminded_users(
            users.filtered(lambda user: user not in days)
        )
        left = {
            task: days.get(task.user_id)
            for task in tasks
            if task.user_id in days or task.user_id in asked
        }
        tasks.filtered(lambda task: task not in left).unlink()
        return left

    @api.model
    def _tasks(self, users=None):
        """The tasks of these users, also those that they have ticked off."""
        # sudo: whoever takes the step that ends or makes a task sees nobody's list;
        # and who made one could change it.
        tasks = self.env["mail.activity"].with_user(SUPERUSER_ID)
        # A client's defaults could hang it on a record.
        tasks = without_defaults(tasks)
        domain = [("activity_type_id", "=", self._task_type().id)]
        if users is not None:
            domain.append(("user_id", "in", users.ids))
        return tasks.with_context(active_test=False).search(domain)

    @api.model
    def _task_type(self):
        return self.env.ref("school_appraisal.mail_activity_type_task")
