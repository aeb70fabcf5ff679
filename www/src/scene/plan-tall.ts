/** The tall scene, for phones and wherever else there is little width: from top to bottom. */
import { bufferKind, cellPitch, workersKind, type BinPlan, type BufferPlan, type Plan, type Shape, type WorkersPlan } from "./plan.ts";

const GATE_X = 49;
const LINE_Y = 46;
const BUFFER_Y = 86;
const BUFFER_HEIGHT = 60;
/** Tracks begin here, and tasks a little below. */
const LANES_Y = 176;
const LANES_TOP = 202;
/** Below the lanes: the shelf and the bins. */
const FOOT = 110;
const BIN_HEIGHT = 70;
const GAP = 8;
/** From this width on there is room for all places in one row, and for more in a bin: a page in another page, a tablet. */
const ROOMY = 480;
const LEAST_PITCH = 25;

export function planTall({ width, height, workers, places, whenFull }: Shape): Plan {
    const shelfY = height - FOOT;
    return {
        isTall: true,
        width,
        height,
        axis: GATE_X,
        gate: { x: GATE_X, y: 68 },
        line: { x: GATE_X, y: LINE_Y, pitch: 26, most: Math.max(1, Math.floor((width - 80) / 26)) },
        buffer: planBuffer(places, width),
        workers: planWorkers(workers, width, shelfY - 16),
        shelf: { x: 0, y: shelfY, width, height: 28, from: 72, to: width - 46, middle: shelfY + 14 },
        bins: planBins(width, shelfY + 36, whenFull !== "wait"),
        columns: { buffer: 0, lanes: 0, lanesEnd: width, finished: 0 },
    };
}

function planBuffer(places: number | null, width: number): BufferPlan {
    const kind = bufferKind(places);
    const all = places ?? 0;
    const isOneRow = kind !== "places" || all < 4 || (width >= ROOMY && all * LEAST_PITCH <= width - 17);
    const rows = isOneRow ? 1 : all <= 28 ? 2 : 3;
    const run = Math.max(1, Math.ceil(all / rows));
    const pitchX = Math.min(32, (width - 17) / run);
    const isWhole = kind !== "places" || run * 32 > width - 17;
    const boxWidth = isWhole ? width - 1 : Math.round(run * pitchX + 17);
    const pitchY = rows === 3 ? 18 : 24;
    return {
        kind,
        x: 0.5,
        y: BUFFER_Y + 0.5,
        width: boxWidth,
        height: BUFFER_HEIGHT - 1,
        headX: boxWidth - 8.5 - pitchX / 2,
        headY: BUFFER_Y + BUFFER_HEIGHT / 2 + ((rows - 1) / 2) * pitchY,
        pitchX,
        pitchY,
        size: rows === 3 ? Math.min(14, Math.floor(pitchX - 3)) : Math.min(18, Math.floor(pitchX - 3)),
        places: all,
        run,
    };
}

function planWorkers(count: number, width: number, bottom: number): WorkersPlan {
    const kind = workersKind(count);
    const height = bottom - LANES_Y;
    const area = { kind, count, x: 0, y: LANES_Y, width, height };
    if (kind === "lanes") {
        const pitch = width / count;
        const radius = Math.min(13.5, pitch / 2 - 2);
        const size = Math.min(18, Math.floor(pitch - 3));
        return { ...area, perBand: count, bandPitch: 0, pitch, first: pitch / 2, start: LANES_TOP, way: bottom - 32 - LANES_TOP, size, radius };
    }
    if (kind === "slim") {
        const perBand = Math.ceil(count / 2);
        const pitch = width / perBand;
        const lane = height / 2;
        return { ...area, perBand, bandPitch: lane, pitch, first: pitch / 2, start: LANES_Y + 8, way: lane - 24, size: 10, radius: 0 };
    }
    const pitch = cellPitch(count, width, height);
    const gap = pitch < 12 ? 2 : 3;
    const perBand = Math.max(1, Math.floor(width / pitch));
    return { ...area, perBand, bandPitch: pitch, pitch, first: (pitch - gap) / 2, start: 0, way: 0, size: pitch - gap, radius: (pitch - gap) / 2 - 1 };
}

function planBins(width: number, y: number, hasAway: boolean): BinPlan[] {
    const names = hasAway ? (["done", "failed", "away"] as const) : (["done", "failed"] as const);
    const each = (width - GAP * (names.length - 1)) / names.length;
    const columns = Math.max(3, Math.min(width >= ROOMY ? 12 : 6, Math.floor((each - 16) / 26.5)));
    return names.map((name, n) => {
        const x = n * (each + GAP);
        return { name, x, y, width: each, height: BIN_HEIGHT, firstX: x + 21, firstY: y + 42, pitchX: 26.5, pitchY: 24, columns, rows: 1 };
    });
}
