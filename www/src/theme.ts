/** Light, dark, or as the system says; remembered where the browser allows it. */
import { setText } from "./dom.ts";

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const key = "twinpool-theme";

function remembered(): Theme {
    try {
        return themes.find((theme) => theme === localStorage.getItem(key)) ?? "auto";
    } catch {
        return "auto"; // storage is forbidden here
    }
}

export function offerTheme(button: HTMLElement, name: HTMLElement): void {
    let theme = remembered();
    const show = (): void => {
        if (theme === "auto") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = theme;
        setText(name, theme);
        button.setAttribute("aria-label", `Theme: ${theme}`);
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
