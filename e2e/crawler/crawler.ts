import { NOT_PRESSED, ONLY_LOOKED_AT, PRESSED_ONCE } from "./exceptions.ts";
import { ScreenMap } from "./graph.ts";
import type { Button, Sight } from "./in_page.ts";
import type { Menu, Visitor } from "./visitor.ts";

/** More presses than any screen has buttons in all its states: what needs more goes round in circles. */
const MOST_PRESSES = 150;

/** Models of others whose views we bring, or whose settings are ours. */
const BORROWED = ["res.users", "resource.calendar.leaves", "res.config.settings"];

const VIEW_SWITCH = /^[\w ]+ View$/;

/** Comes to a screen from anywhere; says whether what it was opened from could be found again. */
type Open = () => Promise<boolean>;

interface Screen {
    /** How it is recognised. */
    place: string;
    /** What was pressed on it is remembered by this, for all screens of the kind. */
    key: string;
    path: readonly string[];
    map: ScreenMap;
    open: Open;
}

/** What the crawlers of one database know of each other's presses: buttons that need no second press by another role. */
export class Shared {
    /** Odoo's own, by what {@link PRESSED_ONCE} says. */
    readonly once = new Set<string>();
    /** They asked the server for nothing and opened nothing: a role can't change what they do. */
    readonly inert = new Set<string>();
    /** What each login pressed that ended where it was pressed: it opened nothing in which another role may see more. */
    readonly #ended = new Map<string, Set<string>>();

    endedBy(login: string): Set<string> {
        const ended = this.#ended.get(login) ?? new Set();
        this.#ended.set(login, ended);
        return ended;
    }
}

/** Presses every button of every screen that it comes to. */
export class Crawler {
    readonly #visitor: Visitor;
    readonly #shared: Shared;
    readonly #ended: Set<string>;
    readonly #spared: readonly ReadonlySet<string>[];
    readonly #pressed = new Set<string>();
    /** Keys of screens that were crawled or will be. */
    readonly #known = new Set<string>();
    readonly #queue: { place: string; path: readonly string[]; open: Open }[] = [];

    /**
     * @param login in whose name it presses
     * @param included logins whose rights are all among those of this one: what they could press is not pressed again
     */
    constructor(visitor: Visitor, shared = new Shared(), login = "", included: readonly string[] = []) {
        this.#visitor = visitor;
        this.#shared = shared;
        this.#ended = shared.endedBy(login);
        this.#spared = included.map((other) => shared.endedBy(other));
    }

    /** Opens every menu and every view in it, and presses nothing else. */
    async lookAround(menus: readonly Menu[]): Promise<void> {
        for (const menu of menus) {
            await this.#visitor.openMenu(menu);
            const first = await this.#visitor.look();
            await this.#noteDeadEnd(first, [menu.name]);
            for (const { key } of first.buttons.filter((button) => VIEW_SWITCH.test(button.key))) {
                const sight = await this.#visitor.clearPage();
                const button = sight.buttons.find((candidate) => candidate.key === key);
                if (!button) continue;
                const shown = await this.#visitor.press(button, sight, [menu.name]);
                await this.#noteDeadEnd(shown, [menu.name, button.label]);
            }
        }
    }

    /** Presses everything, beginning with the menus: what can be reached in many ways is reached by the shortest. */
    async crawl(menus: readonly Menu[]): Promise<void> {
        for (const menu of menus) this.#later("", [menu.name], () => this.#visitor.openMenu(menu).then(() => true));
        this.#later("", ["My Preferences"], () => this.#visitor.openPreferences().then(() => true));
        for (let entry = this.#queue.shift(); entry; entry = this.#queue.shift()) {
            if (await entry.open()) await this.#crawl(await this.#visitor.look(), entry.path, entry.open);
            else this.#visitor.log(`- ${entry.path.join(" › ")}: what led there is gone`);
        }
    }

