/** What runs a scenario on many threads: it is loaded when somebody asks for that. */
export { replicateUntil } from "twinpool/sim";
