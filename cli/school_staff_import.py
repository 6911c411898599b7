import base64
import sys
from pathlib import Path

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tools import config


class SchoolStaffImport(Command):
    """Import a school's staff list (workbook or CSV file)"""

    name = "school_staff_import"
    epilog = """
        The list is imported as a whole or not at all. Each problem in it is named with
        its line, and the exit code is 1.
    """

    def run(self, cmdargs):
        args = self._parse(cmdargs)
        try:
            content = base64.b64encode(Path(args.file).read_bytes())
        except OSError as error:
            sys.exit(f"{args.file} cannot be read: {error.strerror}.")
        settings = ["--no-http", "--log-level=warn", "-d", args.database]
        config.parse_config(
            settings + (["-c", args.config] if args.config else []), setup_logging=True
        )
        try:
            registry = Registry(args.database)
        except OperationalError as error:
            sys.exit(f"The database {args.database} cannot be opened: {error}")
        with registry.cursor() as cr:
            # sudo: looks up who imports; from there on with that person's rights.
            env = Environment(cr, SUPERUSER_ID, {})
            if "school.appraisal.staff.import" not in env:
                sys.exit(f"School appraisal is not installed in {args.database}.")
            try:
                print(self._import(env, args, content))
            except (AccessError, UserError) as error:
                # Leaves the cursor without a commit.
                sys.exit(str(error))

    def _parse(self, cmdargs):
        add = self.parser.add_argument
        add("file", help="the staff list")
        add("-c", "--config", help="Odoo's configuration file")
        add("-d", "--database", required=True)
        add("--school", required=True, help="name of the school")
        add(
            "--staff-group",
            help="name of the staff group of new people; without it, and where the "
            "list names none, they become employees who are not appraised",
        )
        add("--policy", help="name of its policy, where several have such a group")
        add(
            "--login",
            default="admin",
            help="who imports, an administrator of both Employees and School "
            "appraisal; without it admin",
        )
        add("--check", action="store_true", help="only say what would change")
        return self.parser.parse_args(cmdargs)

    def _import(self, env, args, content):
        user = self._one(env["res.users"], "login", args.login)
        # From here on with the rights of that person.
        env = env(user=user.id, context=dict(user.context_get()))
        school = self._one(env["school.appraisal.school"], "name", args.school)
        group = env["school.appraisal.staff.group"]
        if args.staff_group:
            group = self._one(
                group,
                "name",
                args.staff_group,
                [("policy_id.name", "=", args.policy)] if args.policy else [],
            )
        return env["school.appraisal.staff.import"].import_staff_list(
            school.id, group.id, content, check=args.check
        )

    def _one(self, model, field, value, domain=()):
        found = model.search([(field, "=", value), *domain])
        if len(found) == 1:
            return found
        what = model._description.lower()
        if not found:
            raise UserError(f"There is no {what} “{value}”.")
        raise UserError(
            f"There are {len(found)} of “{value}” ({what}): "
            f"{', '.join(found.mapped('display_name'))}."
        )
