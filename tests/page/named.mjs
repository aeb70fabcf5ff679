// Finding a control by its role and its accessible name, as a screen reader is told them.
//
// Asked for all names of a page, Firefox takes a second and longer, as it reckons each anew. So what may be meant is looked for in
// the document first, and only of that the browser is asked what its role and its name really are.
import { Puppeteer } from "puppeteer-core";

/** The elements that can have a role; what these are called elsewhere is not asked for in the tests. */
const ELEMENTS = {
    button: "button, summary, [role=button]",
    slider: "input[type=range], [role=slider]",
    spinbutton: "input[type=number], [role=spinbutton]",
    combobox: "select, [role=combobox]",
    textbox: "input:not([type]), input[type=text], input[type=search], textarea, [role=textbox]",
};

Puppeteer.registerCustomQueryHandler("maybe", {
    // Runs in the page. The words from which browsers make a name hold it, at least.
    queryAll(root, text) {
        const [elements = "", name = ""] = text.split(" | ");
        const plain = (/** @type {string} */ words) => words.replaceAll(/\s+/g, " ");
        return [.../** @type {Element} */ (root).querySelectorAll(elements)].filter((element) => {
            const labels = [...(/** @type {HTMLInputElement} */ (element).labels ?? [])];
            const named = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
            const words = [element.getAttribute("aria-label"), element.getAttribute("title"), ...[element, ...labels, ...named].map((one) => one?.textContent)];
            return words.some((some) => plain(some ?? "").includes(name));
        });
    },
});

/**
 * The selector of what has this role and this accessible name.
 * @param {keyof typeof ELEMENTS} role
 * @param {string} name
 */
export const named = (role, name) => `::-p-maybe(${JSON.stringify(`${ELEMENTS[role]} | ${name}`)})::-p-aria([name="${name}"][role="${role}"])`;
