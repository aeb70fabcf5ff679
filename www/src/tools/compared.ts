/** What a comparison comes to, as a sentence and as a table: loaded when there is one. */
export { compareTable } from "./compare-table.ts";
export { sentenceOf } from "./sentence.ts";
