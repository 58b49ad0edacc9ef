// Generated from web_src/core/board_data.ts: change it there.
import { compareEvents } from "./event";
const NO_EVENTS = [];
const NONE = /* @__PURE__ */ new Set();
class BoardData {
  constructor(from, to, resources, byId, byResource, missing) {
    this.from = from;
    this.to = to;
    this.resources = resources;
    this.byId = byId;
    this.byResource = byResource;
    this.missing = missing;
  }
  from;
  to;
  resources;
  byId;
  byResource;
  missing;
  /**
   * @param missing resources whose events are still to come
   */
  static build(from, to, resources, events, missing = NONE) {
    const byId = /* @__PURE__ */ new Map();
    const byResource = /* @__PURE__ */ new Map();
    for (const event of events) {
      byId.set(event.id, event);
      const row = byResource.get(event.resourceId);
      if (row) {
        row.push(event);
      } else {
        byResource.set(event.resourceId, [event]);
      }
    }
    for (const row of byResource.values()) {
      row.sort(compareEvents);
    }
    return new BoardData(from, to, resources, byId, byResource, missing);
  }
  /**
   * The same board with the events of the resources that were missing.
   *
   * @param events what was read; what has been patched in meanwhile is newer and stays
   */
  complete(events) {
    const byId = new Map(this.byId);
    const rows = new Map([...this.missing].map((id) => [id, [...this.eventsOf(id)]]));
    for (const event of events) {
      const row = rows.get(event.resourceId);
      if (row && !byId.has(event.id)) {
        byId.set(event.id, event);
        row.push(event);
      }
    }
    for (const row of rows.values()) {
      row.sort(compareEvents);
    }
    return new BoardData(this.from, this.to, this.resources, byId, new Map([...this.byResource, ...rows]), NONE);
  }
  get size() {
    return this.byId.size;
  }
  get(id) {
    return this.byId.get(id);
  }
  events() {
    return this.byId.values();
  }
  /** Events of a row in order; the same array as long as nothing in it changes. */
  eventsOf(resourceId) {
    return this.byResource.get(resourceId) ?? NO_EVENTS;
  }
  resource(id) {
    return this.resources.find((resource) => resource.id === id) ?? null;
  }
  /**
   * The same board after some events have changed.
   *
   * @param changed new versions and new events; those outside the range are left out
   * @param removed ids that are gone
   */
  patch(changed, removed = []) {
    const byId = new Map(this.byId);
    const touched = /* @__PURE__ */ new Set();
    const remove = (id) => {
      const old = byId.get(id);
      if (old) {
        byId.delete(id);
        touched.add(old.resourceId);
      }
    };
    removed.forEach(remove);
    for (const event of changed) {
      remove(event.id);
      if (event.start < this.to && event.stop > this.from) {
        byId.set(event.id, event);
        touched.add(event.resourceId);
      }
    }
    if (touched.size === 0) {
      return this;
    }
    const dropped = /* @__PURE__ */ new Set([...removed, ...changed.map((event) => event.id)]);
    const byResource = new Map(this.byResource);
    for (const resourceId of touched) {
      const row = this.eventsOf(resourceId).filter((event) => !dropped.has(event.id));
      for (const event of changed) {
        if (event.resourceId === resourceId && byId.get(event.id) === event) {
          row.push(event);
        }
      }
      byResource.set(resourceId, row.sort(compareEvents));
    }
    return new BoardData(this.from, this.to, this.resources, byId, byResource, this.missing);
  }
}
export {
  BoardData
};
