// Generated from web_src/core/row_reader.ts: change it there.
import { decodeEvents } from "./payload";
class RowReader {
  /**
   * @param fetch asks the server; it leaves out records that are gone for the user
   * @param show is given what was read, and the records that are gone
   */
  constructor(fetch, show) {
    this.fetch = fetch;
    this.show = show;
  }
  fetch;
  show;
  /** reads under way, the oldest first: the records whose rows are still wanted of each */
  readings = /* @__PURE__ */ new Set();
  /** records that are being written, and whether they are to be read afterwards */
  held = /* @__PURE__ */ new Map();
  async read(ids) {
    const wanted = /* @__PURE__ */ new Set();
    for (const id of ids) {
      if (this.held.has(id)) {
        this.held.set(id, true);
      } else {
        wanted.add(id);
      }
    }
    if (wanted.size === 0) {
      return;
    }
    this.readings.add(wanted);
    try {
      const columns = await this.fetch([...wanted]);
      this.supersedeEarlier(wanted);
      const found = decodeEvents(columns).filter(({ id }) => wanted.delete(id));
      this.show(found, [...wanted]);
    } finally {
      this.readings.delete(wanted);
    }
  }
  /** A record is going to be written: what is asked for until {@link release} is read then, and once. */
  hold(id) {
    if (!this.held.has(id)) {
      let isAskedFor = false;
      for (const wanted of this.readings) {
        isAskedFor = wanted.delete(id) || isAskedFor;
      }
      this.held.set(id, isAskedFor);
    }
  }
  /** A record has been written, or not. */
  release(id) {
    const isAskedFor = this.held.get(id);
    this.held.delete(id);
    if (isAskedFor) {
      void this.read([id]);
    }
  }
  /** The search has changed: answers on their way are about the old one. */
  forget() {
    this.readings.forEach((wanted) => wanted.clear());
    for (const id of this.held.keys()) {
      this.held.set(id, true);
    }
  }
  supersedeEarlier(answered) {
    for (const earlier of this.readings) {
      if (earlier === answered) {
        return;
      }
      answered.forEach((id) => earlier.delete(id));
    }
  }
}
export {
  RowReader
};
