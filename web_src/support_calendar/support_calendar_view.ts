import { registry } from "@web/core/registry";
import { SupportCalendarArchParser } from "./support_calendar_arch_parser";
import { SupportCalendarController } from "./support_calendar_controller";
import { SupportCalendarModel } from "./support_calendar_model";
import { SupportCalendarRenderer } from "./support_calendar_renderer";

interface GenericProps {
    readonly arch: Element;
    readonly relatedModels: Parameters<SupportCalendarArchParser["parse"]>[1];
    readonly resModel: string;
}

/** View description; other addons may spread it with a Controller, Model or Renderer of their own and register that as a `js_class`. */
export const supportCalendarView = {
    type: "support_calendar",
    searchMenuTypes: ["filter", "favorite"],
    ArchParser: SupportCalendarArchParser,
    Controller: SupportCalendarController,
    Model: SupportCalendarModel,
    Renderer: SupportCalendarRenderer,
    props(
        genericProps: GenericProps,
        view: {
            readonly ArchParser: typeof SupportCalendarArchParser;
            readonly Model: typeof SupportCalendarModel;
            readonly Renderer: typeof SupportCalendarRenderer;
        },
    ): object {
        const { arch, relatedModels, resModel } = genericProps;
        return {
            ...genericProps,
            archInfo: new view.ArchParser().parse(arch, relatedModels, resModel),
            Model: view.Model,
            Renderer: view.Renderer,
        };
    },
};

registry.category("views").add("support_calendar", supportCalendarView);
