// How far a long run is: one line on standard error, when a person sees it.

/** @param {string} what is counted */
export function showProgress(what) {
    const isSeen = process.stderr.isTTY;
    const write = (/** @type {string} */ line) => {
        if (isSeen) process.stderr.write(`\r\x1b[K${line}`);
    };
    return {
        /**
         * @param {number} done
         * @param {number} total
         */
        show: (done, total) => write(`${done} of ${total} ${what}`),
        clear: () => write(""),
    };
}
