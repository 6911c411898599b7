from . import controllers
from . import models
from . import wizards
from .hooks import pre_init_hook, uninstall_hook
from .tools.quiet_log import keep_values_out

keep_values_out()
