/** Where things stand in the timeline's picture, in pixels. */

/** With more lanes than this each is a row of pixels … */
const MOST_DETAILED = 40;
/** … and with more than so many rows, a row tells of several workers. */
const LANES_HEIGHT = 320;
const TALLEST_LANE = 28;
const NARROW = 600;
const STAFF = 44;
const SHELF = 24;
const GAP = 12;
const AXIS = 28;

export interface Plot {
    readonly left: number;
    readonly width: number;
    readonly isNarrow: boolean;
    /** The waiting tasks stand on this line, and reach no higher than `staffTop`. */
    readonly staffTop: number;
    readonly staffFoot: number;
    /** The same of the shelf; null where no task is ever on it. */
    readonly shelfFoot: number | null;
    readonly lanesTop: number;
    readonly lanesFoot: number;
    readonly laneHeight: number;
    /** Workers. */
    readonly lanes: number;
    readonly rows: number;
    /** Workers in a row. */
    readonly perRow: number;
    /** So many that a lane is no more than a row of pixels. */
    readonly isThin: boolean;
    readonly height: number;
    readonly fromMs: number;
    readonly msPerPixel: number;
}

export function plotOf(width: number, workers: number, hasShelf: boolean, fromMs: number, lengthMs: number): Plot {
    const isNarrow = width < NARROW;
    const left = isNarrow ? 32 : 88;
    const plotWidth = Math.max(1, width - left - (isNarrow ? 36 : 56));
    const lanes = Math.max(1, workers);
    const perRow = Math.ceil(lanes / LANES_HEIGHT);
    const rows = Math.ceil(lanes / perRow);
    const laneHeight = Math.min(TALLEST_LANE, Math.max(1, Math.floor(LANES_HEIGHT / rows)));
    const staffTop = 16;
    const staffFoot = staffTop + STAFF;
    const shelfFoot = hasShelf ? staffFoot + GAP + SHELF : null;
    const lanesTop = (shelfFoot ?? staffFoot) + GAP;
    const lanesFoot = lanesTop + rows * laneHeight;
    return {
        left,
        width: plotWidth,
        isNarrow,
        staffTop,
        staffFoot,
        shelfFoot,
        lanesTop,
        lanesFoot,
        laneHeight,
        lanes,
        rows,
        perRow,
        isThin: lanes > MOST_DETAILED,
        height: lanesFoot + AXIS,
        fromMs,
        msPerPixel: lengthMs / plotWidth,
    };
}

export const placeOf = ({ left, fromMs, msPerPixel }: Plot, ms: number): number => left + (ms - fromMs) / msPerPixel;

export const timeOf = ({ left, fromMs, msPerPixel }: Plot, x: number): number => fromMs + (x - left) * msPerPixel;

export const middleOf = ({ lanesTop, laneHeight, perRow }: Plot, worker: number): number =>
    lanesTop + (Math.floor(worker / perRow) + 0.5) * laneHeight;

/** The first worker of the row at this height; null beside the lanes. */
export function workerAt({ lanesTop, lanesFoot, laneHeight, perRow, lanes }: Plot, y: number): number | null {
    if (y < lanesTop || y >= lanesFoot) return null;
    return Math.min(lanes - 1, Math.floor((y - lanesTop) / laneHeight) * perRow);
}
