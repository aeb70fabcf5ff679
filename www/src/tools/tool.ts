/** What the three tools are to the section that holds them. */
export interface Tool {
    readonly element: HTMLElement;
    /** It is on show, or no longer. */
    show(isOnShow: boolean): void;
    /** What it adds to a link. */
    linkParts(): [string, string][];
    /**
     * Goes on with what a link says to it; whether it said anything.
     * @throws RangeError or TypeError that says what is wrong with the link
     */
    restore(rest: ReadonlyMap<string, string>): boolean;
    /** Does what the link asks for, or, where that may take long, says what it would be. */
    offer(): void;
}
