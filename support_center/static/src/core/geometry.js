// Generated from web_src/core/geometry.ts: change it there.
class TeamTimedGeometry {
  constructor(rowIds, rows, scale, pixelsPerMinute, zone) {
    this.rowIds = rowIds;
    this.rows = rows;
    this.scale = scale;
    this.pixelsPerMinute = pixelsPerMinute;
    this.zone = zone;
  }
  rowIds;
  rows;
  scale;
  pixelsPerMinute;
  zone;
  isTimed = true;
  spotAt(x, y) {
    const instant = this.scale.instant(x / this.pixelsPerMinute);
    return { resourceId: this.rowIds[this.rows.at(y)], instant, day: this.zone.dayOf(instant) };
  }
  boxesOf(placement) {
    const row = this.rowIds.indexOf(placement.resourceId);
    if (row < 0 || !this.scale.shows(placement.start, placement.stop)) {
      return [];
    }
    const x = this.scale.position(placement.start) * this.pixelsPerMinute;
    const end = this.scale.position(placement.stop) * this.pixelsPerMinute;
    return [{ x, y: this.rows.startOf(row), width: end - x, height: this.rows.sizeOf(row) }];
  }
}
class PersonalTimedGeometry {
  constructor(resourceId, days, scales, columnWidth, pixelsPerMinute) {
    this.resourceId = resourceId;
    this.days = days;
    this.scales = scales;
    this.columnWidth = columnWidth;
    this.pixelsPerMinute = pixelsPerMinute;
  }
  resourceId;
  days;
  scales;
  columnWidth;
  pixelsPerMinute;
  isTimed = true;
  spotAt(x, y) {
    const column = clamp(Math.floor(x / this.columnWidth), 0, this.scales.length - 1);
    const instant = this.scales[column].instant(y / this.pixelsPerMinute);
    return { resourceId: this.resourceId, instant, day: this.days.first + column };
  }
  boxesOf(placement) {
    if (placement.resourceId !== this.resourceId) {
      return [];
    }
    return this.scales.flatMap((scale, column) => {
      if (!scale.shows(placement.start, placement.stop)) {
        return [];
      }
      const y = scale.position(placement.start) * this.pixelsPerMinute;
      const end = scale.position(placement.stop) * this.pixelsPerMinute;
      return [{ x: column * this.columnWidth, y, width: this.columnWidth, height: end - y }];
    });
  }
}
class MonthGeometry {
  /**
   * @param rowIds resource of each row
   * @param firstDays first day of each row
   */
  constructor(rowIds, firstDays, rows, columns, zone) {
    this.rowIds = rowIds;
    this.firstDays = firstDays;
    this.rows = rows;
    this.columns = columns;
    this.zone = zone;
  }
  rowIds;
  firstDays;
  rows;
  columns;
  zone;
  isTimed = false;
  spotAt(x, y) {
    const row = this.rows.at(y);
    const day = this.firstDays[row] + this.columns.at(x);
    return { resourceId: this.rowIds[row], instant: this.zone.startOfDay(day), day };
  }
  boxesOf(placement) {
    const firstDay = this.zone.dayOf(placement.start);
    const lastDay = this.zone.dayOf(placement.stop - 1);
    const boxes = [];
    this.rowIds.forEach((resourceId, row) => {
      const from = Math.max(0, firstDay - this.firstDays[row]);
      const to = Math.min(this.columns.count - 1, lastDay - this.firstDays[row]);
      if (resourceId === placement.resourceId && from <= to) {
        boxes.push({
          x: this.columns.startOf(from),
          y: this.rows.startOf(row),
          width: this.columns.startOf(to + 1) - this.columns.startOf(from),
          height: this.rows.sizeOf(row)
        });
      }
    });
    return boxes;
  }
}
function clamp(value, from, to) {
  return Math.max(from, Math.min(to, value));
}
export {
  MonthGeometry,
  PersonalTimedGeometry,
  TeamTimedGeometry
};
