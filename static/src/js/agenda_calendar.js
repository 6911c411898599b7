import {registry} from "@web/core/registry";
import {CalendarCommonRenderer} from "@web/views/calendar/calendar_common/calendar_common_renderer";
import {CalendarController} from "@web/views/calendar/calendar_controller";
import {CalendarRenderer} from "@web/views/calendar/calendar_renderer";
import {calendarView} from "@web/views/calendar/calendar_view";

/** A click on a meeting or a deadline opens the appraisal, at once. */
class AgendaCommonRenderer extends CalendarCommonRenderer {
    onClick(info) {
        this.props.editRecord(this.props.model.records[info.event.id]);
    }
}

class AgendaRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        week: AgendaCommonRenderer,
        month: AgendaCommonRenderer,
    };
}

class AgendaController extends CalendarController {
    async editRecord({id}) {
        const {resModel} = this.model;
        this.action.doAction(await this.orm.call(resModel, "action_open", [[id]]));
    }
}

registry.category("views").add("school_appraisal_agenda", {
    ...calendarView,
    Controller: AgendaController,
    Renderer: AgendaRenderer,
});
