import { lastAtMost } from "./units";

/** Which part of a block a pointer is on. */
export type BlockPart = "start" | "body" | "end";

/** Sizes of tracks (rows or columns) summed up, so that positions become look-ups. */
export class TrackOffsets {
    private readonly offsets: readonly number[];

    /** @param sizes in pixels, all above 0 */
    constructor(sizes: readonly number[]) {
        const offsets = [0];
        sizes.forEach((size, index) => offsets.push(offsets[index]! + size));
        this.offsets = offsets;
    }

    get count(): number {
        return this.offsets.length - 1;
    }

    get total(): number {
        return this.offsets[this.count]!;
    }

    /** Where a track begins; `count` gives the end of the last one. */
    startOf(index: number): number {
        return this.offsets[index]!;
    }

    sizeOf(index: number): number {
        return this.offsets[index + 1]! - this.offsets[index]!;
    }

    /** The track at a position; the nearest one when the position is outside. Needs at least one track. */
    at(position: number): number {
        return Math.max(0, Math.min(this.count - 1, lastAtMost(this.offsets, position)));
    }

    /**
     * The tracks to draw for a scroll position, with a margin on both sides.
     *
     * @returns first and end (excluded); equal when there are no tracks
     */
    window(scroll: number, size: number, margin: number): readonly [number, number] {
        if (this.count === 0) {
            return [0, 0];
        }
        return [this.at(scroll - margin), this.at(scroll + size + margin) + 1];
    }
}

/**
 * Tells the edges of a block, which resize it, from its body, which moves it. Small blocks keep at least half of their length
 * as body. Beyond the end is its label, which belongs to the body.
 *
 * @param position from the block's start in pixels
 * @param length of the block in pixels
 * @param handle length of an edge in pixels
 */
export function blockPartAt(position: number, length: number, handle: number): BlockPart {
    const edge = Math.min(handle, length / 4);
    if (position < edge) {
        return "start";
    }
    return position >= length - edge && position <= length ? "end" : "body";
}
