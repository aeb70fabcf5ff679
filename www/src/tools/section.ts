/** The three tools, each built when it is first shown. */
import type { Player } from "../player.ts";
import type { Workbench } from "../workbench.ts";
import { AnswerTool } from "./answer-tool.ts";
import { CompareTool } from "./compare-tool.ts";
import { SweepTool } from "./sweep-tool.ts";
import type { Tool } from "./tool.ts";
import type { ToolName } from "./tools.ts";

export interface Parts {
    readonly module: WebAssembly.Module;
    readonly player: Player;
    readonly workbench: Workbench;
    /** What a tool adds to a link has changed. */
    readonly changed: () => void;
}

export function makeTool(name: ToolName, { module, player, workbench, changed }: Parts): Tool {
    switch (name) {
        case "compare":
            return new CompareTool(module, workbench, player, changed);
        case "sweep":
            return new SweepTool(workbench, player, changed);
        case "answer":
            return new AnswerTool(workbench, player, changed);
    }
}
