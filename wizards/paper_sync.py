from dataclasses import dataclass
from typing import Any

from odoo.exceptions import UserError

from ..tools.paper_files import Paper, PaperFiles
from ..tools.table_file import Problem
from .years_by_number import YearsByNumber


@dataclass(eq=False)
class Match:
    """A paper, and whose year it belongs to."""

    paper: Paper
    year: Any
    checksum: str
    # Brought in before.
    there: bool = False


class PaperSync:
    """Lays papers before the people whose payroll number their names begin with.

    ``plan`` finds every problem at once, ``apply`` takes all of them or none.
    """

    def __init__(self, cycle, content, name, school_year):
        self.cycle = cycle
        self.env = cycle.env
        self.school_year = school_year
        self.attachments = cycle.env["ir.attachment"]
        most, _kinds = self.attachments._appraisal_upload_limits()
        self.files = PaperFiles(content, name, most * 1024 * 1024)
        self.problems = self.files.problems
        self.matches = []

    def plan(self):
        papers = self.files.papers
        numbers = {number for paper in papers for number in paper.numbers}
        self.known = YearsByNumber(self.cycle, numbers)
        for paper in papers:
            reason = self._kind_refusal(paper) or self._match(paper)
            if reason:
                self._refuse(paper, reason)
        self._find_those_there()
        self._refuse_twins()

    def apply(self):
        """Whether the papers were taken; if not, nothing has changed."""
        if self.problems:
            return False
        found = [
            (match.year, match.paper.name, match.paper.data)
            for match in self.matches
            if not match.there
        ]
        if found:
            self.env["school.appraisal.earlier.paper"]._bring_in(
                found, self.school_year
            )
        return True

    def report(self):
        """Which paper goes to whom, in sentences."""
        env = self.env
        new = [match for match in self.matches if not match.there]
        return "\n".join(
            [
                env._(
                    "Papers: %(files)s. People: %(people)s.",
                    files=len(new),
                    people=len({match.year for match in new}),
                ),
                *(
                    env._(
                        "“%(file)s”: left out, %(name)s has it already.",
                        file=match.paper.name,
                        name=match.year.whose,
                    )
                    if match.there
                    else env._(
                        "“%(file)s”: %(name)s",
                        file=match.paper.name,
                        name=match.year.whose,
                    )
                    for match in self.matches
                ),
            ]
        )

    def _refuse(self, paper, reason):
        self.problems.append(
            Problem(
                0,
                self.env._("“%(file)s”: %(reason)s", file=paper.name, reason=reason),
            )
        )

    def _kind_refusal(self, paper):
        """As for every file of an appraisal; and only a PDF is a paper."""
        try:
            kind = self.attachments._check_appraisal_upload(paper.name, paper.data)
        except UserError as error:
            # Which other kinds there are is of no use here.
            if paper.name.lower().endswith(".pdf"):
                return str(error)
            kind = False
        return kind != "pdf" and self.env._("this is no PDF file.")

    def _match(self, paper):
        """Take the paper for its person, or say why not."""
        known, numbers = self.known, paper.numbers
        # The longest number that is anybody's, also of who is not in the cycle: what
        # is left of it must not be another's.
        anybody = known.numbered.keys() | known.own_numbers | known.staff_numbers
        number = next((number for number in numbers if number in anybody), None)
        if number not in known.numbered:
            return self._nobody(numbers)
        years = known.numbered[number]
        if len(years) > 1:
            return self.env._(
                "%(names)s have the same payroll number %(number)s in Odoo. Have it "
                "corrected first.",
                names=" · ".join(years.mapped("whose")),
                number=number,
            )
        if reason := years._get_bring_papers_blocker():
            return f"{years.whose}: {reason}"
        checksum = self.attachments._compute_checksum(paper.data)
        self.matches.append(Match(paper, years, checksum))
        return False

    def _nobody(self, numbers):
        env, known = self.env, self.known
        if not known.own_numbers.isdisjoint(numbers):
            return env._("nobody brings in papers of his own year.")
        if staff := known.staff_numbers.intersection(numbers):
            return env._(
                "who has payroll number %s has no appraisal in this cycle that you "
                "lead. Add the person to the cycle first.",
                max(staff, key=len),
            )
        return env._(
            "its name begins with no payroll number of a person whose year you lead "
            "in this cycle. Name it such as “7001 review.pdf”, or leave it out."
        )

    def _find_those_there(self):
        years = self.env["school.appraisal"].union(
            *(match.year for match in self.matches)
        )
        # sudo: checksums alone, of papers that the head reads.
        there = {
            (paper.appraisal_id.id, paper.attachment_id.checksum)
            for paper in years.earlier_paper_ids.sudo()
        }
        for match in self.matches:
            match.there = (match.year.id, match.checksum) in there

    def _refuse_twins(self):
        """One paper under two names: one of the people would read another's."""
        first = {}
        for match in self.matches:
            twin = first.setdefault(match.checksum, match)
            if twin is not match:
                self._refuse(
                    match.paper,
                    self.env._(
                        "it is the same file as “%s”. Leave one of them out.",
                        twin.paper.name,
                    ),
                )
