// Generated from web_src/core/range_cache.ts: change it there.
class RangeCache {
  constructor(limit) {
    this.limit = limit;
  }
  limit;
  entries = /* @__PURE__ */ new Map();
  get(key) {
    const value = this.entries.get(key);
    if (value !== void 0) {
      this.entries.delete(key);
      this.entries.set(key, value);
    }
    return value;
  }
  set(key, value) {
    this.entries.delete(key);
    this.entries.set(key, value);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.limit) {
        break;
      }
      this.entries.delete(oldest);
    }
  }
  /** Changes every answer in place. */
  update(change) {
    this.entries.forEach(change);
  }
  clear() {
    this.entries.clear();
  }
}
export {
  RangeCache
};
