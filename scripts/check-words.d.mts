/** What is wrong in one file, as `path:line "words": write …`. */
export function wrongWords(path: string, text: string): string[]

/** The names that a file introduces with a word that is not a term of the field, as `path:line name "…": write …`. */
export function wrongNames(path: string, text: string): string[]
