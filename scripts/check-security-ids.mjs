// Checks that every promise in SECURITY.md has a test whose title contains its id.
import { globSync, readFileSync } from 'node:fs'

const promised = [...readFileSync('SECURITY.md', 'utf8').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(
  ([, id]) => id,
)
const ignored = (path) => /node_modules|dist|build/.test(path)
const files = ['packages', 'apps'].flatMap((folder) =>
  globSync(`${folder}/*/{src,tests}/**/*.{test,spec}.{ts,tsx}`, { exclude: ignored }),
)

/** Matches the titles of tests and groups. */
const TITLE =
  /^\s*(?:it|test|describe)(?:\.\w+(?:<[^>]*>)?(?:\([\s\S]*?\))?)*\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/gm
const EACH_TITLE = /\)\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g
const titles = files.flatMap((file) => {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(TITLE), ...text.matchAll(EACH_TITLE)].map(([, , title]) => title)
})

const missing = promised.filter((id) => !titles.some((title) => new RegExp(`\\b${id}\\b`).test(title)))
process.stdout.write(
  `${promised.length - missing.length} of ${promised.length} promises have a test that names them\n`,
)
if (missing.length > 0) process.stdout.write(`without a test: ${missing.join(' ')}\n`)
process.exitCode = missing.length > 0 ? 1 : 0
