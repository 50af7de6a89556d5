/** What is wrong in one file, as `path:line "words": write …`. */
export function wrongWords(path: string, text: string): string[]
