/** Keys for what one does often. Each is listed in the help, and none takes a key from a control that needs it. */

export interface Key {
    /** As KeyboardEvent.key tells it; with "Ctrl+" in front where it goes with Ctrl or ⌘, "Shift+" with Shift. */
    readonly key: string;
    readonly does: string;
    run(): void;
}

const keys: Key[] = [];

export function allKeys(): readonly Key[] {
    return keys;
}

export function offerKeys(...more: readonly Key[]): void {
    keys.push(...more);
}

/** Where one types, letters are letters; and a slider or a list has uses of its own for the arrows. */
function isTaken(event: KeyboardEvent): boolean {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return false;
    if (target.closest("dialog[open]") !== null) return true;
    if (target instanceof HTMLInputElement && !["checkbox", "radio", "range"].includes(target.type)) return true;
    if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement || target.isContentEditable) return true;
    const isArrow = event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End";
    if (isArrow && (target instanceof HTMLInputElement || target.closest("[role=slider], [role=grid], [role=tablist], [role=menu]") !== null)) return true;
    return event.key === " " && target.closest("button, summary, a, input") !== null;
}

export function listenForKeys(): void {
    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.altKey) return;
        const isCommand = event.ctrlKey || event.metaKey;
        // With Shift alone, a character says by itself that it was pressed: "?".
        const name = `${isCommand ? "Ctrl+" : ""}${event.shiftKey && (isCommand || event.key.length > 1) ? "Shift+" : ""}${event.key}`;
        const key = keys.find((one) => one.key.toLowerCase() === name.toLowerCase());
        if (key === undefined || isTaken(event)) return;
        event.preventDefault();
        key.run();
    });
}
