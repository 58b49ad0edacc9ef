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
  has(key) {
    return this.entries.has(key);
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
  delete(key) {
    this.entries.delete(key);
  }
  /** Changes every answer in place. */
  update(change) {
    this.entries.forEach(change);
  }
  /** Forgets everything but one key, if given. */
  clear(except) {
    for (const key of [...this.entries.keys()]) {
      if (key !== except) {
        this.entries.delete(key);
      }
    }
  }
}
export {
  RangeCache
};
