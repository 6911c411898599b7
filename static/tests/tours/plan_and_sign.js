import {field, paperIsDrawn} from "./steps";
import {registry} from "@web/core/registry";

/**
 * The plan of one year as its two people see it: the reviewer writes and shares
 * it, the reviewee comments and signs, the reviewer signs.
 */
const tours = registry.category("web_tour.tours");

const inDialog = (name) => `.modal ${field(name)}`;

tours.add("school_appraisal_reviewer_plans", {
    steps: () => [
        {
            content: "The reviewer opens the person's card",
            trigger: ".o_kanban_record:contains(Rae Reviewee)",
            run: "click",
        },
        {
            content: "The form says whose turn it is and what is missing",
            trigger:
                ".o_sa_next:contains(Your turn):contains(Add at least one objective.)",
        },
        {
            content: "The meeting has a date",
            trigger: `.tab-pane.active ${field("date_planning_meeting")} input`,
            run: "edit 10/01/2026",
        },
        {
            content: "An objective is added",
            trigger: `${field("objective_ids")} button:contains(Add an objective)`,
            run: "click",
        },
        {
            trigger: `${inDialog("name")} textarea`,
            run: "edit Support early reading in year 2",
        },
        {
            trigger: `${inDialog("success_criteria")} textarea`,
            run: "edit Eight of ten children read the agreed books",
        },
        {
            trigger: `${inDialog("date_due")} input`,
            run: "edit 03/31/2027",
        },
        {
            content: "It serves a priority of the improvement plan",
            trigger: `${inDialog("priority_id")} input`,
            run: "edit Early",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Early reading) > a",
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The card of the objective is there",
            trigger: `body:not(:has(.modal)) ${field("objective_ids")} .o_kanban_record:contains(Support early reading)`,
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Nothing is missing any more",
            trigger: ".o_form_saved .o_sa_next button:contains(Share the plan)",
            run: "click",
        },
        paperIsDrawn,
        {
            trigger: ".modal .modal-footer button:contains(Share)",
            run: "click",
        },
        {
            content: "Now it waits for both signatures",
            trigger:
                "body:not(:has(.modal)) .o_sa_next button:contains(Read and sign the plan)",
        },
    ],
});

tours.add("school_appraisal_reviewee_signs", {
    steps: () => [
        {
            content: "My appraisal opens this year's record",
            trigger:
                ".o_sa_next:contains(Your turn) button:contains(Read and sign the plan)",
            run: "click",
        },
        paperIsDrawn,
        {
            trigger: `${inDialog("comments")} textarea`,
            run: "edit Thank you",
        },
        {
            trigger: ".modal .modal-footer button:contains(Sign):not(:contains(later))",
            run: "click",
        },
        {
            content: "It is the other's turn",
            trigger: "body:not(:has(.modal)) .o_sa_next:contains(signs the plan)",
        },
    ],
});

tours.add("school_appraisal_reviewer_signs", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(Rae Reviewee)",
            run: "click",
        },
        {
            trigger: ".o_sa_next button:contains(Read and sign the plan)",
            run: "click",
        },
        paperIsDrawn,
        {
            trigger: ".modal .modal-footer button:contains(Sign)",
            run: "click",
        },
        {
            content: "The plan is signed, and the year runs",
            trigger: "body:not(:has(.modal)) .o_sa_lock:contains(Rae Reviewee)",
        },
    ],
});
