{
    "name": "School Appraisal",
    "summary": "Yearly performance management of school staff: plan, monitor, review",
    "version": "19.0.1.0.0",
    "author": "School Appraisal Contributors",
    "license": "LGPL-3",
    "category": "Human Resources/Appraisal",
    "depends": ["hr"],
    "data": [
        # Security
        "security/school_appraisal_groups.xml",
        "security/ir.model.access.csv",
        "security/appraisal_rules.xml",
        "security/statement_rules.xml",
        "security/self_review_rules.xml",
        "security/pay_rules.xml",
        "security/configuration_rules.xml",
        "security/wizard_rules.xml",
        # Data
        "data/ir_sequence_data.xml",
    ],
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
