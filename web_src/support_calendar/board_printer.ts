import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { renderToElement } from "@web/core/utils/render";
import { printedIds, PrintSheetFactory, printFields, type PrintDetails } from "./print_sheet";
import type { SupportCalendarModel } from "./support_calendar_model";

const NOTHING: PrintDetails = new Map();

/**
 * Prints the board as a list. A browser that begins to print, by whatever way, waits for nothing: what is not on the board has
 * been read before, or is left out.
 */
export class BoardPrinter {
    private details = NOTHING;
    private sheet: Element | null = null;
    private isReading = false;
    /** whether the board's own way to print was used */
    private isAsked = false;
    private readonly media = browser.matchMedia("print");

    /**
     * @param heading says what the page is called, and which days are on the board
     * @param ownsPage whether the page is the board's, so that whoever prints the page means the board
     */
    constructor(
        private readonly model: SupportCalendarModel,
        private readonly heading: () => readonly [page: string, period: string],
        private readonly ownsPage: boolean,
    ) {}

    start(): void {
        browser.addEventListener("beforeprint", this.begin);
        browser.addEventListener("afterprint", this.end);
        browser.addEventListener("keydown", this.onKeyDown, { capture: true });
        this.media.addEventListener("change", this.onMedia);
    }

    stop(): void {
        browser.removeEventListener("beforeprint", this.begin);
        browser.removeEventListener("afterprint", this.end);
        browser.removeEventListener("keydown", this.onKeyDown, { capture: true });
        this.media.removeEventListener("change", this.onMedia);
        this.end();
    }

    /** Reads what is missing, and prints. Without a connection, what is on the board is printed. */
    async print(): Promise<void> {
        if (this.isReading) {
            return;
        }
        const { state } = this.model;
        this.isReading = true;
        try {
            await this.read();
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        } finally {
            this.isReading = false;
        }
        // Whoever has gone on meanwhile did not mean what is shown now.
        if (state === this.model.state) {
            this.isAsked = true;
            window.print();
        }
    }

    private async read(): Promise<void> {
        const { model } = this;
        this.details = NOTHING;
        await model.completeShown();
        const ids = printedIds(model);
        const fields = printFields(model);
        if (ids.length > 0 && fields.length > 0) {
            this.details = await model.readTexts(ids, fields);
        }
    }

    private readonly begin = (): void => {
        // Whatever stands before the board is what is to be printed.
        const isMeant = this.isAsked || (this.ownsPage && !isCovered());
        if (!isMeant) {
            return;
        }
        // Browsers tell of it in two ways, and those without a printer never of its end.
        this.sheet?.remove();
        const sheet = new PrintSheetFactory(this.model, this.details).make(...this.heading());
        this.sheet = renderToElement("support_center.SupportCalendarPrint", { sheet });
        document.body.append(this.sheet);
        document.documentElement.classList.add("o_sc_printing");
    };

    private readonly end = (): void => {
        if (this.sheet) {
            this.sheet.remove();
            this.sheet = null;
            document.documentElement.classList.remove("o_sc_printing");
            this.details = NOTHING;
            this.isAsked = false;
        }
    };

    private readonly onMedia = ({ matches }: MediaQueryListEvent): void => {
        if (matches) {
            this.begin();
        } else {
            this.end();
        }
    };

    /** The browser's own key, with all that the button prints. */
    private readonly onKeyDown = (event: KeyboardEvent): void => {
        const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "p";
        if (isPrint && this.ownsPage && !isCovered()) {
            event.preventDefault();
            event.stopPropagation();
            void this.print();
        }
    };
}

function isCovered(): boolean {
    return document.querySelector(".o_dialog") !== null;
}
