// Generated from web_src/support_calendar/pointer_drag.ts: change it there.
import { useEffect } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
const THRESHOLD_PIXELS = 4;
const LONG_PRESS_MILLISECONDS = 350;
const USUAL_FRAME_MILLISECONDS = 16;
function usePointerDrag(ref, handler) {
  let press = null;
  let frame = 0;
  let lastFrame = 0;
  let last = { x: 0, y: 0 };
  const end = () => {
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
  const giveUp = () => {
    const wasDragging = press?.isDragging;
    end();
    if (wasDragging) {
      handler.onGiveUp();
    }
  };
  const begin = () => {
    if (press && handler.onStart(press.x, press.y, press.target)) {
      press.isDragging = true;
    } else {
      end();
    }
  };
  const onFrame = (now) => {
    const elapsed = lastFrame ? now - lastFrame : USUAL_FRAME_MILLISECONDS;
    const goesOn = handler.onMove(last.x, last.y, elapsed);
    lastFrame = goesOn ? now : 0;
    frame = goesOn ? browser.requestAnimationFrame(onFrame) : 0;
  };
  const onPointerDown = (event) => {
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
      isDragging: false
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
  const onPointerMove = (event) => {
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
  const onPointerUp = (event) => {
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
  const onKeyDown = (event) => {
    if (event.key === "Escape" && press?.isDragging) {
      event.preventDefault();
      event.stopPropagation();
      window.addEventListener("pointerup", swallowNextClick, { capture: true, once: true });
      giveUp();
    }
  };
  const onTouchMove = (event) => {
    if (press?.isDragging && event.cancelable) {
      event.preventDefault();
    }
  };
  useEffect(
    (element) => {
      element?.addEventListener("pointerdown", onPointerDown);
      element?.addEventListener("touchmove", onTouchMove, { passive: false });
      return () => {
        giveUp();
        element?.removeEventListener("pointerdown", onPointerDown);
        element?.removeEventListener("touchmove", onTouchMove);
      };
    },
    () => [ref.el]
  );
}
function swallowNextClick() {
  const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  browser.setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
}
export {
  usePointerDrag
};
