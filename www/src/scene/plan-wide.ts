/** The wide scene: from left to right, with the shelf below the workers. */
import { bufferKind, cellPitch, workersKind, type BinPlan, type BufferPlan, type Plan, type Shape, type WorkersPlan } from "./plan.ts";

const TOP = 44;
const GATE = 164;
const BUFFER = 208;
const LANES = 352;
const BIN_WIDTH = 184;
const BIN_GAP = 8;
/** From the end of the lanes to the bins. */
const COLLECTOR = 56;
const SHELF_HEIGHT = 44;
/** Words on a lane: its number before it; the task and the time after it. */
const LANE_START = 40;
const LANE_WORDS = 152;

export function planWide({ width, height, workers, places, whenFull }: Shape): Plan {
    const hall = height - 128;
    const axis = TOP + 5 + hall / 2;
    const finished = width - BIN_WIDTH;
    const lanesEnd = finished - COLLECTOR;
    const shelfY = TOP + hall + 20;
    const lanes = planWorkers(workers, lanesEnd, axis, hall);
    const bins = planBins(finished, hall);
    if (whenFull !== "wait") bins.push(planAway(shelfY));
    return {
        isTall: false,
        width,
        height,
        axis,
        gate: { x: GATE, y: axis },
        line: { x: GATE - 24, y: axis, pitch: 24, most: 6 },
        buffer: planBuffer(places, axis),
        workers: lanes,
        shelf: {
            x: LANES,
            y: shelfY,
            width: lanesEnd - 8 - LANES,
            height: SHELF_HEIGHT,
            from: LANES + 64,
            to: lanesEnd - 28,
            middle: shelfY + 16,
        },
        bins,
        columns: { buffer: BUFFER, lanes: LANES, lanesEnd, finished },
    };
}

function planBuffer(places: number | null, axis: number): BufferPlan {
    const kind = bufferKind(places);
    const all = places ?? 0;
    const isFine = kind === "places" && all > 28;
    const pitch = isFine ? 19 : 24;
    const columns = kind === "places" ? (isFine ? 5 : Math.min(4, Math.ceil(all / 6))) : 4;
    const run = kind === "places" ? Math.ceil(all / columns) : 6;
    const size = isFine ? 14 : 18;
    const half = size / 2;
    const top = axis - (run * pitch) / 2;
    return {
        kind,
        x: BUFFER - 7.5,
        y: Math.round(top) - 7.5,
        width: (columns - 1) * pitch + size + 15,
        height: (run - 1) * pitch + size + 15,
        headX: BUFFER + (columns - 1) * pitch + half,
        headY: Math.round(top) + half,
        pitchX: pitch,
        pitchY: pitch,
        size,
        places: all,
        run,
    };
}

function planWorkers(count: number, end: number, axis: number, hall: number): WorkersPlan {
    const kind = workersKind(count);
    const x = LANES + 8;
    const width = end - 16 - x;
    const area = { kind, count, x, y: TOP, width, height: hall };
    if (kind === "lanes") {
        const pitch = Math.min(40, hall / count);
        const radius = Math.min(13.5, pitch / 2 - 2);
        const size = Math.min(18, Math.floor(pitch - 3));
        const first = Math.round(axis - ((count - 1) / 2) * pitch) + 0.5;
        return { ...area, perBand: count, bandPitch: 0, pitch, first, start: LANES + LANE_START, way: end - LANES - LANE_WORDS - 18, size, radius };
    }
    if (kind === "slim") {
        const perBand = Math.ceil(count / 2);
        const pitch = hall / perBand;
        const lane = width / 2 - 8;
        return { ...area, perBand, bandPitch: lane + 16, pitch, first: TOP + pitch / 2, start: x + 27, way: lane - 32, size: 10, radius: 0 };
    }
    const pitch = cellPitch(count, width, hall - 4);
    const perBand = Math.max(1, Math.floor(width / pitch));
    return { ...area, y: TOP + 4, perBand, bandPitch: pitch, pitch, first: x + (pitch - 3) / 2, start: 0, way: 0, size: pitch - 3, radius: (pitch - 3) / 2 - 1 };
}

function planBins(x: number, hall: number): BinPlan[] {
    const each = (hall - BIN_GAP) / 2;
    return [planBin("done", x, TOP, each), planBin("failed", x, TOP + each + BIN_GAP, each)];
}

function planBin(name: BinPlan["name"], x: number, y: number, height: number): BinPlan {
    const rows = Math.max(1, Math.floor((height - 54) / 24));
    return { name, x, y, width: BIN_WIDTH, height, firstX: x + 25, firstY: y + 53, pitchX: 26.5, pitchY: 24, columns: 6, rows };
}

/** Who finds no room leaves where they stand: below the gate. */
function planAway(y: number): BinPlan {
    return { name: "away", x: 0, y, width: 192, height: SHELF_HEIGHT, firstX: 118, firstY: y + 16, pitchX: 22, pitchY: 24, columns: 3, rows: 1 };
}
