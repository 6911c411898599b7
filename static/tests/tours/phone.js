import {field, paperIsDrawn} from "./steps";
import {registry} from "@web/core/registry";

/** A reviewer plans with a person and shares the plan, all of it on a phone. */
const card = (name) => `.o_kanban_record:contains(${name})`;

registry.category("web_tour.tours").add("school_appraisal_reviewer_on_a_phone", {
    steps: () => [
        {
            content: "The other person's card stands beside",
            trigger: card("Col League"),
        },
        {
            content: "The card says what is to be done",
            trigger: `${card("Rae Reviewee")}:contains(Your turn):contains(No objectives yet)`,
            run: "click",
        },
        {
            content: "Whose year it is, and that an objective is missing",
            trigger:
                ".o_form_view:has(.o_sa_title:contains(Rae Reviewee)) .o_sa_missing:contains(Add at least one objective.)",
        },
        {
            trigger: `${field("objective_ids")} button:contains(Add an objective)`,
            run: "click",
        },
        {
            trigger: `.modal ${field("name")} textarea`,
            run: "edit Support early reading in year 2",
        },
        {
            trigger: `.modal ${field("success_criteria")} textarea`,
            run: "edit Eight of ten children read the agreed books",
        },
        {
            trigger: `.modal ${field("date_due")} input`,
            run: "edit 03/31/2027",
        },
        {
            content: "What is chosen from has the whole screen",
            trigger: `.modal ${field("priority_id")} input`,
            run: "click",
        },
        {
            trigger: `.modal ${card("Early reading")}`,
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: `body:not(:has(.modal)) ${field("objective_ids")} ${card("Support early reading")}`,
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Nothing is missing any more",
            trigger:
                ".o_form_saved .o_sa_next:not(:has(.o_sa_missing)) button:contains(Share the plan)",
            run: "click",
        },
        paperIsDrawn,
        {
            trigger: ".modal .modal-footer button:contains(Share)",
            run: "click",
        },
        {
            content: "Back at the board",
            trigger:
                "body:not(:has(.modal)):has(.o_sa_next button:contains(Read and sign the plan)) .o_back_button",
            run: "click",
        },
        {
            content: "The card says the next step",
            trigger: `${card("Rae Reviewee")}:contains(1 objective):not(:contains(No objectives yet)):contains(Sign)`,
        },
        {
            content: "The other one is as it was",
            trigger: `${card("Col League")}:contains(No objectives yet)`,
        },
    ],
});
