// Generated from web_src/core/latest.ts: change it there.
class Latest {
  last;
  /**
   * @returns what the last promise came to that had been added by then
   * @throws what that one was rejected with; those before it may fail as they like
   */
  add(answer) {
    this.last = answer;
    return this.follow(answer);
  }
  async follow(answer) {
    try {
      const result = await answer;
      if (answer === this.last) {
        return result;
      }
    } catch (error) {
      if (answer === this.last) {
        throw error;
      }
    }
    return this.follow(this.last);
  }
}
export {
  Latest
};
