/** Stripes at 45°, for what waits out a backoff: so it is told from work without its colour. */
const SIDE = 6;
const made = new Map<string, HTMLCanvasElement>();

/** @param shift how far to the right the stripes have moved: they go along with what they are on */
export function hatch(context: CanvasRenderingContext2D, colour: string, ground: string, shift = 0): CanvasPattern | string {
    const key = `${colour} on ${ground}`;
    const tile = made.get(key) ?? draw(colour, ground);
    made.set(key, tile);
    const pattern = context.createPattern(tile, "repeat");
    pattern?.setTransform(new DOMMatrix([1, 0, 0, 1, shift % SIDE, 0]));
    return pattern ?? colour;
}

function draw(colour: string, ground: string): HTMLCanvasElement {
    const tile = document.createElement("canvas");
    tile.width = SIDE;
    tile.height = SIDE;
    const context = tile.getContext("2d");
    if (context === null) return tile;
    context.fillStyle = ground;
    context.fillRect(0, 0, SIDE, SIDE);
    context.strokeStyle = colour;
    context.lineWidth = 2.25;
    context.lineCap = "square";
    // The same line thrice: it comes in again at the corners.
    for (const shift of [-SIDE, 0, SIDE]) {
        context.beginPath();
        context.moveTo(shift - 1, SIDE + 1);
        context.lineTo(shift + SIDE + 1, -1);
        context.stroke();
    }
    return tile;
}
