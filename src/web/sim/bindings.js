// What wasm-bindgen wrote for this entry, where its copy of sweep looks for it.
export * from "../sim-bindings.js";
export { default } from "../sim-bindings.js";
