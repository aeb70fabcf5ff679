/** Wires the parts together. Each part builds itself into its place of the page and listens to the player. */
import { initSync } from "twinpool/sim";
import wasmAddress from "twinpool/sim_bg.wasm?url";
import { tellAbout } from "./about.ts";
import { Announcer } from "./announce.ts";
import { Charts } from "./charts/section.ts";
import { byId, messageOf } from "./dom.ts";
import { Balance } from "./figures/balance.ts";
import { Figures } from "./figures/figures.ts";
import { Guide } from "./guide.ts";
import { offerHelp } from "./helping.ts";
import { listenForKeys, offerKeys } from "./keys.ts";
import { Knobs } from "./knobs/panel.ts";
import { offerSheet } from "./knobs/sheet.ts";
import { writeScenario } from "./link.ts";
import { Mode } from "./live/mode.ts";
import { Log } from "./log/log.ts";
import { keepOffline } from "./offline.ts";
import { opening, OPENS_AT_MS } from "./opening.ts";
import { Player } from "./player.ts";
import { complain } from "./problem.ts";
import { Scene } from "./scene/scene.ts";
import { Selection } from "./selection.ts";
import type { Setup } from "./setup.ts";
import { Address, askedBy, type Asked } from "./share/address.ts";
import { embed, isEmbedded } from "./share/embed.ts";
import { offerSharing } from "./share/offer.ts";
import { StoryMenu } from "./stories/menu.ts";
import { Storyteller } from "./stories/teller.ts";
import { Tape } from "./tape/tape.ts";
import { offerTheme } from "./theme.ts";
import { Timeline } from "./timeline/timeline.ts";
import { Tools } from "./tools/tools.ts";
import { Transport } from "./transport.ts";
import { Trust } from "./trust/section.ts";
import { Workbench } from "./workbench.ts";

function offerPlayKeys(player: Player, workbench: Workbench): void {
    offerKeys(
        { key: " ", does: "Play or pause", run: () => (player.isPlaying ? player.pause() : player.play()) },
        { key: "ArrowRight", does: "To the next event", run: () => player.step() },
        { key: "ArrowLeft", does: "One event back", run: () => player.stepBack() },
        { key: "Home", does: "Back to the beginning", run: () => player.seek(0) },
        { key: "End", does: "Run to the end", run: () => player.runToEnd() },
        { key: "Ctrl+z", does: "Undo the last change", run: () => workbench.undo() },
        { key: "Ctrl+Shift+z", does: "Redo", run: () => workbench.redo() },
        { key: "Ctrl+y", does: "Redo", run: () => workbench.redo() },
    );
}

async function start(): Promise<void> {
    offerTheme();
    const module = await WebAssembly.compileStreaming(fetch(wasmAddress));
    initSync({ module });
    if (isEmbedded) document.documentElement.dataset.embedded = "";
    const asked = whatIsAsked();
    const usual: Setup = { scenario: opening(), turns: [] };
    const setup = asked?.setup ?? usual;
    const player = new Player(module, setup);
    const workbench = new Workbench(player);
    const selection = new Selection();
    const knobs = new Knobs(workbench, player);
    // All at once: what is below does not jump when something above it is made.
    for (const band of document.querySelectorAll<HTMLElement>(".band")) band.hidden = false;
    // Here each part of the page is made; each builds itself into its place.
    new Scene(player, selection);
    new Tape(player, selection);
    new Transport(player, workbench);
    new Timeline(player, selection);
    new Log(player, selection);
    new Figures(player, workbench);
    new Balance(player, workbench);
    new Charts(player, workbench, selection);
    new Trust(player, workbench);
    new Announcer(player);
    offerSheet();
    offerUndo(workbench);
    const teller = new Storyteller(player, workbench, knobs);
    new StoryMenu(teller);
    const guide = new Guide(teller);
    offerStoryKeys(teller);
    offerHelp();
    tellAbout();
    const tools = new Tools({ module, player, workbench }, complain);
    offerPlayKeys(player, workbench);
    listenForKeys();
    const address = new Address(player, workbench, usual);
    const mode = new Mode(player);
    mode.changed.on(() => {
        guide.setLive(player.isLive);
    });
    address.offer(mode.changed, () => mode.linkParts(), (link) => mode.read(link));
    address.offer(teller.changed, () => teller.linkParts(), (link) => readStory(teller, link));
    address.offer(tools.changed, () => tools.linkParts(), ({ rest }) => tools.restore(rest));
    offerSharing(player, address, module);
    if (isEmbedded) embed(player, address);
    player.refused.on(complain);
    const tellFirst = player.drawn.on(() => {
        performance.mark("twinpool: first frame"); // for the benchmark of the page
        tellFirst();
        if (isEmbedded) return;
        keepOffline();
    });
    // What a story shows is on show from the first frame on.
    if (asked?.rest.has("story") === true) await teller.load().catch(() => []);
    player.load(setup, asked === null ? OPENS_AT_MS : (asked.atMs ?? 0));
    // Who shares a moment wants it to be seen.
    if ((asked?.atMs ?? null) === null) player.play();
    if (asked !== null) address.tell(asked);
}

function whatIsAsked(): Asked | null {
    try {
        return askedBy(location.hash);
    } catch (error) {
        complain(`This link can’t be opened: ${messageOf(error)}. Here is the page as it usually begins.`);
        return null;
    }
}

async function readStory(teller: Storyteller, { rest, setup }: Asked): Promise<void> {
    if (!rest.has("story") && teller.story !== null) teller.leave();
    // A link that says no more than the story means what the story shows.
    await teller.restore(rest, setup.turns.length > 0 || writeScenario(setup.scenario).length > 0 || rest.has("at"));
}

function offerStoryKeys(teller: Storyteller): void {
    offerKeys(
        { key: "n", does: "In a story: its next step", run: () => teller.next() },
        { key: "b", does: "In a story: a step back", run: () => teller.back() },
    );
}

function offerUndo(workbench: Workbench): void {
    const undo = byId("undo", HTMLButtonElement);
    undo.addEventListener("click", () => {
        workbench.undo();
    });
    workbench.changed.on(() => {
        const { undoes } = workbench;
        undo.disabled = undoes === null;
        undo.textContent = undoes === null ? "Undo" : `Undo: ${undoes}`;
        // There is not always room for all of it.
        undo.title = undoes ?? "";
    });
}

start().catch((error: unknown) => {
    complain(`The page could not start: ${messageOf(error)}`);
});
