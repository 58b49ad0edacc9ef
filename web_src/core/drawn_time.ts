import type { DayWindow } from "./time_scale";
import type { DayNumber } from "./units";

/** Which hours are drawn, and which days are drawn narrow. */
export interface DrawnTime {
    readonly hours: DayWindow;
    readonly quiet: ReadonlySet<DayNumber>;
}

function widened(one: DrawnTime, other: DrawnTime): DrawnTime {
    return {
        hours: {
            from: Math.min(one.hours.from, other.hours.from),
            to: Math.max(one.hours.to, other.hours.to),
        },
        quiet: new Set([...one.quiet].filter((day) => other.quiet.has(day))),
    };
}

/**
 * Keeps what is drawn as it is under the user's eyes. As long as they look at the same, it only grows, when somebody plans at hours
 * that were not drawn; and while they have something in the air, it stays.
 */
export class DrawnTimeKeeper {
    private key: readonly unknown[] = [];
    private drawn: DrawnTime | null = null;
    /** whether a gesture is on */
    isHeld = false;
    private isOverdue = false;

    /**
     * @param key what the user looks at, in parts
     * @param find what has to be drawn now
     */
    keep(key: readonly unknown[], find: () => DrawnTime): DrawnTime {
        const isSame = key.length === this.key.length && key.every((part, index) => part === this.key[index]);
        if (!this.drawn || !isSame) {
            this.key = key;
            this.drawn = find();
        } else if (this.isHeld) {
            this.isOverdue = true;
        } else {
            this.drawn = widened(this.drawn, find());
        }
        return this.drawn;
    }

    /** To be called when a gesture begins. */
    hold(): void {
        this.isHeld = true;
    }

    /** @returns whether something may have to be drawn that was not meanwhile */
    release(): boolean {
        const { isOverdue } = this;
        this.isHeld = false;
        this.isOverdue = false;
        return isOverdue;
    }
}
