declare module "*.wasm?url" {
    const address: string;
    export default address;
}

declare module "*.css";

interface ImportMeta {
    readonly env: { readonly PROD: boolean };
}
