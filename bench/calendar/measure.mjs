// @ts-check
/** @typedef {import('./backend.mjs').Backend} Backend */

const TITLE = "document.querySelector('.o_sc_title').textContent";
const BLOCKS = "[...document.querySelectorAll('.o_sc_block')].map((block) => block.dataset.id).join()";
const DIMMED = "document.querySelectorAll('.o_sc_dimmed').length";
const PRESSED = (/** @type {string} */ selector) =>
    `document.querySelector('${selector}').getAttribute('aria-pressed')`;

/**
 * @param {number} runs
 * @param {Backend} backend
 * @param {(run: number) => Promise<number>} action
 */
async function repeat(runs, backend, action) {
    const values = [];
    for (let run = 0; run < runs; run++) {
        values.push(await action(run));
        await backend.idle();
    }
    return values;
}

/** @param {Backend} backend */
async function openSchedule(backend) {
    const read = backend.page.waitForResponse((response) => response.url().includes("support_calendar_read"));
    await backend.go("/odoo/support-schedule");
    const { result } = await (await read).json();
    await backend.page.waitForSelector(".o_sc_row");
    await backend.idle();
    return result;
}

/**
 * All that the table says of our own view.
 * @param {Backend} backend
 * @param {number} runs
 */
export async function measureBoard(backend, runs) {
    const { page } = backend;
    await backend.go("/odoo/support-appointments");
    await backend.idle();
    const bareHeap = await backend.heap();
    const list = await repeat(runs, backend, () => openDialogFromList(page));
    const { events, resources } = await openSchedule(backend);

    const prefetched = await repeat(runs, backend, (run) =>
        backend.click(run % 2 ? ".o_sc_previous" : ".o_sc_next", TITLE),
    );
    const unfetched = await jump(backend, runs);
    const loading = await jumpWhileLoading(backend, runs);
    await page.click(".o_sc_today_button");
    await backend.idle();
    const layout = await repeat(runs, backend, (run) => {
        const group = run % 2 ? "first" : "last";
        const button = `[aria-label=Layout] button:${group}-child`;
        return backend.click(button, PRESSED(button));
    });
    const hide = await repeat(runs, backend, () => backend.click(".o_sc_hide", PRESSED(".o_sc_hide")));
    const filter = await repeat(runs, backend, () => filterByText(page));
    const frames = await page.evaluate(() =>
        // @ts-expect-error installed by page.mjs
        window.bench.scroll(document.querySelector(".o_sc_board")),
    );
    const nodes = await page.locator(".o_sc_view *").count();
    await page.evaluate(() => document.querySelector(".o_sc_board")?.scrollTo(0, 0));
    await backend.idle();
    const dialog = await repeat(runs, backend, () => openDialogFromBoard(page));
    // Not today, where what lies behind cannot be planned any more.
    await backend.click(".o_sc_next", TITLE);
    await backend.idle();
    const saves = await repeatPairs(runs, backend, () => create(backend));
    const drops = await dragAndDrop(backend, runs);
    const heap = await backend.heap();
    return {
        rows: resources.id.length,
        appointments: events.id.length,
        bytes: Buffer.byteLength(JSON.stringify(events)) / Math.max(1, events.id.length),
        nodes,
        megabytes: (heap - bareHeap) / 1e6,
        prefetched,
        unfetched,
        loading,
        layout,
        hide,
        filter,
        frames,
        list,
        dialog,
        saves,
        ...drops,
    };
}

/**
 * Weeks that were neither shown lately nor are next to one that was.
 * @param {Backend} backend
 * @param {number} runs
 * @param {number} [days] between two of them
 */
async function jump(backend, runs, days = 21) {
    return repeat(runs, backend, (run) => goTo(backend, ((run % 4) - 1) * days));
}

/**
 * As soon as the board is there, while all that is read ahead is still on its way.
 * @param {Backend} backend
 * @param {number} runs
 */
async function jumpWhileLoading(backend, runs) {
    return repeat(runs, backend, async (run) => {
        await backend.go("/odoo/support-schedule");
        await backend.page.waitForSelector(".o_sc_block");
        return goTo(backend, run % 2 ? 28 : -28);
    });
}

/**
 * @param {Backend} backend
 * @param {number} days after today
 * @returns {Promise<number>} milliseconds until that day is shown
 */
function goTo(backend, days) {
    const date = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    return backend.page.evaluate(
        ([value, sign]) => {
            const input = /** @type {HTMLInputElement} */ (document.querySelector(".o_sc_date"));
            const go = () => {
                input.value = String(value);
                input.dispatchEvent(new Event("change", { bubbles: true }));
            };
            // @ts-expect-error installed by page.mjs
            return window.bench.changes(go, String(sign));
        },
        [date, TITLE],
    );
}

