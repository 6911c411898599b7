from . import test_flow_thomas_mills
from . import test_policy_fields
from . import test_statement
from . import test_people
from . import test_pay
