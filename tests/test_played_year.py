from odoo.tests import TransactionCase, tagged
class TestPlayedYear(TransactionCase):
    pass
