"""A policy that no preset is like, as a school would make it: records of its
administrator, and three forms of its own."""

from odoo.fields import Command

# The plan: a shipped form, changed where it says other words or has other parts.
PLAN = """
<data>
    <xpath expr="//t[@t-set='staff_label']" position="replace" />
    <xpath expr="//div[@name='lead']" position="replace">
        <div class="lead">What we want to grow in this year:</div>
    </xpath>
    <xpath expr="//div[@name='objectives']//table[@t-if='objective_first']//tr"
           position="replace">
        <tr>
            <th style="width: 50%"><t t-out="word('objective')" /></th>
            <th>First steps</th>
        </tr>
    </xpath>
    <xpath expr="//t[@t-call='school_appraisal.form_closing_box']" position="before">
        <t t-call="school_appraisal.form_boxes" />
    </xpath>
    <xpath expr="//t[@t-set='label']" position="replace">
        <t t-set="label">
            In the <t t-out="content['words']['reviewee']" />’s own words
        </t>
    </xpath>
    <xpath expr="//t[@t-set='signer_labels']" position="replace" />
    <xpath expr="//t[@t-call='school_appraisal.form_tm_planning_record_added']"
           position="replace">
        <t t-call="school_appraisal.form_training" />
    </xpath>
</data>
"""

# The review: put together from the shared blocks.
REVIEW = """
<t t-name="hillside.growth_review">
    <t t-call="school_appraisal.form_sheet">
        <t t-call="school_appraisal.form_heading" />
        <t t-call="school_appraisal.form_fields">
            <t t-set="fields" t-value="[
                (word('reviewee'), content['reviewee'].get('name')),
                (word('reviewer'), content['reviewer'].get('name')),
                (word('process'), (content.get('cycle') or {}).get('name')),
            ]" />
        </t>
        <t t-set="goals" t-value="[
            {
                'goal': goal['text'],
                'came': '\\n'.join(filter(None, [
                    goal['review']['interim_progress'],
                    goal['review']['progress'],
                    goal['review']['reason'],
                    goal['review']['rating'],
                ])),
            }
            for goal in content['objectives']
        ]" />
        <t t-set="came">What came of it</t>
        <div name="objectives" class="block">
            <t t-call="school_appraisal.form_rows">
                <t t-set="columns" t-value="[
                    ('goal', word('objective'), 50), ('came', came, 50)
                ]" />
                <t t-set="rows" t-value="pad(goals)" />
                <t t-set="numbered" t-value="True" />
            </t>
        </div>
        <div class="small note" name="scale">
            <t t-foreach="content['ratings']" t-as="rating">
                <t t-out="rating['name']" />: <t t-out="rating['guidance']" /><br />
            </t>
        </div>
        <t t-call="school_appraisal.form_boxes" />
        <t t-call="school_appraisal.form_closing_box">
            <t t-set="label">
                In the <t t-out="content['words']['reviewee']" />’s own words
            </t>
            <t t-set="text" t-value="reviewee_comments" />
            <t t-set="date_line" t-value="True" />
        </t>
    </t>
</t>
"""

SELF_REVIEW = """
<t t-name="hillside.growth_questions">
    <t t-call="school_appraisal.form_sheet">
        <t t-call="school_appraisal.form_heading" />
        <t t-foreach="content['questions']" t-as="line">
            <t t-call="school_appraisal.form_box">
                <t t-set="label" t-value="line['question']" />
                <t t-set="text" t-value="line['answer']" />
            </t>
        </t>
    </t>
</t>
"""

SCALE = [
    ("Rooted", "It goes on without help", "met"),
    ("Flourishing", "It is seen every week", "met"),
    ("Growing", "It is seen now and then", "partly"),
    ("Budding", "A beginning was made", "partly"),
    ("Seed", "It is still to begin", "not_met"),
]
QUESTIONS = ["What are you proud of?", "Which help was worth most to you?"]
TITLES = {
    "planning": "Growth plan",
    "review": "Growth conversation",
    "self_review": "Looking back",
}


def make_views(env):
    """The forms, as a system administrator imports them into the list of views."""
    shipped = "school_appraisal.form_tm_planning_record"
    done = env["ir.ui.view"].load(
        ["name", "key", "type", "mode", "inherit_id/id", "arch"],
        [
            ["Growth plan", "hillside.growth_plan", "qweb", "primary", shipped, PLAN],
            [
                "Growth conversation",
                "hillside.growth_review",
                "qweb",
                "primary",
                "",
                REVIEW,
            ],
            [
                "Looking back",
                "hillside.growth_questions",
                "qweb",
                "primary",
                "",
                SELF_REVIEW,
            ],
        ],
    )
    assert len(done["ids"] or ()) == 3, done["messages"]


def make_policy(env):
    """The policy, as an administrator of appraisals enters it."""
    return env["school.appraisal.policy"].create(
        {
            "name": "Hillside: professional growth",
            "process_word": "Professional growth",
            "reviewee_word": "colleague",
            "reviewer_word": "coach",
            "objective_word": "goal",
            "retention_years": 4,
            "staff_group_ids": [Command.create(_group())],
        }
    )


def _lines(*lines):
    return [
        Command.create({"sequence": number, **values})
        for number, values in enumerate(lines)
    ]


def _group():
    return {
        "name": "Everybody",
        "objective_max": 4,
        "objective_max_mode": "block",
        "priority_link": "off",
        "ask_action_steps": "required",
        "ask_success_criteria": "off",
        "ask_date_due": "off",
        "ask_support": "optional",
        "job_competences": False,
        "support_excuses": True,
        "favour_challenge": False,
        "interim_review": "required",
        "joint_statement": False,
        "self_review": "required",
        "next_objectives": False,
        "pay_mode": "decision_only",
        "rating_ids": _lines(
            *(
                {"name": name, "guidance": guidance, "counts_as": counts_as}
                for name, guidance, counts_as in SCALE
            )
        ),
        "question_ids": _lines(*({"name": question} for question in QUESTIONS)),
        "checklist_ids": _lines(
            {"phase": "before", "party": "reviewee", "name": "Bring a photograph"},
            {"phase": "meeting", "party": "both", "name": "Walk through the school"},
        ),
        "objective_template_ids": _lines(
            {"name": "Open the library at lunch", "action_steps": "One day a week"}
        ),
        "form_ids": _lines(*_forms()),
    }


def _forms():
    return (
        {
            "name": TITLES["planning"],
            "kind": "planning",
            "template": "hillside.growth_plan",
            "minimum_rows": 4,
            "reviewee_signature": "optional",
            "box_ids": _lines(
                {"code": "talents", "name": "Talents to build on", "required": True},
            ),
        },
        {
            "name": TITLES["review"],
            "kind": "review",
            "template": "hillside.growth_review",
            "minimum_rows": 4,
            "box_ids": _lines(
                {"code": "celebrate", "name": "What we celebrate", "required": True},
                {"code": "wish", "name": "A wish for next year", "hint": "Just one"},
            ),
        },
        {
            "name": TITLES["self_review"],
            "kind": "self_review",
            "template": "hillside.growth_questions",
        },
    )
