/** Light, dark, or as the system says; remembered where the browser allows it. */
import { byId } from "./dom.ts";
import { refreshLook } from "./look.ts";

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const key = "twinpool-theme";

/** What the address asks for, as a page does that this one stands in; or else what was chosen last. */
function remembered(): Theme {
    const asked = new URLSearchParams(location.search).get("theme");
    if (asked !== null) return themes.find((theme) => theme === asked) ?? "auto";
    try {
        return themes.find((theme) => theme === localStorage.getItem(key)) ?? "auto";
    } catch {
        return "auto"; // storage is forbidden here
    }
}

export function offerTheme(): void {
    const button = byId("theme", HTMLButtonElement);
    let theme = remembered();
    const show = (): void => {
        if (theme === "auto") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = theme;
        button.setAttribute("aria-label", `Theme: ${theme}`);
        button.title = `Theme: ${theme}`;
        refreshLook();
    };
    show();
    button.addEventListener("click", () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "auto";
        show();
        try {
            localStorage.setItem(key, theme);
        } catch {
            // not remembered, then
        }
    });
}
