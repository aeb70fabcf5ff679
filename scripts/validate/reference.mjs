// Values that were computed independently of this code and of any simulator, with 50 digits where a finite formula exists.
// `npm run validate` holds the formulas against them before it holds the simulator against the formulas.
// Time is in units of the mean service time, but for the tasks with retries: seconds.

/** M/M/c: c, load, share that waits, mean wait, mean queue length, the median and the 99th percentile of the wait. */
export const MMC = /** @type {const} */ ([
    [1, 0.5, 0.5, 1, 0.5, 0, 7.82404601086],
    [1, 0.8, 0.8, 4, 3.2, 2.35001814623, 21.9101331734],
    [1, 0.9, 0.9, 9, 8.1, 5.87786664902, 44.9980967033],
    [2, 0.8, 0.711111111111, 1.77777777778, 2.84444444444, 0.880551483973, 10.6606089975],
    [2, 0.9, 0.852631578947, 4.26315789474, 7.67368421053, 2.66859721816, 22.2287122453],
    [3, 0.9, 0.817061021171, 2.72353673724, 7.35354919054, 1.63701894321, 14.677095628],
    [5, 0.9, 0.762493220733, 1.52498644147, 6.8624389866, 0.843971038356, 8.66801704921],
    [10, 0.9, 0.668731524108, 0.668731524108, 6.01858371697, 0.290774571904, 4.20279757733],
    [16, 0.9, 0.591343393872, 0.36958962117, 5.32209054485, 0.104867993092, 2.54988237148],
    [32, 0.95, 0.695710114167, 0.434818821354, 13.2184921692, 0.206453107823, 2.65146748622],
    [64, 0.95, 0.58801093191, 0.183753416222, 11.1722077063, 0.0506679503085, 1.2731751395],
]);

/** M/M/c/K: c, buffer, offered load, share lost, mean queue length, mean wait of those let in. */
export const MMCK = /** @type {const} */ ([
    [1, 0, 0.8, 0.444444444444, 0, 0],
    [1, 4, 0.8, 0.0888194986556, 1.13938763119, 1.56306520704],
    [1, 10, 1.2, 0.187720804086, 6.54116285913, 6.71070867837],
    [2, 1, 0.375, 0.0493601462523, 0.0493601462523, 0.0692307692308],
    [3, 10, 0.7, 0.00421327132603, 1.02901812725, 0.49208190661],
    [3, 10, 1, 0.0775862068966, 4.26724137931, 1.54205607477],
    [3, 10, 1.5, 0.335215229359, 8.0800443742, 2.70097254899],
    [5, 10, 0.95, 0.0524827719739, 3.39402814809, 0.754110026254],
    [16, 16, 1.1, 0.104403610499, 9.38997772082, 0.595716404917],
]);

/** M/G/1: distribution (its key in the rows), load, second moment, mean wait, mean queue length. */
export const MG1 = /** @type {const} */ ([
    ["hyperexponential", 0.5, 5, 2.5, 1.25],
    ["pareto", 0.5, 1.33333333333, 0.666666666667, 0.333333333333],
    ["uniform", 0.5, 1.33333333333, 0.666666666667, 0.333333333333],
    ["exponential", 0.8, 2, 4, 3.2],
    ["erlang", 0.8, 1.25, 2.5, 2],
    ["hyperexponential", 0.8, 5, 10, 8],
    ["lognormal", 0.8, 2.71828182846, 5.43656365692, 4.34925092553],
    ["uniform", 0.8, 1.33333333333, 2.66666666667, 2.13333333333],
    ["constant", 0.9, 1, 4.5, 4.05],
    ["exponential", 0.9, 2, 9, 8.1],
    ["erlang", 0.9, 1.25, 5.625, 5.0625],
    ["lognormal", 0.9, 2.71828182846, 12.2322682281, 11.0090414053],
    ["uniform", 0.9, 1.33333333333, 6, 5.4],
]);

/** M/D/c by Crommelin's equations, solved in double precision: c, load, mean queue length, mean wait. */
export const MDC = /** @type {const} */ ([
    [1, 0.8, 1.6, 2],
    [2, 0.8, 1.445254207, 0.90328387941],
    [8, 0.9, 3.2398074676, 0.44997325939],
]);

/**
 * One worker who is held in backoff, Poisson arrivals of `lambda` a second, in seconds. There is no closed form for the
 * quantiles of the wait; `p50` and `p99` are rigorous lower and upper bounds.
 */
export const HELD = [
    {
        name: "the original's policy",
        policy: { fails: 0.3, attempts: 3, mean: 0.01, base: 0.5, factor: 2 },
        lambda: 3.15084679007, g: 0.2539, g2: 0.267674, wait: 2.10849940922, queue: 6.6435585954,
        p50: [1.3325715622783605, 1.3327525362343058], p99: [11.213508258292228, 11.214654426679882],
    },
    {
        name: "flaky and slow",
        policy: { fails: 0.5, attempts: 6, mean: 0.1, base: 0.1, factor: 1.5 },
        lambda: 2.57574063723, g: 0.3494140625, g2: 0.301734619141, wait: 3.88595060089, queue: 10.009200877,
        p50: [2.5381923356557343, 2.5388594032866556], p99: [19.45669512489846, 19.46136459831491],
    },
    {
        name: "no backoff",
        policy: { fails: 0.3, attempts: 3, mean: 0.01, base: 0, factor: 2 },
        lambda: 57.5539568345, g: 0.0139, g2: 0.000374, wait: 0.0538129496403, queue: 3.09714818074,
        p50: [0.03191900459124886, 0.03192362339376544], p99: [0.2932015837525291, 0.29323083616846746],
    },
];

/** Three workers who are released in backoff, in seconds. */
export const RELEASED = {
    policy: { fails: 0.3, attempts: 3, mean: 0.01, base: 0.5, factor: 2 },
    workers: 3, lambda: 200, rho: 0.926666666667, waits: 0.864641264629, wait: 0.0393018756649, queue: 10.9259214349, sojourn: 0.308529607174,
};

/** Three workers who are never idle, in seconds. */
export const SATURATED = { workers: 3, buffer: 10, g: 0.2539, throughput: 11.8156754628, made: 1.39, failed: 0.027 };

/**
 * The original Go program's demo, over 1,000 runs of the program: mean time in seconds, and half its 95 % interval.
 */
export const ORIGINAL = { withoutLastPause: [1.991, 0.045], withLastPause: [2.663, 0.083], failed: 0.027 };