/** @param {import('playwright-core').Page} page */
async function filterByText(page) {
    const box = page.getByRole("searchbox");
    await box.fill("printer");
    await page.waitForSelector(".o_searchview_autocomplete");
    const time = await page.evaluate((sign) => {
        const input = /** @type {HTMLElement} */ (document.querySelector(".o_searchview_input"));
        const press = () => input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        // @ts-expect-error installed by page.mjs
        return window.bench.changes(press, sign);
    }, DIMMED);
    await page.locator(".o_searchview_facet .o_facet_remove").click();
    await page.locator(".o_searchview_facet").waitFor({ state: "detached" });
    return time;
}

/** @param {import('playwright-core').Page} page */
async function closeDialog(page) {
    await page.keyboard.press("Escape");
    await page.locator(".modal").waitFor({ state: "detached" });
}

/** @param {import('playwright-core').Page} page */
async function openDialogFromBoard(page) {
    const time = await page.evaluate(() => {
        const blocks = document.querySelectorAll(".o_sc_row")[3]?.querySelectorAll(".o_sc_block");
        const open = () => blocks?.[3]?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
        // @ts-expect-error installed by page.mjs
        return window.bench.timed(open, () => document.querySelector(".modal .o_form_view .o_field_widget"));
    });
    await closeDialog(page);
    return time;
}

/**
 * The same dialog, above Odoo's list.
 * @param {import('playwright-core').Page} page
 */
async function openDialogFromList(page) {
    await page.waitForSelector("tr.o_data_row");
    const time = await page.evaluate(async () => {
        const global = /** @type {any} */ (window);
        const { FormViewDialog } = global.odoo.loader.modules.get("@web/views/view_dialogs/form_view_dialog");
        const { env } = global.odoo.loader.modules.get("@odoo/owl").Component;
        const answer = await fetch("/web/dataset/call_kw/support.appointment/search", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({
                params: { model: "support.appointment", method: "search", args: [[]], kwargs: { limit: 1 } },
            }),
        });
        const [resId] = (await answer.json()).result;
        const open = () => env.services.dialog.add(FormViewDialog, { resModel: "support.appointment", resId });
        return global.bench.timed(open, () => document.querySelector(".modal .o_form_view .o_field_widget"));
    });
    await closeDialog(page);
    return time;
}

/**
 * @param {number} runs
 * @param {Backend} backend
 * @param {() => Promise<{shown: number, request: number}>} action
 */
async function repeatPairs(runs, backend, action) {
    const values = [];
    for (let run = 0; run < runs; run++) {
        values.push(await action());
        await backend.idle();
    }
    return values;
}

/**
 * Creates an appointment and deletes it again, so that all runs begin with the same board.
 * @param {Backend} backend
 */
async function create(backend) {
    const { page } = backend;
    await page.click(".o_sc_new");
    const dialog = page.locator(".modal");
    await dialog.locator("[name=subject] textarea, [name=subject] input").fill("Benchmark");
    await dialog.locator("[name=customer_name] input").fill("Emilia Sommer");
    await page.evaluate(() => performance.clearResourceTimings());
    const time = await page.evaluate(async (sign) => {
        const { bench } = /** @type {any} */ (window);
        const save = /** @type {HTMLElement} */ (document.querySelector(".modal .o_form_button_save"));
        const shown = await bench.changes(() => save.click(), sign);
        await bench.until(() => !document.querySelector(".modal"));
        return { shown, request: bench.requestTime("web_save") };
    }, BLOCKS);
    await backend.idle();
    const made = await backend.call("support.appointment", "search", [[["subject", "=", "Benchmark"]]]);
    await backend.call("support.appointment", "unlink", [made]);
    return time;
}

/**
 * Moves an unassigned appointment to and fro, with the mouse.
 * @param {Backend} backend
 * @param {number} runs
 */
