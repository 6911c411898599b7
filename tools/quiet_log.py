"""What the database refuses, Odoo writes into its log with all values: the words of
an appraisal must not stand there, where whoever runs the server reads them."""

import logging


class WithoutValues(logging.Filter):
    """Keeps that a query on one of our tables failed, not what was in it."""

    def filter(self, record):
        text = record.getMessage()
        if "bad query" in text and "school_appraisal" in text:
            record.msg = "bad query on a table of school_appraisal; values left out"
            record.args = ()
        return True


def keep_values_out():
    logging.getLogger("odoo.sql_db").addFilter(WithoutValues())
