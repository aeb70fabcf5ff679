// In the package there is a copy of ../../threads here, beside the bindings that it is to use.
export { replicateUntil } from "../../threads/replicate-until.js";
