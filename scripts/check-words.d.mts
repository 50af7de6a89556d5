/** The wrong words in one file, as `path:line "words": write …`. */
export function wrongWords(path: string, text: string): string[]

/** The wrong names among those that a file declares, and its own name, as `path:line name "…": write …`. */
export function wrongNames(path: string, text: string): string[]
