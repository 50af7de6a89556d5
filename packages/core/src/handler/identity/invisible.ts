/**
 * Invisible characters at either end of a text: spaces, controls, soft hyphens, direction marks, joiners and fillers.
 * Variation selectors and tags are not included, because they belong to the emoji before them.
 */
const INVISIBLE =
  '[\\s\\p{Z}\\p{Cc}\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0]'

const EDGES = new RegExp(`^${INVISIBLE}+|${INVISIBLE}+$`, 'gu')

/** Removes the invisible characters at both ends, which copied text often has. */
export const trimInvisible = (text: string): string => text.replaceAll(EDGES, '')
