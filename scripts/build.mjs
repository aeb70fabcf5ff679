// npm run build: pkg/, the npm package, and dist/, the static site.
import { buildSite } from "./build/site.mjs";
import { main, say } from "./lib/run.mjs";

await main(async () => {
    await buildSite();
    say("pkg/ and dist/ are up to date");
});
