import re

import polib

from odoo.tests import freeze_time, tagged
from odoo.tools import file_path
from odoo.tools.translate import load_language

from .common import AppraisalCommon
from .test_reports import pages, words

# Words that belong to the other policies alone: their data and their forms.
OTHER_POLICIES = re.compile(r"[._](tm|gu|km|ct)(_|$)")
PLACEHOLDERS = re.compile(r"%\([a-z_]+\)[sd]|%[sd%]|</?[a-z0-9]+")


def of_williamstown(entry):
    """Whether somebody may read it under the Welsh school's policy."""
    places = [
        place.split("school_appraisal.")[-1] for place, _line in entry.occurrences
    ]
    return not places or not all(OTHER_POLICIES.search(place) for place in places)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestWelsh(AppraisalCommon):
    """Williamstown works in Welsh (WP §1.6): labels, questions, checklists, forms
    and mails."""

    POLICY = "school_appraisal.policy_wp"

    @classmethod
    def _set_up_trust(cls, env):
        """The copy of the preset is made once the languages are there."""
        load_language(env.cr, "en_GB")
        load_language(env.cr, "cy_GB")
        env.invalidate_all()
        return super()._set_up_trust(env)

    def test_every_word_has_a_welsh_one(self):
        """A new text without a Welsh one fails here; so does one that lost a name
        that is filled in, or a tag."""
        words_to_translate = polib.pofile(
            file_path("school_appraisal/i18n/school_appraisal.pot")
        )
        welsh = {
            entry.msgid: entry.msgstr
            for entry in polib.pofile(file_path("school_appraisal/i18n/cy.po"))
        }
        wanted = [entry for entry in words_to_translate if of_williamstown(entry)]
        self.assertGreater(len(wanted), 1000)
        self.assertEqual(
            [entry.msgid for entry in wanted if not welsh.get(entry.msgid)], []
        )
        for entry in wanted:
            with self.subTest(text=entry.msgid):
                self.assertEqual(
                    sorted(PLACEHOLDERS.findall(entry.msgid)),
                    sorted(PLACEHOLDERS.findall(welsh[entry.msgid])),
                )

    def test_the_form_is_welsh(self):
        """As the employee's record says; the preset's words with it."""
        self.employees["reviewee"].lang = "cy_GB"
        appraisal = self._launch()
        self._plan(appraisal)
        statement = self._statement(appraisal)
        text = words(pages(self.as_("reviewer", statement)._get_pdf()))
        form = statement.form_id.with_context(lang="cy_GB")
        self.assertNotEqual(form.name, form.with_context(lang="en_US").name)
        self.assertIn(form.name.casefold(), text.casefold())
        for word in ("Gwerthuswr", "Gwerthusai", "amcan"):
            self.assertIn(word.casefold(), text.casefold())
        for word in ("appraiser", "objective", "training", "signed", "name"):
            self.assertNotRegex(text.casefold(), rf"\b{word}\b")

    def test_both_languages_on_request(self):
        appraisal = self._launch()
        self._plan(appraisal)
        self.staff["reviewee"].all_languages = True
        statement = self._statement(appraisal)
        text = words(pages(self.as_("reviewer", statement)._get_pdf())).casefold()
        for lang, word in (("en_GB", "appraiser"), ("cy_GB", "gwerthuswr")):
            self.assertIn(word, text)
            form = statement.form_id.with_context(lang=lang)
            self.assertIn(form.name.casefold(), text)

    def test_questions_and_checklist_are_welsh(self):
        group = self.env.ref(self.POLICY).staff_group_ids
        for name in ("question_ids", "checklist_ids"):
            for line in group[name]:
                with self.subTest(line=line.name):
                    self.assertNotEqual(
                        line.with_context(lang="cy_GB").name,
                        line.with_context(lang="en_US").name,
                    )
