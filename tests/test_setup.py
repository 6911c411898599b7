from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, freeze_time, new_test_user, tagged

ADMINISTRATOR = "school_appraisal.group_administrator"


@tagged("post_install", "-at_install")
@freeze_time("2026-10-05")
class TestSetup(TransactionCase):
    """The administrator, who has no other right, sets a trust of two schools up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, no_reset_password=True))
        cls.company = cls.env["res.company"].create({"name": "Fictional Trust"})
        cls.administrator = cls._user("s_administrator", "Ada Setup", ADMINISTRATOR)
        cls.head = cls._user("s_head", "Hedy Head", "school_appraisal.group_head")
        cls.chair = cls._user("s_chair", "Charly Chair", "")
        department = cls.env["hr.department"].with_company(cls.company)
        cls.hill, cls.valley = department.create(
            [
                {"name": "Hill", "company_id": cls.company.id},
                {"name": "Valley", "company_id": cls.company.id},
            ]
        )
        cls.science = department.create(
            {
                "name": "Science",
                "parent_id": cls.hill.id,
                "company_id": cls.company.id,
            }
        )
        cls.teacher, cls.cleaner = cls.env["hr.job"].create(
            [
                {"name": "Class teacher", "company_id": cls.company.id},
                {"name": "Cleaner", "company_id": cls.company.id},
            ]
        )
        cls.hedy = cls._employ("Hedy Head", cls.hill, user_id=cls.head.id)
        cls.at_hill = [
            cls._employ("Tina Teacher", cls.hill, cls.teacher),
            cls._employ("Tom Teacher", cls.science, cls.teacher),
        ]
        cls.clea = cls._employ("Clea Ner", cls.hill, cls.cleaner)
        cls.theo = cls._employ("Theo Valley", cls.valley, cls.teacher)
        cls._employ("Gone Before", cls.hill, cls.teacher, active=False)
        # A policy that comes with the addon, with several staff groups.
        cls.preset = cls.env["school.appraisal.policy"].create(
            {
                "name": "Preset of a test",
                "reviewee_word": "Reviewee",
                "reviewer_word": "Reviewer",
                "objective_word": "Objective",
                "staff_group_ids": [
                    Command.create({"name": "Teachers"}),
                    Command.create({"name": "Support staff"}),
                ],
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "school_appraisal",
                "name": "policy_of_test_setup",
                "model": "school.appraisal.policy",
                "res_id": cls.preset.id,
            }
        )

    @classmethod
    def _user(cls, login, name, group):
        return new_test_user(
            cls.env,
            login,
            name=name,
            email=False,
            groups=",".join(filter(None, ["base.group_user", group])),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _employ(cls, name, department, job=None, **values):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "department_id": department.id,
                "job_id": job and job.id,
                **values,
            }
        )

    # THE DIALOG, AS THE ADMINISTRATOR

    def _open(self):
        self.env.flush_all()
        self.env.invalidate_all()
        dialogs = self.env["school.appraisal.setup"].with_user(self.administrator)
        action = dialogs.action_open()
        return dialogs.browse(action["res_id"])

    def _go(self, setup, step):
        setup.with_context(setup_step=step).action_go()

    def _row(self, name, head=None, department=None, **values):
        return {
            "name": name,
            "company_id": self.company.id,
            "head_id": head and head.id,
            "department_id": department and department.id,
            **values,
        }

    def _choose_policy(self, setup=None, name="Our policy"):
        setup = setup or self._open()
        setup.write(
            {"source": "preset", "preset_id": self.preset.id, "policy_name": name}
        )
        setup.action_policy()
        return setup

    def _add_schools(self, setup, *rows):
        setup.school_line_ids = [Command.create(row) for row in rows]
        setup.action_people()

    def _set_up_schools(self):
        setup = self._choose_policy()
        self._add_schools(
            setup,
            self._row("Hill School", self.hedy, self.hill, chair_user_id=self.chair.id),
            self._row("Valley School", self.theo, self.valley),
        )
        return setup

    def _schools(self):
        return self.env["school.appraisal.school"].search(
            [("company_id", "=", self.company.id)]
        )

    def _jobs(self, setup):
        """{(school, job): (all, in, staff group)} of the table."""
        return {
            (line.school_id.name, line.name): (
                line.count_all,
                line.count_in,
                line.staff_group_id.name,
            )
            for line in setup.job_line_ids
        }

    def _map(self, setup, **groups):
        """Choose staff groups by job: class_teacher="Teachers"."""
        by_name = {g.name: g for g in setup.policy_id.staff_group_ids}
        for line in setup.job_line_ids:
            name = groups.get(line.name.lower().replace(" ", "_"))
            if name:
                line.staff_group_id = by_name[name]

    def _facts(self, *employees):
        return self.env["school.appraisal.staff"].search(
            [("employee_id", "in", [employee.id for employee in employees])]
        )

    def _refused(self, call, *words):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call()
        for word in words:
            self.assertIn(word, str(caught.exception))

    # POLICY

    def test_a_preset_is_copied_and_stays_as_it_is(self):
        before = self.preset.read()
        setup = self._open()
        self.assertEqual(setup.step, "policy")
        self.assertIn(self.preset, setup._presets())
        self._choose_policy(setup)
        policy = setup.policy_id
        self.assertEqual(policy.name, "Our policy")
        self.assertNotEqual(policy, self.preset)
        self.assertEqual(
            policy.staff_group_ids.mapped("name"), ["Teachers", "Support staff"]
        )
        self.assertFalse(policy.staff_group_ids & self.preset.staff_group_ids)
        self.assertEqual(before, self.preset.read())
        self.assertEqual(setup.step, "people")

    def test_next_does_not_copy_twice(self):
        setup = self._choose_policy()
        policy = setup.policy_id
        self._go(setup, "policy")
        setup.action_policy()
        self.assertEqual(setup.policy_id, policy)
        self.assertEqual(setup._own_policies(), policy)

    def test_policy_badly_chosen(self):
        setup = self._open()
        setup.write({"source": "preset", "preset_id": False})
        self._refused(setup.action_policy, "preset to begin with")
        setup.write({"preset_id": self.preset.id, "policy_name": " "})
        self._refused(setup.action_policy, "a name")
        setup.policy_name = self.preset.name
        self._refused(setup.action_policy, f"called “{self.preset.name}” already")
        setup.write({"source": "own", "policy_id": self.preset.id})
        self._refused(setup.action_policy, "Choose the policy to go on with")
        setup.policy_id = False
        self._refused(setup.action_policy, "Choose the policy to go on with")
        for step in ("people", "groups", "done"):
            self._refused(lambda step=step: self._go(setup, step), "policy first")
        self.assertFalse(setup._own_policies())

    # SCHOOLS AND PEOPLE

    def test_schools_are_made_and_changed(self):
        setup = self._set_up_schools()
        hill, valley = self._schools()
        self.assertEqual(hill.head_user_id, self.head)
        self.assertEqual(hill.chair_user_id, self.chair)
        self.assertEqual(valley.department_id, self.valley)
        self.assertEqual(setup.step, "groups")
        # Each row is now that of its school; saving again makes none.
        self._go(setup, "people")
        self.assertEqual(setup.school_line_ids.school_id, hill | valley)
        line = setup.school_line_ids.filtered(lambda row: row.school_id == valley)
        line.cpd_coordinator_id = self.chair
        written = valley.write_date, hill.write_date
        setup.action_people()
        self.assertEqual(self._schools(), hill | valley)
        self.assertEqual(valley.cpd_coordinator_id, self.chair)
        self.assertEqual(hill.write_date, written[1])
        self.assertEqual(hill.chair_user_id, self.chair)

    def test_who_names_himself_waits(self):
        own = self._employ("Ada Setup", self.valley, user_id=self.administrator.id)
        setup = self._choose_policy()
        self._add_schools(
            setup,
            self._row("Hill School", self.hedy, self.hill),
            self._row(
                "Valley School",
                own,
                self.valley,
                chair_user_id=self.administrator.id,
            ),
        )
        valley = self._schools()[1]
        self.assertFalse(valley.head_user_id or valley.chair_user_id)
        self.assertIn("Valley School: Ada Setup is the head once", setup.waiting)
        self.assertIn("office of Chair of governors once", setup.waiting)
        self.assertIn("Hill School: name the chair", setup.waiting)
        # Going on from here neither takes it back nor confirms it.
        self._go(setup, "people")
        setup.action_people()
        self.assertEqual(len(valley.nomination_ids), 1)
        self.assertFalse(valley.head_user_id or valley.chair_user_id)

    def test_what_others_still_have_to_do_is_said(self):
        setup = self._set_up_schools()
        self.assertEqual(
            setup.waiting.splitlines(),
            [
                "Hill School: Charly Chair needs the right “Governor” (Settings, "
                "Users).",
                "Valley School: Theo Valley has no login yet; without one nobody opens "
                "the cycle.",
                "Valley School: name the chair of governors, who adds the head to the "
                "cycle.",
            ],
        )

    def test_bad_rows_are_named_and_nothing_is_written(self):
        other = self.env["res.company"].create({"name": "Another company"})
        elsewhere = self._employ("Ella Elsewhere", self.hill, company_id=other.id)
        gone = self._employ("Gil Gone", self.hill, active=False)
        foreign = self.env["hr.department"].create(
            {"name": "Foreign", "company_id": other.id}
        )
        guest = new_test_user(
            self.env, "s_guest", name="Guest", groups="base.group_portal"
        )
        good = self._row("Good School", self.hedy, self.hill)
        for bad, *words in (
            (self._row("Bad School"), "Bad School: choose its headteacher."),
            (self._row("Bad School", gone, self.valley), "Gil Gone is no longer"),
            (
                self._row("Bad School", elsewhere, self.valley),
                "Bad School: Ella Elsewhere is employed by Another company, not by "
                "Fictional Trust.",
            ),
            (
                self._row("Bad School", self.hedy, foreign),
                "department Foreign belongs to Another company",
            ),
            (
                self._row("Bad School", self.hedy, company_id=other.id),
                "Bad School: you work without its company Another company",
            ),
            (
                self._row("Bad School", self.hedy, self.valley, chair_user_id=guest.id),
                "Bad School: Guest has no login",
            ),
            (self._row(" good  SCHOOL", self.hedy, self.valley), "two rows have this"),
            (
                self._row("Bad School", self.hedy, self.hill),
                "Good School · Bad School: they would have the same staff",
            ),
        ):
            with self.subTest(words=words):
                setup = self._choose_policy(name=f"Policy {words[0]}")
                setup.school_line_ids = [Command.create(good), Command.create(bad)]
                self._refused(setup.action_people, "Nothing was saved", *words)
                self.assertFalse(self._schools())

    def test_branch_of_a_trust(self):
        """The trust itself may employ the head of a school that is its branch."""
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.administrator.company_ids += branch
        self._employ("Bea Branch", self.env["hr.department"], company_id=branch.id)
        setup = self._choose_policy().with_context(allowed_company_ids=branch.ids)
        self._add_schools(
            setup, self._row("Branch School", self.hedy, company_id=branch.id)
        )
        school = self.env["school.appraisal.school"].search(
            [("company_id", "=", branch.id)]
        )
        self.assertEqual(school.head_user_id, self.head)
        self.assertEqual(setup.count_all, 1)

    def test_no_school(self):
        setup = self._choose_policy()
        self._refused(setup.action_people, "Add your school.")
        self._refused(lambda: self._go(setup, "groups"), "Add your school first")

    def test_name_of_a_school_that_is_archived(self):
        self._set_up_schools()
        self._schools()[1].active = False
        setup = self._open()
        self._go(setup, "people")
        row = self._row("Valley school", self.theo, self.valley)
        self._refused(
            lambda: self._add_schools(setup, row), "a school of this name already"
        )

    def test_a_row_taken_away_leaves_its_school(self):
        setup = self._set_up_schools()
        self._go(setup, "people")
        setup.school_line_ids[1:].unlink()
        setup.action_people()
        self.assertEqual(len(self._schools()), 2)

    # STAFF GROUPS AND JOBS

    def test_jobs_are_listed_with_numbers(self):
        setup = self._set_up_schools()
        self.assertEqual(
            self._jobs(setup),
            {
                ("Hill School", "Class teacher"): (2, 0, False),
                ("Hill School", "Cleaner"): (1, 0, False),
                ("Hill School", "No job"): (1, 0, False),
                ("Valley School", "Class teacher"): (1, 0, False),
            },
        )
        self._map(setup, class_teacher="Teachers")
        self.assertEqual(
            (setup.count_all, setup.count_in, setup.count_new, setup.count_out),
            (5, 0, 3, 2),
        )

    def test_mapping_makes_facts_for_those_without(self):
        setup = self._set_up_schools()
        teachers, support = setup.policy_id.staff_group_ids
        hill, valley = self._schools()
        known = self.env["school.appraisal.staff"].create(
            {
                "employee_id": self.at_hill[0].id,
                "school_id": hill.id,
                "staff_group_id": support.id,
                "payroll_number": "17",
            }
        )
        self._go(setup, "groups")
        self._map(setup, class_teacher="Teachers")
        setup.action_groups()
        facts = self._facts(*self.at_hill, self.theo, self.clea, self.hedy)
        self.assertEqual(
            {f.employee_id: (f.school_id, f.staff_group_id) for f in facts},
            {
                self.at_hill[0]: (hill, support),
                self.at_hill[1]: (hill, teachers),
                self.theo: (valley, teachers),
            },
        )
        self.assertEqual(known.payroll_number, "17")
        self.assertEqual(setup.step, "done")
        self.assertEqual((setup.count_all, setup.count_in), (5, 3))
        self.assertEqual(
            setup.out_of_it.splitlines(),
            [
                "1 × Cleaner, Hill School: no staff group chosen.",
                "1 × No job, Hill School: no staff group chosen.",
            ],
        )

    def test_archived_employees_are_left_out(self):
        setup = self._set_up_schools()
        self._map(setup, class_teacher="Teachers")
        setup.action_groups()
        gone = self.env["hr.employee"].search(
            [("name", "=", "Gone Before"), ("active", "=", False)]
        )
        self.assertTrue(gone)
        self.assertFalse(self._facts(gone))

    def test_who_is_in_at_another_company_is_in(self):
        """Facts that the administrator does not read count all the same."""
        setup = self._set_up_schools()
        other = self.env["res.company"].create({"name": "Another company"})
        far = self.env["school.appraisal.school"].create(
            {"name": "Far School", "company_id": other.id}
        )
        self.env["school.appraisal.staff"].create(
            {
                "employee_id": self.clea.id,
                "school_id": far.id,
                "staff_group_id": self.preset.staff_group_ids[0].id,
            }
        )
        self._go(setup, "groups")
        self.assertEqual(self._jobs(setup)["Hill School", "Cleaner"][:2], (1, 1))
        setup.action_groups()
        self.assertEqual(self._facts(self.clea).school_id, far)

    def test_job_title_without_a_job(self):
        self.clea.write({"job_id": False, "job_title": "Night cleaner"})
        setup = self._set_up_schools()
        self.assertIn(("Hill School", "Night cleaner"), self._jobs(setup))
        self._map(setup, night_cleaner="Support staff")
        setup.action_groups()
        self.assertEqual(self._facts(self.clea).staff_group_id.name, "Support staff")

    def test_all_the_rest_at_once(self):
        setup = self._set_up_schools()
        self._map(setup, class_teacher="Teachers")
        teachers, support = setup.policy_id.staff_group_ids
        with Form(setup) as form:
            form.fill_group_id = support
            self.assertFalse(form.fill_group_id)
            self.assertEqual((form.count_new, form.count_out), (5, 0))
        groups = {line.name: line.staff_group_id for line in setup.job_line_ids}
        self.assertEqual(
            groups,
            {"Class teacher": teachers, "Cleaner": support, "No job": support},
        )

    def test_staff_group_of_another_policy(self):
        setup = self._set_up_schools()
        line = setup.job_line_ids.filtered(lambda row: row.name == "Cleaner")
        line.staff_group_id = self.preset.staff_group_ids[0]
        self._map(setup, class_teacher="Teachers")
        self._refused(
            setup.action_groups, "Cleaner, Hill School: choose a staff group of Our"
        )
        self.assertFalse(self._facts(*self.at_hill, self.clea))

    def test_people_who_belong_to_no_school_for_certain(self):
        """Two schools that take the same staff are not guessed between."""
        self._employ("Nora Nowhere", self.env["hr.department"], self.teacher)
        setup = self._set_up_schools()
        self.assertEqual(
            setup.unplaced, "In none of your schools' departments: 1 people."
        )
        self._schools()[1].department_id = self.hill
        setup = self._open()
        self._go(setup, "groups")
        self.assertFalse(setup.job_line_ids)
        self.assertIn(
            "Could belong to several of your schools: 4 people", setup.unplaced
        )
        # Untouched, they do not keep the other rows from being saved.
        self._go(setup, "people")
        setup.action_people()

    def test_number_of_queries_does_not_grow_with_the_staff(self):
        def queries():
            setup = self._open()
            self._go(setup, "groups")
            self._map(setup, class_teacher="Teachers")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            setup._load_jobs()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self._set_up_schools()
        queries()
        few = queries()
        for number in range(30):
            self._employ(f"Teacher {number}", self.science, self.teacher)
        self.assertLessEqual(queries(), few)

    # LEFT HALF-WAY, RUN AGAIN

    def test_left_half_way_and_come_back(self):
        self.assertEqual(self._open().step, "policy")
        policy = self._choose_policy().policy_id
        setup = self._open()
        self.assertEqual((setup.step, setup.source), ("people", "own"))
        self.assertEqual(setup.policy_id, policy)
        self._add_schools(setup, self._row("Hill School", self.hedy, self.hill))
        setup = self._open()
        self.assertEqual((setup.step, setup.policy_id), ("groups", policy))
        self.assertEqual(setup.school_line_ids.mapped("name"), ["Hill School"])
        self._map(setup, class_teacher="Teachers")
        setup.action_groups()
        self.assertEqual(self._open().step, "done")

    def test_what_was_entered_stays_while_one_looks_back(self):
        setup = self._choose_policy()
        setup.school_line_ids = [
            Command.create(self._row("Hill School", self.hedy, self.hill))
        ]
        self._go(setup, "policy")
        self._go(setup, "people")
        self.assertEqual(setup.school_line_ids.mapped("name"), ["Hill School"])
        setup.action_people()
        self._map(setup, cleaner="Support staff")
        self._go(setup, "people")
        setup.action_people()
        self.assertEqual(
            self._jobs(setup)["Hill School", "Cleaner"], (1, 0, "Support staff")
        )

    def test_run_again_shows_what_is_set(self):
        setup = self._set_up_schools()
        self._map(setup, class_teacher="Teachers", cleaner="Support staff")
        setup.action_groups()
        newcomer = self._employ("Nell Newcomer", self.valley, self.cleaner)
        setup = self._open()
        self.assertEqual((setup.step, setup.source), ("done", "own"))
        self.assertEqual(setup.policy_id.name, "Our policy")
        self.assertEqual(
            self._jobs(setup),
            {
                ("Hill School", "Class teacher"): (2, 2, "Teachers"),
                ("Hill School", "Cleaner"): (1, 1, "Support staff"),
                ("Hill School", "No job"): (1, 0, False),
                ("Valley School", "Class teacher"): (1, 1, "Teachers"),
                # As at the other school.
                ("Valley School", "Cleaner"): (1, 0, "Support staff"),
            },
        )
        self._go(setup, "groups")
        setup.action_groups()
        self.assertEqual(self._facts(newcomer).staff_group_id.name, "Support staff")
        self.assertEqual(len(self._schools()), 2)

    # WHAT NEXT

    def test_cycles_are_drafted_once(self):
        setup = self._set_up_schools()
        self._refused(setup.action_cycle, "Nobody is in a staff group of Our policy")
        self._map(setup, class_teacher="Teachers")
        setup.action_groups()
        self.assertTrue(setup.has_staff)
        self.assertFalse(setup.has_cycle)
        action = setup.action_cycle()
        cycles = self.env["school.appraisal.cycle"].search(action["domain"])
        self.assertEqual(
            [
                (c.school_id.name, c.name, str(c.date_start), str(c.date_end), c.state)
                for c in cycles
            ],
            [
                ("Hill School", "2026/27", "2026-09-01", "2027-08-31", "draft"),
                ("Valley School", "2026/27", "2026-09-01", "2027-08-31", "draft"),
            ],
        )
        self.assertEqual(cycles.staff_group_ids.mapped("name"), ["Teachers"])
        self.assertEqual(cycles.policy_id, setup.policy_id)
        setup = self._open()
        self.assertTrue(setup.has_cycle)
        self.assertEqual(setup.action_cycle()["domain"], action["domain"])

    def test_cycle_of_one_school_opens_its_form(self):
        setup = self._choose_policy()
        self._add_schools(setup, self._row("Hill School", self.hedy, self.hill))
        self._map(setup, class_teacher="Teachers")
        setup.action_groups()
        action = setup.action_cycle()
        cycle = self.env["school.appraisal.cycle"].browse(action["res_id"])
        self.assertEqual(action["views"], [(False, "form")])
        self.assertEqual(cycle.school_id.name, "Hill School")
        # The head takes it from there.
        cycle.with_user(self.head).action_open()
        self.assertEqual(cycle.state, "open")

    def test_next_year_is_set_up_from_june_on(self):
        setup = self._set_up_schools()
        for day, name in (
            ("2027-05-31", "2026/27"),
            ("2027-06-01", "2027/28"),
            ("2027-08-31", "2027/28"),
            ("2027-12-31", "2027/28"),
            ("2099-12-31", "2099/00"),
        ):
            with self.subTest(day=day), freeze_time(day):
                self.assertEqual(setup._cycle_year()["name"], name)

    def test_links(self):
        setup = self._set_up_schools()
        for action, model in (
            (setup.action_plan(), "school.appraisal.priority"),
            (setup.action_staff(), "school.appraisal.staff"),
        ):
            self.assertEqual(action["res_model"], model)
            self.assertEqual(
                action["domain"], [("school_id", "in", self._schools().ids)]
            )

    # WHO MAY NOT

    def test_nobody_else(self):
        setup = self._set_up_schools()
        second = self._user("s_second", "Second Administrator", ADMINISTRATOR)
        for user in (self.head, self.chair, second):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                setup.with_user(user).action_people()
        for user in (self.head, self.chair):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["school.appraisal.setup"].with_user(user).action_open()

    def test_in_the_company_in_which_one_works(self):
        """Schools of other companies are neither shown nor counted."""
        self._set_up_schools()
        other = self.env["res.company"].create({"name": "Another company"})
        self.administrator.company_ids += other
        dialogs = self.env["school.appraisal.setup"].with_user(self.administrator)
        dialogs = dialogs.with_context(allowed_company_ids=other.ids)
        setup = dialogs.browse(dialogs.action_open()["res_id"])
        self.assertEqual(setup.step, "people")
        self.assertFalse(setup.school_line_ids)
        self.assertFalse(setup.waiting)
