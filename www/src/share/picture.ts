/** The scene as a picture to keep: as it stands on the page, with a line that says what it is. */
import { summaryOf } from "../announce.ts";
import { byId } from "../dom.ts";
import { look } from "../look.ts";
import type { Player } from "../player.ts";

const MARGIN = 16;
const CAPTION = 24;

export function pictureOf(player: Player): Promise<Blob> {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    const scenes = [...byId("scene", HTMLElement).querySelectorAll("canvas")];
    const [scene] = scenes;
    const { frame } = player;
    if (context === null || scene === undefined || frame === null) return Promise.reject(new Error("there is no picture of the pool yet"));
    const { width, height } = scene;
    const sharpness = width / scene.clientWidth;
    canvas.width = width + 2 * MARGIN * sharpness;
    canvas.height = height + (2 * MARGIN + CAPTION) * sharpness;
    context.fillStyle = look().ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of scenes) context.drawImage(layer, MARGIN * sharpness, MARGIN * sharpness);
    context.scale(sharpness, sharpness);
    context.fillStyle = look().muted;
    context.font = `13px ${look().font}`;
    context.textBaseline = "bottom";
    const words = `twinpool, seed ${player.setup.scenario.seed}. ${summaryOf(frame, player.isPlaying)}`;
    context.fillText(words, MARGIN, canvas.height / sharpness - MARGIN, canvas.width / sharpness - 2 * MARGIN);
    return new Promise((resolve, reject) => {
        canvas.toBlob((blob) => {
            if (blob === null) reject(new Error("this browser made no picture"));
            else resolve(blob);
        }, "image/png");
    });
}
