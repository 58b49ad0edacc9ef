import { useEffect } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

/** What a board does with a pointer. Coordinates are those of the window. */
export interface DragHandler {
    /** @returns whether something can be dragged from here */
    onStart(x: number, y: number, target: Element): boolean;
    /**
     * Called once a frame after the pointer has moved, and on as long as that is asked for.
     *
     * @param elapsed milliseconds since the last frame
     * @returns whether to call again though the pointer may rest
     */
    onMove(x: number, y: number, elapsed: number): boolean;
    onDrop(x: number, y: number): void;
    /** Esc, a lost pointer, or a second finger */
    onGiveUp(): void;
}

const THRESHOLD_PIXELS = 4;
const LONG_PRESS_MILLISECONDS = 350;
/** What the first frame of a movement counts for. */
const USUAL_FRAME_MILLISECONDS = 16;

interface Press {
    readonly pointerId: number;
    readonly target: Element;
    readonly x: number;
    readonly y: number;
    readonly isTouch: boolean;
    longPress: number;
    isDragging: boolean;
}

/**
 * Dragging with mouse, pen and, after a long press, finger: a swipe keeps scrolling. The element must not be redrawn away while
 * something is dragged.
 */
export function usePointerDrag(ref: { readonly el: HTMLElement | null }, handler: DragHandler): void {
    let press: Press | null = null;
    let frame = 0;
    /** when the frame before was drawn; 0 after a rest */
    let lastFrame = 0;
    let last = { x: 0, y: 0 };

    const end = (): void => {
        if (press) {
            browser.clearTimeout(press.longPress);
        }
        browser.cancelAnimationFrame(frame);
        frame = 0;
        lastFrame = 0;
        press = null;
        window.removeEventListener("pointermove", onPointerMove);
        window.removeEventListener("pointerup", onPointerUp);
        window.removeEventListener("pointercancel", giveUp);
        window.removeEventListener("blur", giveUp);
        window.removeEventListener("keydown", onKeyDown, true);
    };

    const giveUp = (): void => {
        const wasDragging = press?.isDragging;
        end();
        if (wasDragging) {
            handler.onGiveUp();
        }
    };

    const begin = (): void => {
        if (press && handler.onStart(press.x, press.y, press.target)) {
            press.isDragging = true;
        } else {
            end();
        }
    };

    const onFrame = (now: number): void => {
        const elapsed = lastFrame ? now - lastFrame : USUAL_FRAME_MILLISECONDS;
        const goesOn = handler.onMove(last.x, last.y, elapsed);
        lastFrame = goesOn ? now : 0;
        frame = goesOn ? browser.requestAnimationFrame(onFrame) : 0;
    };

    const onPointerDown = (event: PointerEvent): void => {
        if (press) {
            giveUp();
            return;
        }
        if (event.button !== 0 || !(event.target instanceof Element)) {
            return;
        }
        press = {
            pointerId: event.pointerId,
            target: event.target,
            x: event.clientX,
            y: event.clientY,
            isTouch: event.pointerType === "touch",
            longPress: 0,
            isDragging: false,
        };
        if (press.isTouch) {
            press.longPress = browser.setTimeout(begin, LONG_PRESS_MILLISECONDS);
        }
        window.addEventListener("pointermove", onPointerMove);
        window.addEventListener("pointerup", onPointerUp);
        window.addEventListener("pointercancel", giveUp);
        window.addEventListener("blur", giveUp);
        window.addEventListener("keydown", onKeyDown, true);
    };

    const onPointerMove = (event: PointerEvent): void => {
        if (!press || event.pointerId !== press.pointerId) {
            return;
        }
        last = { x: event.clientX, y: event.clientY };
        if (!press.isDragging) {
            const hasMoved = Math.hypot(last.x - press.x, last.y - press.y) >= THRESHOLD_PIXELS;
            if (hasMoved && press.isTouch) {
                end();
            } else if (hasMoved) {
                begin();
            }
        }
        if (press?.isDragging && !frame) {
            frame = browser.requestAnimationFrame(onFrame);
        }
    };

    const onPointerUp = (event: PointerEvent): void => {
        if (!press || event.pointerId !== press.pointerId) {
            return;
        }
        const wasDragging = press.isDragging;
        end();
        if (wasDragging) {
            swallowNextClick();
            handler.onDrop(event.clientX, event.clientY);
        }
    };

    const onKeyDown = (event: KeyboardEvent): void => {
        if (event.key === "Escape" && press?.isDragging) {
            event.preventDefault();
            event.stopPropagation();
            // The button is still down: the click comes when it is let go.
            window.addEventListener("pointerup", swallowNextClick, { capture: true, once: true });
            giveUp();
        }
    };

    // A finger that drags must not scroll; only a listener that is not passive can say so.
    const onTouchMove = (event: TouchEvent): void => {
        if (press?.isDragging && event.cancelable) {
            event.preventDefault();
        }
    };

    useEffect(
        (element: HTMLElement | null) => {
            element?.addEventListener("pointerdown", onPointerDown);
            element?.addEventListener("touchmove", onTouchMove, { passive: false });
            return () => {
                giveUp();
                element?.removeEventListener("pointerdown", onPointerDown);
                element?.removeEventListener("touchmove", onTouchMove);
            };
        },
        () => [ref.el],
    );
}

/** The click that follows a drag is not meant as one. */
function swallowNextClick(): void {
    const swallow = (event: Event): void => {
        event.stopPropagation();
        event.preventDefault();
    };
    window.addEventListener("click", swallow, { capture: true, once: true });
    browser.setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
}
