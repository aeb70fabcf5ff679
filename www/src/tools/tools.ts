/** The section with the tools: its tabs are there at once, and what they show comes when somebody is near. */
import { byId, make, messageOf } from "../dom.ts";
import { Signal } from "../signal.ts";
import { makeTool, type Parts } from "./section.ts";
import { Tabs } from "./tabs.ts";
import type { Tool } from "./tool.ts";

export type ToolName = "compare" | "sweep" | "answer";

const TABS = [
    { name: "compare", label: "Compare" },
    { name: "sweep", label: "Sweep" },
    { name: "answer", label: "Answer" },
] as const;

/** What in a link is whose. */
const OWN: Readonly<Record<ToolName, RegExp>> = { compare: /^(?:b\..*|compareruns)$/, sweep: /^(?:sweep|figure|sweepruns)$/, answer: /^(?:answer|answerruns)$/ };

/** So near to the screen it is loaded: when it comes into sight it is there. */
const NEAR = "100px";

type Rest = ReadonlyMap<string, string>;

export class Tools {
    /** What they add to a link has changed. */
    readonly changed = new Signal<undefined>();
    private readonly tabs: Tabs<ToolName>;
    private readonly tools = new Map<ToolName, Promise<Tool | null>>();
    private readonly made = new Map<ToolName, Tool>();
    private readonly section = byId("tools", HTMLElement);
    private isNear = false;
    private isInSight = false;
    /** What a link said to tools that are not there yet: a link says it again. */
    private rest: Rest = new Map();
    private readonly restored = new Set<ToolName>();

    constructor(
        private readonly parts: Omit<Parts, "changed">,
        private readonly complain: (message: string) => void,
    ) {
        this.tabs = new Tabs([...TABS], "Tools", (name) => {
            this.openSafely(name);
            this.changed.emit(undefined);
        });
        this.section.append(this.tabs.element, ...this.tabs.panels);
        // By keyboard one may be there before it is near.
        this.section.addEventListener("focusin", () => {
            this.come();
        });
        new IntersectionObserver(
            (entries) => {
                if (entries.some(({ isIntersecting }) => isIntersecting)) this.come();
            },
            { rootMargin: NEAR },
        ).observe(this.section);
        new IntersectionObserver((entries) => {
            const isInSight = entries.at(-1)?.isIntersecting ?? false;
            if (isInSight === this.isInSight) return;
            this.isInSight = isInSight;
            this.showAll();
            this.changed.emit(undefined);
        }).observe(this.section);
    }

    /** The tab, while one looks at it, and what is set in each. */
    linkParts(): [string, string][] {
        const own = [...this.made.values()].flatMap((tool) => tool.linkParts());
        return [...(this.isInSight ? [["tab", this.tabs.current] as [string, string]] : []), ...own, ...this.rest];
    }

    /** Goes on with what a link says. What can't be followed is complained of. */
    restore(rest: Rest): void {
        this.follow(rest).catch((error: unknown) => {
            this.tellComplaint(error);
        });
    }

    private async follow(rest: Rest): Promise<void> {
        const tab = rest.get("tab");
        const found = TABS.find(({ name }) => name === tab)?.name;
        if (tab !== undefined && found === undefined) throw new RangeError(`this page has no tab ${tab.slice(0, 40)}`);
        this.rest = new Map([...rest].filter(([name]) => Object.values(OWN).some((own) => own.test(name))));
        for (const name of this.made.keys()) await this.tell(name);
        if (found === undefined) return;
        this.tabs.select(found);
        const tool = await this.open(found);
        if (tool === null) return;
        this.section.scrollIntoView();
        // Who shares what was found wants it to be seen.
        if (this.restored.has(found)) tool.offer();
    }

    /** What a link says to a tool is told once; from then on the tool says it itself. */
    private async tell(name: ToolName): Promise<void> {
        const tool = await this.tools.get(name);
        const { rest } = this;
        this.rest = new Map([...rest].filter(([part]) => !OWN[name].test(part)));
        if (tool?.restore(rest) === true) this.restored.add(name);
        else this.restored.delete(name);
    }

    private come(): void {
        if (this.isNear) return;
        this.isNear = true;
        this.openSafely(this.tabs.current);
    }

    private openSafely(name: ToolName): void {
        this.open(name).catch((error: unknown) => {
            this.tellComplaint(error);
        });
    }

    private tellComplaint(error: unknown): void {
        this.complain(`This link can’t be followed: ${messageOf(error)}.`);
    }

    /** Shows a tool; the first time it is fetched. Null where it could not be, which is told. */
    private async open(name: ToolName): Promise<Tool | null> {
        this.isNear = true;
        const known = this.tools.get(name);
        const tool = await (known ?? this.fetch(name));
        try {
            if (tool !== null && known === undefined && this.rest.size > 0) await this.tell(name);
        } finally {
            this.showAll();
        }
        return tool;
    }

    private fetch(name: ToolName): Promise<Tool | null> {
        const tool = makeTool(name, { ...this.parts, changed: () => this.changed.emit(undefined) }).then(
            (made) => {
                this.made.set(name, made);
                this.tabs.panel(name).replaceChildren(made.element);
                return made;
            },
            (error: unknown) => {
                // The next time it is tried again, though Firefox tries only once in the life of a page.
                this.tools.delete(name);
                this.tabs.panel(name).replaceChildren(make("p", { class: "error", role: "alert" }, `It could not be loaded: ${messageOf(error)}. To try again, choose its tab; if that changes nothing, reload the page.`));
                return null;
            },
        );
        this.tools.set(name, tool);
        return tool;
    }

    private showAll(): void {
        for (const [name, tool] of this.made) tool.show(name === this.tabs.current && this.isInSight);
    }
}
