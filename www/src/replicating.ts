/** What runs scenarios on many threads: it is loaded when somebody asks for that. */
export { comparePaired, replicateUntil, sweep } from "twinpool/sim";
