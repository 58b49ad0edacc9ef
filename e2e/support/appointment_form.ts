import { expect, type Locator, type Page } from "@playwright/test";
import type { Moment } from "./dates.ts";
import { WebClient } from "./web_client.ts";

const OFFERED_MS = 60_000;

/** The form of an appointment, on a page of its own or in a dialog. */
export class AppointmentForm {
    readonly #page: Page;
    readonly #client: WebClient;
    readonly #place: Locator;

    /** @param place what the form is in; the page, unless said otherwise */
    constructor(page: Page, place?: Locator) {
        this.#page = page;
        this.#client = new WebClient(page);
        this.#place = place ?? this.#client.content;
    }

    get root(): Locator {
        return this.#place.locator(".o_form_view");
    }

    get subject(): Locator {
        return this.root.getByRole("textbox", { name: "Subject" });
    }

    get technician(): Locator {
        return this.root.getByRole("combobox", { name: "Technician" });
    }

    get warning(): Locator {
        return this.root.getByRole("alert");
    }

    get chatter(): Locator {
        return this.#client.content.locator(".o-mail-Chatter");
    }

    /** The stage of the status bar that is the present one. */
    get status(): Locator {
        return this.root.getByRole("radio", { checked: true });
    }

    /** An input (or, in a form that can't be edited, a text) by its field's name. */
    field(name: string): Locator {
        return this.root.locator(`.o_field_widget[name="${name}"]`);
    }

    input(name: string): Locator {
        return this.field(name).getByRole("textbox");
    }

    async setStart(moment: Moment): Promise<void> {
        await this.#setTime("start", moment);
    }

    async setEnd(moment: Moment): Promise<void> {
        await this.#setTime("stop", moment);
    }

    async #setTime(field: "start" | "stop", moment: Moment): Promise<void> {
        const time = this.field("start").locator(`[data-field="${field}"]`);
        // A button until it has the focus, then an input of the same name.
        await time.click();
        await time.fill(moment.typed);
        await time.press("Enter");
        await expect(this.#page.locator(".o_datetime_picker")).toHaveCount(0);
        await this.#client.settled();
    }

    /**
     * Opens the dropdown of technicians and looks at the names it offers for the times in the form. The dropdown uses the times
     * that the form knew when it opened. Where the server was slower than the test, the test opens it again.
     */
    async offeredTechnicians(look: (names: Locator) => Promise<void>): Promise<void> {
        const menu = this.root.locator(".o-autocomplete--dropdown-menu");
        await expect(async () => {
            await this.technician.click();
            await expect(menu).toBeVisible();
            await expect(menu.getByText("Loading")).toHaveCount(0);
            try {
                await look(menu.getByRole("option").filter({ hasNotText: "Search more" }));
            } finally {
                await this.technician.press("Escape");
                await expect(menu).toHaveCount(0);
            }
        }).toPass({ timeout: OFFERED_MS });
    }

    async chooseTechnician(name: string): Promise<void> {
        await this.technician.click();
        await this.technician.fill(name);
        // What was typed is searched for a moment later, and the answer opens the dropdown again.
        const offered = this.root.getByRole("option").filter({ hasNotText: "Search more" });
        await expect(offered).toHaveText([name]);
        await offered.click();
        await expect(this.technician).toHaveValue(name);
        await expect(offered).toHaveCount(0);
        await this.#client.settled();
    }

    get saveButton(): Locator {
        return this.#client.content.getByRole("button", { name: "Save manually" });
    }

    async save(): Promise<void> {
        await this.saveButton.click();
        await expect(this.saveButton).toBeHidden();
        await this.#client.settled();
    }

    async discard(): Promise<void> {
        await this.#client.content.getByRole("button", { name: "Discard all changes" }).click();
        await expect(this.saveButton).toBeHidden();
    }

    async press(button: string): Promise<void> {
        await this.root.locator(".o_form_statusbar").getByRole("button", { name: button, exact: true }).click();
    }

    /** `APT/2026/00042` of a saved appointment. */
    async reference(): Promise<string> {
        const text = await this.field("name").innerText();
        expect(text).toMatch(/^APT\/\d{4}\/\d+$/);
        return text;
    }
}