async function dragAndDrop(backend, runs) {
    const { page } = backend;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    const script = async () => {
        const { metrics } = await cdp.send("Performance.getMetrics");
        return (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0) * 1000;
    };
    const [painted, saved, requests, scripting] = [[], [], [], []].map(() => /** @type {number[]} */ ([]));
    const block = page.locator(".o_sc_row").first().locator(".o_sc_block").first();
    const id = await block.getAttribute("data-id");
    for (let run = 0; run < runs; run++) {
        const box = await page.locator(`.o_sc_block[data-id="${id}"]`).boundingBox();
        if (!box) throw new Error("There is no unassigned appointment to drag.");
        const from = { x: box.x + 8, y: box.y + box.height / 2 };
        const by = run % 2 ? -60 : 60;
        await page.mouse.move(from.x, from.y);
        await page.mouse.down();
        await page.mouse.move(from.x + Math.sign(by) * 6, from.y);
        const before = await script();
        const steps = 10;
        for (let step = 1; step <= steps; step++) {
            await page.mouse.move(from.x + (by * step) / steps, from.y);
            await page.evaluate(() => new Promise(requestAnimationFrame));
        }
        scripting?.push(((await script()) - before) / steps);
        await page.evaluate((wanted) => {
            const { bench } = /** @type {any} */ (window);
            performance.clearResourceTimings();
            const find = () => document.querySelector(`.o_sc_block[data-id="${wanted}"]`);
            const label = find()?.getAttribute("aria-label");
            bench.drop = new Promise((resolve, reject) => {
                const onUp = async () => {
                    const start = performance.now();
                    const isShown = () => find()?.getAttribute("aria-label") !== label;
                    const shown = (await bench.paintedWith(isShown, 5000)) - start;
                    const isSaved = () => !find()?.classList.contains("o_sc_pending");
                    const done = (await bench.paintedWith(isSaved, 5000)) - start;
                    resolve({ shown, done, request: bench.requestTime("support_calendar_write") });
                };
                window.addEventListener("pointerup", () => void onUp().catch(reject), { capture: true, once: true });
            });
        }, id);
        await page.mouse.up();
        const drop = await page.evaluate(() => /** @type {any} */ (window).bench.drop);
        painted?.push(drop.shown);
        saved?.push(drop.done);
        requests?.push(drop.request);
        await backend.idle();
    }
    await cdp.detach();
    return { painted: painted ?? [], saved: saved ?? [], requests: requests ?? [], scripting: scripting ?? [] };
}

/**
 * The floor for scrolling: a page of as many rows and boxes, without any script.
 * @param {Backend} backend
 * @param {{rows: number, appointments: number}} board
 */
export async function measureBarePage({ page }, { rows, appointments }) {
    const perRow = Math.ceil(appointments / rows);
    const boxes = Array.from(
        { length: perRow },
        (_, index) => `<i style="left:${(index * 1240) / perRow}px;top:${4 + (index % 4) * 25}px">Emilia Sommer</i>`,
    ).join("");
    const html = `<style>body{margin:0;font:12px sans-serif}#board{height:680px;overflow:auto;contain:strict}
        p{position:relative;height:108px;margin:0;border-bottom:1px solid #ccc}
        i{position:absolute;width:90px;height:23px;overflow:hidden;box-sizing:border-box;border:1px solid #36c;
        border-left-width:4px;border-radius:4px;background:#def;white-space:nowrap}</style>
        <div id="board">${`<p>${boxes}</p>`.repeat(rows)}</div>`;
    await page.evaluate((text) => (document.body.innerHTML = text), html);
    return page.evaluate(() =>
        // @ts-expect-error installed by page.mjs
        window.bench.scroll(document.querySelector("#board")),
    );
}

/**
 * Odoo's own calendar view of the same week, turned over.
 * @param {Backend} backend
 * @param {number} runs
 * @returns {Promise<number[]>}
 */
export async function measureOdooCalendar(backend, runs) {
    const { page } = backend;
    await page.request.post(`${backend.url}/web/session/authenticate`, {
        data: { params: { db: "support_center", login: "admin", password: "admin" } },
    });
    const [view] = await backend.call("ir.ui.view", "create", [
        [
            {
                name: "benchmark",
                model: "support.appointment",
                arch: '<calendar date_start="start" date_stop="stop" color="technician_id" mode="week"><field name="subject"/></calendar>',
            },
        ],
    ]);
    const [action] = await backend.call("ir.actions.act_window", "create", [
        [{ name: "Benchmark", res_model: "support.appointment", view_mode: "calendar", view_id: view }],
    ]);
    await page.goto(`${backend.url}/odoo/action-${action}`);
    const events = ".o_calendar_view .fc-event";
    await page.waitForSelector(events, { timeout: 120_000 });
    await backend.idle();
    // Its frames come late; the time until nothing is drawn any more is what users wait for.
    return repeat(runs, backend, (run) =>
        backend.click(
            run % 2 ? ".o_calendar_button_prev" : ".o_calendar_button_next",
            `document.querySelector('${events}')?.dataset.eventId`,
        ),
    );
}

/**
 * @param {Backend} backend
 * @param {number} runs
 */
export async function measureMonth(backend, runs) {
    await openSchedule(backend);
    await backend.click(".o_sc_scale_month", TITLE);
    await backend.idle();
    const prefetched = await repeat(runs, backend, (run) =>
        backend.click(run % 2 ? ".o_sc_previous" : ".o_sc_next", TITLE),
    );
    const unfetched = await jump(backend, Math.min(runs, 8), 93);
    return { prefetched, unfetched };
}
