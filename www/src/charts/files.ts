/** A plot as files to keep. It is loaded when somebody asks for one. */
import { make } from "../dom.ts";
import { exportSvg } from "./svg.ts";
import { lengthUntil, type Plot } from "./plot.ts";

/** Pixels of the picture for each of the drawing. */
const SHARPNESS = 2;

export { exportSvg };

export function exportCsv(plot: Plot): string {
    const { x, lines } = plot;
    const rows = Array.from({ length: lengthUntil(plot) }, (_, n) => [x.values[n] ?? NaN, ...lines.map(({ values }) => values[n] ?? NaN)]);
    const names = [`${x.name} (ms)`, ...lines.map(({ label }) => `${label} (${plot.unit})`)];
    return `${[names.map(quoted), ...rows.map((row) => row.map(number))].map((row) => row.join(",")).join("\r\n")}\r\n`;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const number = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(12))) : "");

export const exportPng = (plot: Plot): Promise<Blob> => pngOf(exportSvg(plot));

export async function pngOf(drawing: string): Promise<Blob> {
    const svg = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
    try {
        const image = new Image();
        image.src = svg;
        await image.decode();
        const canvas = make("canvas");
        canvas.width = SHARPNESS * image.width;
        canvas.height = SHARPNESS * image.height;
        canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
        return await new Promise((resolve, reject) => {
            canvas.toBlob((blob) => {
                if (blob === null) reject(new Error("this browser made no picture of the chart"));
                else resolve(blob);
            }, "image/png");
        });
    } finally {
        URL.revokeObjectURL(svg);
    }
}
