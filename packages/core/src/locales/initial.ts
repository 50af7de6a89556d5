/** Characters that say in which direction text runs, or join and hide others. Nothing that one could see. */
const UNSEEN = /^[\p{Cf}\p{Z}\p{Cc}]+/u

/**
 * The first letter of a name as its reader sees it: an accent, a Hangul syllable, an emoji or a flag is one.
 * Empty when the name has nothing to see.
 */
export function initialOf(name: string): string {
  const text = name.normalize('NFC').replace(UNSEEN, '')
  const first = firstGrapheme(text)
  // "ß" would become two letters.
  const upper = first.toUpperCase()
  return [...upper].length > [...first].length ? first : upper
}

let segmenter: Intl.Segmenter | undefined

function firstGrapheme(text: string): string {
  if (typeof Intl.Segmenter === 'function') {
    segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
    for (const { segment } of segmenter.segment(text)) return segment
    return ''
  }
  // Browsers of before 2024: a letter with its marks, or two halves of a flag, or an emoji with what is joined to it.
  return (
    /^(?:\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\ufe0f|\p{EMod})*(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{EMod})*)*|.\p{M}*)/su.exec(
      text,
    )?.[0] ?? ''
  )
}
