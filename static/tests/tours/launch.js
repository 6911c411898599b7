import {registry} from "@web/core/registry";

/** The head adds a staff to a year, and later gives one reviewer's people to another. */
const tours = registry.category("web_tour.tours");

const row = (name) => `.o_data_row:contains("${name}")`;

tours.add("school_appraisal_head_launches", {
    steps: () => [
        {
            content: "The head opens the year",
            trigger: `${row("2027/28")} td[name=name]`,
            run: "click",
        },
        {
            trigger: "button[name=action_add_people]",
            run: "click",
        },
        {
            content: "How many of the 25 are in",
            trigger:
                ".o_sa_facts:contains(22 to start):contains(0 started):contains(3 left out)",
        },
        {
            content: "Who is out, and why: as the policy has it",
            trigger: `${row("Mina's 10")}:contains(in probation):has(td[name=included] input:not(:checked))`,
        },
        {
            content: "… as the head has it",
            trigger: `${row("Col League")}:contains(left out by the head)`,
        },
        {
            content: "… and who is gone",
            trigger: `${row("Rory's 10")}:contains(no longer employed)`,
        },
        {
            content: "Who is in has the line manager as reviewer",
            trigger: `${row("Mina's 1")}:has(td[name=included] input:checked):contains(Mina Manager)`,
        },
        {
            content: "One lacks a reviewer",
            trigger: `${row("Cho Sen")}:contains(choose a reviewer) td[name=reviewer_id]`,
            run: "click",
        },
        {
            trigger: `${row("Cho Sen")} td[name=reviewer_id] input`,
            run: "edit Sys",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Sys Admin) > a",
            run: "click",
        },
        {
            content: "Nothing is in the way any more",
            trigger: `${row("Cho Sen")}:not(:contains(choose a reviewer)):has(td[name=reviewer_id] input:value(Sys Admin))`,
        },
        {
            trigger: "button[name=action_launch]",
            run: "click",
        },
        {
            content: "All 22 are started, the three are not",
            trigger:
                ".o_sa_facts:contains(0 to start):contains(22 started):contains(3 left out)",
        },
        {
            trigger: `${row("Cho Sen")}:contains(Started):contains(Sys Admin)`,
        },
        {
            content: "Back at the year, its appraisals",
            trigger: ".o_back_button, .breadcrumb-item:contains(2027/28)",
            run: "click",
        },
        {
            trigger: ".oe_stat_button:contains(Appraisals)",
            run: "click",
        },
        {
            content: "They are there, and wait for their plans",
            trigger: `${row("Cho Sen")}:contains(Planning):contains(Sys Admin)`,
        },
        {
            trigger: ".o_pager_limit:contains(22)",
        },
        {
            content: "Nobody who was left out is among them",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Col League)))",
        },
    ],
});

tours.add("school_appraisal_head_reassigns", {
    steps: () => [
        {
            content: "The board of the school, of one reviewer",
            trigger:
                ".o_search_panel_filter_value:contains(Mina Manager):contains(10) input",
            run: "click",
        },
        {
            trigger:
                ".o_group_header:contains(Planning):contains(10) ~ .o_data_row:contains(Rae Reviewee)",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Rory's)))",
        },
        {
            content: "All of them are marked",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_selection_box:contains(10)",
        },
        {
            trigger: ".o_control_panel button:contains(Name another reviewer)",
            run: "click",
        },
        {
            content: "Whose reviews go to another",
            trigger:
                ".modal .o_data_row:contains(Rae Reviewee):contains(2027/28):contains(Mina Manager)",
        },
        {
            trigger: ".modal .o_field_widget[name=reviewer_id] input:last",
            run: "edit Col",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Col League) > a",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_reassign]",
            run: "click",
        },
        {
            content: "The list is read anew: nobody is hers any more",
            trigger: "body:not(:has(.modal)) .o_list_view:not(:has(.o_data_row))",
        },
        {
            trigger: ".o_search_panel_filter_value:contains(Mina Manager) input",
            run: "click",
        },
        {
            content: "The other one has them now",
            trigger: `${row("Rae Reviewee")}:contains(Col League)`,
        },
        {
            trigger: `${row("Mina's 9")}:contains(Col League)`,
        },
        {
            content: "Who was somebody else's stays so",
            trigger: `${row("Rory's 1")}:contains(Rory Reviewer)`,
        },
    ],
});
