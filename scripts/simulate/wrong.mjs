// Input that makes no sense: the person is told in one line.

export class WrongInput extends Error {}

/**
 * An error's message in one line.
 * @param {unknown} error
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, " ");
