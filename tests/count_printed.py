"""Run on a database of its own by test_print_job: how many forms are in the file, and
how many different ones."""

import io
import zipfile

job = env["school.appraisal.print.job"].search([])  # noqa: F821
names = zipfile.ZipFile(io.BytesIO(job.file_ids.raw)).namelist()
forms = [name.partition("-")[2] for name in names if name.endswith(".pdf")]
print(len(forms), len(set(forms)))  # pylint: disable=print-used
