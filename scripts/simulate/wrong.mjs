// Input that makes no sense: the person is told in one line.

export class WrongInput extends Error {}

/**
 * Why a file can't be read or written, without its name: "ENOENT: no such file or directory".
 * @param {unknown} error
 */
export const reasonOf = (error) => messageOf(error).replace(/, \w+( '.*')?$/, "");

/**
 * An error's message in one line.
 * @param {unknown} error
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, " ");
