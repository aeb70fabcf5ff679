/** The three tools, each loaded and built when it is first shown. */
import type { Player } from "../player.ts";
import type { Workbench } from "../workbench.ts";
import type { Tool } from "./tool.ts";
import type { ToolName } from "./tools.ts";

export interface Parts {
    readonly module: WebAssembly.Module;
    readonly player: Player;
    readonly workbench: Workbench;
    /** What a tool adds to a link has changed. */
    readonly changed: () => void;
}

export async function makeTool(name: ToolName, { module, player, workbench, changed }: Parts): Promise<Tool> {
    switch (name) {
        case "compare":
            return new (await import("./compare-tool.ts")).CompareTool(module, workbench, player, changed);
        case "sweep":
            return new (await import("./sweep-tool.ts")).SweepTool(workbench, player, changed);
        case "answer":
            return new (await import("./answer-tool.ts")).AnswerTool(workbench, player, changed);
    }
}
