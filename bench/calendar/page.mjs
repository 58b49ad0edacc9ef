// @ts-check
/**
 * Measuring inside the page. Everything here is serialised into the browser, so it uses nothing from outside.
 */

/** Puts the measuring functions on `window.bench`. */
export function install() {
    /** Resolves when what is in the DOM now has been painted. */
    const painted = () =>
        new Promise((resolve) => {
            requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => resolve(performance.now());
                channel.port2.postMessage(0);
            });
        });

    /** Resolves at the first frame at which the condition holds. */
    const until = (/** @type {() => unknown} */ condition, timeout = 60_000) =>
        new Promise((resolve, reject) => {
            const deadline = performance.now() + timeout;
            const check = () => {
                if (condition()) {
                    resolve(undefined);
                } else if (performance.now() > deadline) {
                    reject(new Error(`Waited in vain for ${condition}`));
                } else {
                    requestAnimationFrame(check);
                }
            };
            check();
        });

    /**
     * When the first frame at whose end the condition holds had been painted. It is asked after each paint: what runs in the
     * frame itself may come after a callback that asks in the frame, which would count one frame too many.
     */
    const paintedWith = async (/** @type {() => unknown} */ condition, timeout = 60_000) => {
        const deadline = performance.now() + timeout;
        for (;;) {
            const now = await painted();
            if (condition()) {
                return now;
            }
            if (now > deadline) {
                throw new Error(`Waited in vain for ${condition}`);
            }
        }
    };

    /** Milliseconds from an action to the paint of its effect. */
    const timed = async (/** @type {() => void} */ action, /** @type {() => unknown} */ isDone) => {
        const start = performance.now();
        action();
        return (await paintedWith(isDone)) - start;
    };

    /** Milliseconds from an action to the paint after which an expression has another value. */
    const changes = (/** @type {() => void} */ action, /** @type {string} */ expression) => {
        const value = new Function(`return ${expression}`);
        const before = value();
        return timed(action, () => value() !== before);
    };

    /** Milliseconds that the last request whose address contains a text took. */
    const requestTime = (/** @type {string} */ text) => {
        const entries = performance.getEntriesByType("resource").filter(({ name }) => name.includes(text));
        return entries[entries.length - 1]?.duration ?? NaN;
    };

    /** Lengths of the frames while something scrolls by `step` pixels a frame to the end. */
    const scroll = async (/** @type {Element} */ element, step = 160) => {
        element.scrollTop = 0;
        await painted();
        await painted();
        const frames = [];
        let last = await new Promise(requestAnimationFrame);
        while (element.scrollTop + element.clientHeight < element.scrollHeight - 1) {
            element.scrollTop += step;
            const now = await new Promise(requestAnimationFrame);
            frames.push(now - last);
            last = now;
        }
        return frames;
    };

    Object.assign(window, { bench: { painted, paintedWith, until, timed, changes, requestTime, scroll } });
}
