from . import test_flow_thomas_mills
