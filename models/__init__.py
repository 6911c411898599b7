from . import mixin_values
from . import mixin_kept
from . import mixin_guard
from . import mixin_register
from . import mixin_line
from . import mixin_notice
from . import mixin_people
from . import mixin_joint
from . import mixin_interim
from . import mixin_next_step
from . import mixin_screen
from . import mixin_sheet
from . import mixin_checklist
from . import mixin_objective_copy
from . import mixin_statement_content
from . import mixin_statement_pdf
from . import mixin_statement_seal

from . import appraisal_policy
from . import appraisal_staff_group
from . import appraisal_form
from . import appraisal_box
from . import appraisal_category
from . import appraisal_rating
from . import appraisal_panel_size
from . import appraisal_standard_set
from . import appraisal_standard
from . import appraisal_question
from . import appraisal_checklist_item
from . import appraisal_objective_template

from . import appraisal_nomination
from . import appraisal_school
from . import appraisal_staff
from . import appraisal_priority
from . import appraisal_cycle

from . import appraisal_access
from . import appraisal_access_log
from . import appraisal

from . import appraisal_objective
from . import appraisal_objective_review
from . import appraisal_evidence
from . import appraisal_observation
from . import appraisal_adjustment
from . import appraisal_checklist_mark
from . import appraisal_self_review
from . import appraisal_self_review_answer
from . import appraisal_standard_assessment
from . import appraisal_cpd_need
from . import appraisal_pay_recommendation
from . import appraisal_pay_reason

from . import appraisal_statement
from . import appraisal_statement_text
from . import appraisal_signature

from . import hr_department
from . import hr_employee
from . import hr_employee_public
from . import resource_resource
from . import ir_actions_report
from . import ir_attachment
from . import ir_model
from . import res_company
from . import res_config_settings
from . import res_users
