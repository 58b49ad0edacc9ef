// Generated from web_src/core/range_reader.ts: change it there.
import { BoardData } from "./board_data";
import { decodeEvents, decodeResources } from "./payload";
import { RangeCache } from "./range_cache";
const MAX_RANGES = 7;
const MAX_AGE_MILLISECONDS = 5 * 6e4;
class RangeReader {
  /**
   * @param refresh told of records that changed while a range with them was being read
   */
  constructor(server, refresh) {
    this.server = server;
    this.refresh = refresh;
  }
  server;
  refresh;
  cache = new RangeCache(MAX_RANGES);
  readings = /* @__PURE__ */ new Map();
  /** raised when what is known becomes worthless, so that answers on their way are not kept */
  generation = 0;
  /** A range that is known and recent. */
  fresh(range) {
    const loaded = this.cache.get(keyOf(range));
    return loaded && Date.now() - loaded.readAt < MAX_AGE_MILLISECONDS ? loaded : void 0;
  }
  read(range, options = {}) {
    return this.once(
      keyOf(range),
      this.fetch.bind(this, range, options),
      (loaded) => this.cache.set(keyOf(range), loaded)
    );
  }
  /**
   * Reads the events of the rows that a range lacks.
   *
   * @param show called when they are there, unless the range has become worthless meanwhile
   */
  async complete(loaded, show) {
    const { from, to, missing } = loaded.data;
    const fetch = async () => decodeEvents(await this.server.readEvents({ from, to }, [...missing]));
    if (missing.size > 0) {
      await this.once(`${keyOf({ from, to })}/missing`, fetch, (events) => {
        loaded.data = loaded.data.complete(events);
        show();
      });
    }
  }
  /** Forgets everything, also what is on its way. */
  forget() {
    this.generation++;
    this.cache.clear();
    this.readings.clear();
  }
  /** Records have changed, nobody knows how yet. */
  noteChanged(ids) {
    for (const { changed } of this.readings.values()) {
      ids.forEach((id) => changed.add(id));
    }
  }
  /** Changes records in all ranges that are kept, and in one that is shown and perhaps not kept any more. */
  patch(shown, changed, removed) {
    this.noteChanged([...changed.map(({ id }) => id), ...removed]);
    const ranges = /* @__PURE__ */ new Set([shown]);
    this.cache.update((loaded) => ranges.add(loaded));
    for (const loaded of ranges) {
      loaded.data = loaded.data.patch(changed, removed);
    }
  }
  /**
   * @param keep is given what was read, unless it has become worthless meanwhile
   */
  once(key, fetch, keep) {
    const known = this.readings.get(key);
    if (known) {
      return known.promise;
    }
    const { generation } = this;
    const promise = fetch();
    const reading = { promise, changed: /* @__PURE__ */ new Set() };
    this.readings.set(key, reading);
    const end = () => {
      if (this.readings.get(key) === reading) {
        this.readings.delete(key);
      }
    };
    void promise.then(
      (result) => {
        end();
        if (generation === this.generation) {
          keep(result);
          this.refresh([...reading.changed]);
        }
      },
      // Whoever waits for it is told.
      end
    );
    return promise;
  }
  async fetch(range, { withHours, first, isQuiet = false }) {
    const { from, to } = range;
    const before = withHours?.data.from === from && withHours.data.to === to ? withHours : null;
    const known = before?.data.resources ?? [];
    const answer = await this.server.read(
      range,
      known.map(({ id }) => id),
      first ?? null,
      isQuiet
    );
    const resources = decodeResources(answer.resources, answer.events.base, known);
    const missing = new Set(answer.missing_resource_ids);
    return {
      data: BoardData.build(from, to, resources, decodeEvents(answer.events), missing),
      rights: answer.rights,
      lead: answer.lead,
      duration: answer.duration,
      // As old as the oldest that it is made of.
      readAt: before?.readAt ?? Date.now()
    };
  }
}
function keyOf({ from, to }) {
  return `${from}/${to}`;
}
export {
  RangeReader
};
