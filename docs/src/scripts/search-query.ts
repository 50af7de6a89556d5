/** Words that are not specific to a page. They are removed, because Pagefind requires every word to occur. */
const STOP_WORDS = new Set(
  'a am an and are can could do does for from get has have how i if in into is it me my of on or our should so that the their them this to use using want we what when where which who why will with without you your'.split(
    ' ',
  ),
)

/** The words of a question that are useful for finding a page. */
export function searchWords(question: string): string[] {
  const words = question.split(/[^\p{L}\p{N}_.-]+/u).filter((word) => word !== '')
  const telling = words.filter((word) => !STOP_WORDS.has(word.toLowerCase()))
  return telling.length > 0 ? telling : words
}

/** A query with all words, followed by those that omit one word, so that a page that lacks one word is still found. */
export function queriesFor(words: readonly string[]): string[] {
  const all = words.join(' ')
  if (words.length < 3) return [all]
  const shorter = words.map((_, left) => words.filter((_, index) => index !== left).join(' '))
  return [all, ...shorter]
}

export type Kind = 'Guide' | 'Reference' | 'API'

/** Lists guides first, unless the question is the name of a symbol. */
export const kindsInOrder = (question: string): Kind[] =>
  /^(use[A-Z]\w*|[a-z]+[A-Z]\w*)$/.test(question.trim())
    ? ['API', 'Reference', 'Guide']
    : ['Guide', 'Reference', 'API']
