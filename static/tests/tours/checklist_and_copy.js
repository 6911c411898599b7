import {registry} from "@web/core/registry";

/** The reviewer begins a plan with an objective of the library, and ticks a point. */
registry.category("web_tour.tours").add("school_appraisal_reviewer_copies", {
    steps: () => [
        {
            content: "The reviewer opens the person's card",
            trigger: ".o_kanban_record:contains(Rae Reviewee)",
            run: "click",
        },
        {
            trigger: ".tab-pane.active button:contains(Copy objectives)",
            run: "click",
        },
        {
            content: "Of the library, one is ticked",
            trigger: ".modal .o_data_row:contains(Learn first aid) td[name=selected]",
            run: "click",
        },
        {
            trigger:
                ".modal .o_data_row:contains(Learn first aid) td[name=selected] input:checked",
        },
        {
            trigger: ".modal button:contains(Copy into the plan)",
            run: "click",
        },
        {
            content: "It stands in the plan, and only it",
            trigger:
                ".o_field_widget[name=objective_ids] .o_kanban_record:contains(Learn first aid)",
        },
        {
            content: "The checklist is opened",
            trigger: "button[name=action_open_checklist]",
            run: "click",
        },
        {
            content: "A point is ticked",
            trigger: ".o_data_row:contains(Book a private room) td[name=done]",
            run: "click",
        },
        {
            content: "A few words are written beside it",
            trigger: ".o_data_row:contains(Book a private room) td[name=note] input",
            run: "edit Room 4",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Room 4):not(.o_selected_row)",
        },
    ],
});
