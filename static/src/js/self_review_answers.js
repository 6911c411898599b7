import {Component, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useBus} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const PAUSE = 1200;

/**
 * The questions of a self-review as one plain page: a question, a box, the next
 * question. What is typed is kept after a short pause, without a button.
 */
export class SelfReviewAnswers extends Component {
    static template = "school_appraisal.SelfReviewAnswers";
    static props = {...standardFieldProps};

    setup() {
        this.state = useState({at: null, word: "", texts: {}});
        this.timer = null;
        this.typed = new Map();
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) =>
            detail.proms.push(this.commit())
        );
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get answers() {
        return this.props.record.data[this.props.name].records;
    }

    id(answer) {
        return `school_appraisal_answer_${answer.resId}`;
    }

    text(answer) {
        return this.state.texts[answer.resId] ?? (answer.data.answer || "");
    }

    onInput(answer, ev) {
        const box = ev.target;
        box.style.height = "auto";
        box.style.height = `${box.scrollHeight + 2}px`;
        this.typed.set(answer.resId, box.value);
        Object.assign(this.state, {at: answer.resId, word: ""});
        // Kept here too, as every change of the page writes the boxes anew.
        this.state.texts[answer.resId] = box.value;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.save(), PAUSE);
    }

    async commit() {
        const typed = new Map(this.typed);
        this.typed.clear();
        // By id: saving gives the answers new objects.
        for (const answer of this.answers.filter(({resId}) => typed.has(resId))) {
            await answer.update({answer: typed.get(answer.resId)});
        }
    }

    async save() {
        clearTimeout(this.timer);
        if (!this.typed.size) {
            return;
        }
        await this.commit();
        this.state.word = _t("Saving …");
        const saved = await this.props.record.save();
        this.state.word = saved ? _t("Kept.") : _t("Not kept yet.");
    }
}

registry.category("fields").add("school_appraisal_answers", {
    component: SelfReviewAnswers,
    supportedTypes: ["one2many"],
    relatedFields: [
        {name: "sequence", type: "integer"},
        {name: "question", type: "char"},
        {name: "answer", type: "text", readonly: false},
    ],
});
