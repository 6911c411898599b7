import {registry} from "@web/core/registry";

/**
 * The administrator sets everything up: half of it, then the rest after coming back.
 */
const tours = registry.category("web_tour.tours");

const field = (name) => `.modal .o_field_widget[name=${name}]`;
const inRow = (name) => `${field("school_line_ids")} .o_selected_row [name=${name}]`;
const button = (words) => `.modal .modal-footer button:contains(${words})`;
const step = (words) => `.modal .o_sa_steps b:contains(${words})`;
const choose = (words) => ({
    trigger: `.o-autocomplete--dropdown-item:contains(${words}) > a`,
    run: "click",
});

const openFromTheMenu = [
    {
        content: "Set up is the first thing to configure",
        trigger: ".o_menu_sections button:contains(Configuration)",
        run: "click",
    },
    {
        trigger: ".o-dropdown--menu .dropdown-item:first:contains(Set up)",
        run: "click",
    },
];

tours.add("school_appraisal_set_up_begins", {
    steps: () => [
        ...openFromTheMenu,
        {
            content: "This trust has a policy already; the school wants its own",
            trigger: ".modal .o_sa_steps button:contains(Policy)",
            run: "click",
        },
        {
            trigger: `${field("source")} .o_radio_item:contains(copy of a preset) input`,
            run: "click",
        },
        {
            content: "The preset is chosen and gets a name",
            trigger: `${field("preset_id")} .o_radio_item:contains(Preset of a tour) input`,
            run: "click",
        },
        {
            trigger: `${field("policy_name")} input`,
            run: "edit Policy of a tour",
        },
        {
            trigger: button("Next"),
            run: "click",
        },
        {
            content: "The policy is there; a school is added",
            trigger: step("School and people"),
        },
        {
            trigger: `${field("school_line_ids")} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            trigger: `${inRow("name")} input`,
            run: "edit Tour School",
        },
        {
            trigger: button("Save and go on"),
            run: "click",
        },
        {
            content: "A school without a head is refused, by name",
            trigger: ".o_error_dialog:contains(Tour School: choose its headteacher.)",
        },
        {
            trigger: ".o_error_dialog .modal-footer button",
            run: "click",
        },
        {
            trigger: `body:not(:has(.o_error_dialog)) ${field("school_line_ids")} .o_data_row:contains(Tour School) [name=head_id]`,
            run: "click",
        },
        {
            trigger: `${inRow("head_id")} input`,
            run: "edit Hedy",
        },
        choose("Hedy Head"),
        {
            trigger: button("Save and go on"),
            run: "click",
        },
        {
            content: "The school is there; the dialog is left",
            trigger: step("Staff groups and jobs"),
        },
        {
            trigger: button("Close"),
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

tours.add("school_appraisal_set_up_goes_on", {
    steps: () => [
        ...openFromTheMenu,
        {
            content: "It goes on where it was left",
            trigger: step("Staff groups and jobs"),
        },
        {
            content: "One job gets a staff group",
            trigger: `${field("job_line_ids")} .o_data_row:contains(Tour teacher) [name=staff_group_id]`,
            run: "click",
        },
        {
            trigger: `${field("job_line_ids")} .o_selected_row [name=staff_group_id] input`,
            run: "edit Teachers",
        },
        choose("Teachers"),
        {
            content: "The numbers follow",
            trigger: `${field("count_new")}:contains(2)`,
        },
        {
            trigger: button("Save and go on"),
            run: "click",
        },
        {
            content: "What stands, who is not in, and why",
            trigger: `${field("out_of_it")}:contains(Tour cleaner, Tour School)`,
        },
        {
            trigger: button("Create the cycle"),
            run: "click",
        },
        {
            content: "The draft of the year",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=school_id] input:value(Tour School)",
        },
    ],
});
