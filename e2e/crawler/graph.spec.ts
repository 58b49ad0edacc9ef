import { expect, test } from "@playwright/test";
import { ScreenMap } from "./graph.ts";

const is = (wanted: string) => (key: string) => key === wanted;

test("the way back to a state is the shortest that is known", () => {
    const map = new ScreenMap();
    const fresh = map.see(["Save", "Discard"]);
    const confirmed = map.see(["Start", "Cancel"]);
    const started = map.see(["Complete", "Back"]);
    map.connect(fresh, "Save", confirmed);
    map.connect(confirmed, "Start", started);
    map.connect(started, "Back", confirmed);
    expect(map.route(fresh, is("Save"))).toEqual([]);
    expect(map.route(fresh, is("Complete"))).toEqual(["Save", "Start"]);
    expect(map.route(started, is("Cancel"))).toEqual(["Back"]);
    expect(map.route(started, is("Save"))).toBeNull();
    expect(map.route(fresh, is("Save"), started), "a certain state").toEqual(["Save", "Start"]);
    expect(map.route(started, is("Back"), fresh), "any other, where it can't be reached").toEqual([]);
});

test("a state is the same whatever the order of its buttons, and a wrong way is forgotten", () => {
    const map = new ScreenMap();
    const state = map.see(["a", "b"]);
    expect(map.see(["b", "a"])).toBe(state);
    map.connect(state, "a", map.see(["c"]));
    expect(map.wanted((key) => key !== "b")).toEqual(["a", "c"]);
    map.disconnect(state, "a");
    expect(map.route(state, is("c"))).toBeNull();
});