    /** @param place of what it opens; of two ways there, the shorter one is taken */
    #later(place: string, path: readonly string[], open: Open): void {
        const waiting = place === "" ? undefined : this.#queue.find((entry) => entry.place === place);
        if (!waiting) this.#queue.push({ place, path, open });
        else if (path.length < waiting.path.length) Object.assign(waiting, { path, open });
    }

    /** An empty view has to offer a way to fill it, or fill by itself. */
    async #noteDeadEnd(sight: Sight, path: readonly string[]): Promise<void> {
        if (sight.emptyText === null || !isOurs(sight)) return;
        if (!["list", "kanban", "support_calendar"].includes(sight.view.type)) return;
        // Who may not create it is told who can.
        const isPossible =
            sight.buttons.some(({ key }) => /^(\d+ )?New\b/.test(key)) || /\badministrator/.test(sight.emptyText);
        if (!isPossible)
            await this.#visitor.note(path, `dead end: nothing can be created, and it says: ${sight.emptyText}`);
    }

    async #crawl(first: Sight, path: readonly string[], open: Open): Promise<void> {
        const place = placeOf(first);
        // The same button may open different menus of different records.
        const key = first.layer === "popover" ? `${place} by ${path.at(-1)}` : place;
        const screen: Screen = { place, key, path, map: new ScreenMap(), open };
        await this.#noteDeadEnd(first, path);
        this.#known.add(screen.place);
        if (ONLY_LOOKED_AT.some((entry) => entry.screen.test(screen.place))) return;
        const isWanted = (key: string) => !this.#isPressed(screen, first, key);
        let sight: Sight | null = first;
        for (let count = 0; count < MOST_PRESSES; count++) {
            const state: string | null = sight && screen.map.see(sight.buttons.map(({ key }) => key));
            const button: Button | undefined = sight?.buttons.find(({ key }) => isWanted(key));
            if (!sight || state === null || !button) {
                if (screen.map.wanted(isWanted).length === 0) return;
                sight = await this.#reach(screen, isWanted);
                if (!sight?.buttons.some(({ key }) => isWanted(key))) {
                    // Shown once, and not again: another role or record would show it.
                    for (const key of screen.map.wanted(isWanted)) this.#setPressed(screen, first, key);
                    return;
                }
                continue;
            }
            this.#setPressed(screen, first, button.key);
            const after = await this.#visitor.press(button, sight, path);
            const isQuiet = after.calls === sight.calls;
            if (isSame(after, screen)) {
                const next = screen.map.see(after.buttons.map(({ key }) => key));
                screen.map.connect(state, button.key, next);
                const memory = this.#memory(screen, first, button.key);
                if (isQuiet && next === state) this.#shared.inert.add(memory);
                if (!isQuiet && !VIEW_SWITCH.test(button.key)) this.#ended.add(memory);
                sight = after;
                continue;
            }
            if (first.layer !== "page" && after.layer === "page" && after.controller === sight.controller) {
                const memory = this.#memory(screen, first, button.key);
                if (isQuiet) this.#shared.inert.add(memory);
                else this.#ended.add(memory);
            }
            const isWhereItWas = !(await this.#follow(after, screen, state, button));
            sight = await this.#comeBack(screen, isWhereItWas ? after : undefined);
        }
        await this.#visitor.note(path, `has more than ${MOST_PRESSES} buttons`);
    }

    /**
     * What a button opened above the page is crawled at once, other pages when their turn comes.
     * @returns whether anything was pressed there
     */
    async #follow(sight: Sight, from: Screen, state: string, { key, label }: Button): Promise<boolean> {
        const path = [...from.path, label];
        const open = async () => {
            const at = await this.#reach(from, (candidate) => candidate === key, state);
            const again = at?.buttons.find((candidate) => candidate.key === key);
            if (!at || !again) return false;
            await this.#visitor.press(again, at, from.path);
            return true;
        };
        if (!isOurs(sight)) return false;
        await this.#noteDeadEnd(sight, path);
        if (sight.layer !== "page") {
            await this.#crawl(sight, path, open);
            return true;
        }
        const place = placeOf(sight);
        const isNew = !this.#known.has(place);
        this.#known.add(place);
        if (isNew || this.#queue.some((entry) => entry.place === place)) this.#later(place, path, open);
        if (!isNew || !/^New\b/.test(key)) return false;
        await this.#save(sight, path);
        return true;
    }

    /** Makes the one record on which the buttons of the list are pressed. */
    async #save(sight: Sight, path: readonly string[]): Promise<void> {
        const button = sight.buttons.find((candidate) => /^Save\b/.test(candidate.key));
        if (button) await this.#visitor.press(button, sight, path);
    }

    #isPressed(screen: Screen, first: Sight, key: string): boolean {
        if (NOT_PRESSED.some(({ button }) => button.test(`${screen.place} ${key}`))) return true;
        const memory = this.#memory(screen, first, key);
        if (this.#pressed.has(memory) || this.#shared.inert.has(memory)) return true;
        if (this.#spared.some((ended) => ended.has(memory))) return true;
        const once = onceFor(screen, first, key);
        return once !== null && this.#shared.once.has(once);
    }

    #setPressed(screen: Screen, first: Sight, key: string): void {
        this.#pressed.add(this.#memory(screen, first, key));
        const once = onceFor(screen, first, key);
        if (once !== null) this.#shared.once.add(once);
    }

    /** What New opens depends on the action's defaults; all else is the same wherever the screen is reached from. */
    #memory(screen: Screen, first: Sight, key: string): string {
        if (VIEW_SWITCH.test(key)) return [first.view.action, first.view.model, key].join(" | ");
        return [screen.key, key, ...(/^New\b/.test(key) ? [first.view.action] : [])].join(" | ");
    }

    /**
     * Comes back to a screen by as few presses as possible: in that state, or where it can't be had in one in which something
     * wanted can be pressed.
     */
    async #reach(screen: Screen, isWanted: (key: string) => boolean, state?: string): Promise<Sight | null> {
        for (let attempt = 0; attempt < 3; attempt++) {
            let sight = await this.#visitor.look();
            const isAnew = attempt > 0 || !isSame(sight, screen);
            if (isAnew) {
                // Each dialog on the way would try again, and all of those above it each time.
                if (!(await screen.open())) return null;
                sight = await this.#visitor.look();
            }
            if (!isSame(sight, screen)) continue;
            const from = screen.map.see(sight.buttons.map(({ key }) => key));
            const route = screen.map.route(from, isWanted, state);
            if (route === null) {
                if (isAnew) return null;
                continue;
            }
            const arrived = await this.#walk(screen, sight, route);
            if (arrived?.buttons.some(({ key }) => isWanted(key))) return arrived;
        }
        return null;
    }

    async #walk(screen: Screen, start: Sight, route: readonly string[]): Promise<Sight | null> {
        let sight = start;
        for (const key of route) {
            const button = sight.buttons.find((candidate) => candidate.key === key);
            if (!button) return null;
            const from = ScreenMap.signature(sight.buttons.map((candidate) => candidate.key));
            const next = await this.#visitor.press(button, sight, screen.path);
            if (!isSame(next, screen)) {
                screen.map.disconnect(from, key);
                return null;
            }
            screen.map.connect(from, key, screen.map.see(next.buttons.map((candidate) => candidate.key)));
            sight = next;
        }
        return sight;
    }

    /**
     * The short ways back: close what is above, then the breadcrumb.
     * @param seen what is shown, if that is known
     */
    async #comeBack(screen: Screen, seen?: Sight): Promise<Sight | null> {
        for (let attempt = 0; attempt < 4; attempt++) {
            const sight = (attempt === 0 && seen) || (await this.#visitor.look());
            if (isSame(sight, screen)) return sight;
            if (sight.layer === "dialog" || sight.layer === "popover") await this.#visitor.closeTop(sight.layer);
            else if (sight.layer === "page" && !/^(dialog|popover) on/.test(screen.place)) {
                await this.#visitor.goBack();
            } else return null;
        }
        return null;
    }
}

function placeOf(sight: Sight): string {
    const { model, type, id } = sight.view;
    const page = `${model} ${type} ${id === false ? "" : id}`.trim();
    if (sight.layer === "page") return page;
    if (sight.layer === "popover") return `popover on ${page}`;
    // A visit's dialog is titled with the visit: any of them will do.
    const title = sight.title.replace(/\d+/g, "#").replace(/^(APT\/#\/#) .*/, "$1");
    return `dialog on ${page}: ${title}`;
}

/** @returns by what it is remembered that Odoo's own button was pressed by any role; `null` for all others */
function onceFor(screen: Screen, { layer, view }: Sight, key: string): string | null {
    const entry = PRESSED_ONCE.find(({ button }) => button.test(`${screen.place} ${key}`));
    if (!entry) return null;
    return entry.per === "model" ? `${view.model} | ${layer} | ${key}` : `${layer} | ${key}`;
}

function isSame(sight: Sight, screen: Screen): boolean {
    return placeOf(sight) === screen.place;
}

function isOurs({ view }: Sight): boolean {
    if (/^(support|helpdesk)\./.test(view.model)) return true;
    return /^(support_center|helpdesk)\./.test(view.action) && BORROWED.includes(view.model);
}
