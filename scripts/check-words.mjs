// Checks that documents, comments, errors, UI texts and test titles use plain American English and standard terms, and that
// names of files and in code use standard terms, too. Each pattern says what to write instead. Ignores code in documents,
// other languages, and names in backticks.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import ts from 'typescript'

const PATTERNS = [
  [/\banew\b/i, 'again'],
  [/(?<!in the )\bmeanwhile\b/i, 'in the meantime'],
  [/\bwhoever\b/i, 'users who, anyone who'],
  [/\bsomebody\b/i, 'a user, someone'],
  [/\b(any|every)body\b/i, 'anyone, everyone, all users'],
  [/\bsurely\b/i, 'provably; or leave it out'],
  [/\btold so\b|\b(can(not)?|could not) be told\b/i, 'sees why; could not be confirmed'],
  [/\bof (yours|one[’']s own)\b/i, 'your own'],
  [/\ba \w+ of (its|their|your) own\b/i, 'its own, your own'],
  [/\bvendor\b/i, 'WorkOS, the WorkOS SDK'],
  [/\bthe service\b(?! (worker|account|container))/i, 'the API'],
  [/\be-mail/i, 'email'],
  [/\b(an|the|its|our|your|each|no|every) answers?\b/i, 'response, result'],
  [/\banswers? (with|[1-5]\d\d)\b/i, 'responds with, returns'],
  [
    /\b(the|a|each|signed-in|which) person\b(?! who (upgrades|installs))|\bpersons?[’']s\b/i,
    'user, visitor, member',
  ],
  [/\bwill not do(?=[.;,|)]|$)/i, 'is invalid'],
  [/\bsees? to (it|them|itself|themselves)\b/i, 'handles'],
  [/(?<![\w.{"'(=])\b(mails|mailed)\b(?!\.\w|["')])|\b(a|the) mail\b(?! server)/i, 'emails, emailed'],
  [/\bmay not enter\b/i, 'is not a member'],
  [/\bgo(es)? out with\b/i, 'is added to the response'],
  [/\bhands? out\b/i, 'issues, returns'],
  [/\bstands? in for\b/i, 'is a local substitute for'],
  [/\bshall\b/i, 'must, should'],
  [/\bthe same is (on|at|in)\b/i, 'is also available'],
  [
    /\b(one|file|key|cookie|environment|function) an? (operation|capability|grant|purpose|test|tab|prefix|environment)\b/i,
    'per',
  ],
  [/^\s*[-*]? ?(\*\*\w+\*\* )?So (is|are|does|do)\b/, 'a whole sentence'],
  [/\bin clear\b/i, 'in plain text'],
  [/\ba wish\b/i, 'request, target'],
  [/\bof one (name|version|kind|type)\b/i, 'the same'],
  [/\bwhat (came|becomes?) of\b/i, 'the result of'],
  [/\bnothing but\b/i, 'only'],
  [/\btoken(s|’s|'s)? ends?\b|\btoken that ends\b/i, 'expires'],
  [
    /\bcolour|\bbehaviour|serialis|recognis|initialis|normalis|\benrol(ment)?\b|\bcancelled\b/i,
    'American spelling',
  ],
  [/\bperson asking\b|\bthe asker\b/i, 'the current user, the caller'],
  [/\bat the least\b|\bthe least that\b/i, 'minimum'],
  [/\bbuilt ahead\b/i, 'prerendered'],
  [/\b(open|current) organizations?\b/i, 'active organization'],
  [/\bwith(out)? script\b/i, 'with JavaScript, without JavaScript'],
  [/\bclient id\b/, 'client ID'],
  [/\bmisspelt\b|\bafterwards\b|(?<!aria-)\blabelled\b/i, 'American spelling'],
  [/\bfinds? out who\b/i, 'resolves the session'],
  [/\bbelow (a|the) path\b/i, 'under a path'],
  [/\bgoes on\b(?! (the|a|its|another|every|each)\b)/i, 'continues'],
  [/\bput right\b/i, 'fix'],
  [/\b(unknown|reached|checked|prepared|work|had) just now\b/i, 'at the moment, right now'],
  [/\b(has everything|contains all the code) to paste\b/i, 'has the complete code'],
  [/\bwhat the server knows\b/i, 'the session from the server'],
  [/\bends TLS\b/i, 'terminates TLS'],
  [/(?<!(short|been) )\banswer(s|ed|ing)?\b(?! to\b)/i, 'response, responds, returns'],
  [/\bunder way\b/i, 'in progress'],
  [/\b(is|are) gone\b/i, 'no longer exists, was deleted'],
  [/\b(by|needs?) script\b/i, 'with JavaScript, needs JavaScript'],
  [/\ball the same\b/i, 'still, anyway'],
  [/\bbeside\b/i, 'next to, in addition to'],
  [/\bof the own\b/i, 'your own, its own'],
  [
    /\b(exists?|registered|verified|expired|known|invited|signed in) already\b/i,
    'already exists, is already known',
  ],
  [/(?<!sentence )\bsays so\b/i, 'shows it, reports it'],
  [/\boutside of production\b/i, 'outside production'],
]

/** Words that names must not contain, with their replacements. */
const NAMES = {
  answer: 'response, result',
  answers: 'responses, results',
  answered: 'responded, hasResponse',
  answering: 'responding',
  asked: 'requested, request, context',
  asker: 'caller',
  wish: 'intent',
  wishes: 'intents',
  fly: 'singleFlight',
  told: 'reported, hasWarned',
  heard: 'reported, received',
  hear: 'onMessage',
  kept: 'stored, retained, pending',
  hops: 'depth',
  ledger: 'counter',
  struck: 'matched, applied',
  anew: 'again, fully',
  whoever: 'user',
  somebody: 'user',
  nobody: 'signedOut',
  anybody: 'anyone',
  everybody: 'everyone',
  person: 'user',
  persons: 'users',
  people: 'users',
  world: 'fixture',
  worlds: 'fixtures',
  cast: 'demoUsers',
  mail: 'email',
  mails: 'emails',
}

const DOCUMENTS =
  /^(?!apps\/e2e\/matrix\.md$|packages\/benchmarks\/results\/|tests\/architecture\/surface\/|.*CHANGELOG\.md$).*\.md$/
const SOURCES =
  /^(?!tests\/architecture\/surface\/)(?!(?:.*\/)?(locales\/(?!en-)|email-texts\.)).*\.(ts|tsx|mts|cts|mjs|js|svelte|astro|css)$/
/** In these files, strings are test data, so only comments and titles are checked. */
const TESTS =
  /\.(test|test-d|spec)\.[a-z]+$|^tests\/|^packages\/[^/]+\/tests\/|^packages\/(benchmarks|core\/src\/testing)\/|^apps\/e2e\//

/** The code inside a component. */
const SCRIPTS = /(?<=<script[^>]*>)[\s\S]*?(?=<\/script>)|(?<=^---\n)[\s\S]*?(?=^---$)/gm

const blank = (text) => text.replaceAll(/[^\n]/g, ' ')

/** The prose of a document, including the comments in its code, but without names in backticks. */
const prose = (text) =>
  text.replaceAll(/^( *)```(\w*)[\s\S]*?^\1```$/gm, commentsOnly).replaceAll(/`[^`\n]+`/g, blank)

/** The comments of a code block, with everything else blanked out. */
function commentsOnly(block, _indent, language) {
  const comment = /^(sh|yaml|yml)$/.test(language) ? /(?<=^|\s)# .*$/ : /(?<=^|\s)(\/\/|\/\*\*?|\*|<!--) .*$/
  return block
    .split('\n')
    .map((line) => {
      const [found = ''] = comment.exec(line) ?? []
      return ' '.repeat(line.length - found.length) + found
    })
    .join('\n')
}

/** Comments, test titles and strings of at least two words, with everything else blanked out. */
function wordsOf(path, text) {
  const parts = partsOf(path, text).sort((a, b) => a.start - b.start)
  let words = ''
  for (const { start, end, kind } of parts) {
    if (start < words.length) continue
    const part = text.slice(start, end)
    words += blank(text.slice(words.length, start))
    if (kind === 'comment') words += prose(part)
    else if (!isText(part)) words += blank(part)
    else
      words += part.replaceAll(/`[^`\n]+`/g, (code) =>
        code === part ? code.replaceAll(/\$\{[^}]*\}/g, blank) : blank(code),
      )
  }
  return words + blank(text.slice(words.length))
}

/** The positions of the comments and strings in a file. */
function partsOf(path, text) {
  if (/\.css$/.test(path)) return found(text, /\/\*[\s\S]*?\*\//g, 'comment')
  if (/\.(svelte|astro)$/.test(path)) {
    const scripts = [...text.matchAll(SCRIPTS)].flatMap(({ 0: script, index }) =>
      codeParts(path, script).map(({ start, end, kind }) => ({
        start: start + index,
        end: end + index,
        kind,
      })),
    )
    const markup = text.replaceAll(SCRIPTS, blank)
    return [
      ...scripts,
      ...found(markup, /<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g, 'comment'),
      ...found(markup, /(?<=>)[^<>{}]*[A-Za-z][^<>{}]*(?=<)/g, 'text'),
      ...found(markup, /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"/g, 'text'),
    ]
  }
  return codeParts(path, text)
}

const found = (text, pattern, kind) =>
  [...text.matchAll(pattern)].map(({ 0: part, index }) => ({ start: index, end: index + part.length, kind }))

let parsed

/** Caches the last file, because its strings and its names are checked one after the other. */
function parse(path, text) {
  if (parsed?.fileName !== path || parsed.text !== text)
    parsed = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, /x$/.test(path) ? 4 : 3)
  return parsed
}

function codeParts(path, text) {
  const parts = []
  const visit = (node) => {
    const isMarkup = node.kind === ts.SyntaxKind.JsxText
    if (isMarkup || ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      if (!TESTS.test(path) || isTitle(node))
        parts.push({ start: node.getStart(), end: node.end, kind: 'text' })
    }
    // In the text of an element, `//` does not start a comment.
    if (node.getChildCount() === 0 && !isMarkup) {
      const before = ts.getLeadingCommentRanges(text, node.pos) ?? []
      const after = ts.getTrailingCommentRanges(text, node.end) ?? []
      const comments = node.parent?.kind === ts.SyntaxKind.JsxClosingElement ? before : [...before, ...after]
      for (const { pos, end } of comments) parts.push({ start: pos, end, kind: 'comment' })
    }
    node.getChildren().forEach(visit)
  }
  visit(parse(path, text))
  return parts
}

/** Whether the node is the first argument of `it`, `test`, `describe` or `test.step`, with or without `.each(…)`. */
function isTitle(node) {
  const call = node.parent
  return (
    ts.isCallExpression(call) &&
    call.arguments[0] === node &&
    /^(it|test|describe|step|scenario)\b/.test(call.expression.getText())
  )
}

/** Whether a string contains at least two words, and is not SQL. */
const isText = (part) =>
  /[A-Za-z’,]{2,} [A-Za-z]/.test(part) && !/^.\s*(select|create|insert|update|alter|delete) /i.test(part)

/** The wrong words in one file, as `path:line "words": write …`. */
export function wrongWords(path, text) {
  const words = DOCUMENTS.test(path) ? prose(text) : wordsOf(path, text)
  return words.split('\n').flatMap((line, index) =>
    PATTERNS.flatMap(([pattern, better]) => {
      const [found] = pattern.exec(line) ?? []
      return found === undefined ? [] : [`${path}:${index + 1} "${found.trim()}": write ${better}`]
    }),
  )
}

/** The wrong names among those that a file declares, and its own name, as `path:line "name": write …`. */
export function wrongNames(path, text) {
  const names = [{ name: path.split('/').at(-1).split('.')[0], start: 0 }]
  for (const { script, offset } of scriptsOf(path, text)) {
    const visit = (node) => {
      if (ts.isIdentifier(node) && isIntroduced(node)) {
        names.push({ name: node.text, start: offset + node.end })
      }
      ts.forEachChild(node, visit)
    }
    visit(parse(path, script))
  }
  return names.flatMap(({ name, start }) => {
    if (GIVEN[path]?.includes(name)) return []
    const found = wordsInName(name).find((word) => Object.hasOwn(NAMES, word))
    if (found === undefined) return []
    const line = text.slice(0, start).split('\n').length
    return [`${path}:${line} name "${name}": write ${NAMES[found]}`]
  })
}

/** Names that cannot be changed, because they are also used outside the code. */
const GIVEN = { 'packages/emulator/src/engine/storage/tables.ts': ['mails'] }

/** Names in snake case are not checked, because they come from the API or from the columns of a table. */
const wordsInName = (name) =>
  /[a-z]_[a-z]/.test(name)
    ? []
    : name
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z]+/)

/** Whether the node declares a name. Imports, exports and property accesses only repeat a name from elsewhere. */
const isIntroduced = (node) => {
  const { parent } = node
  return (
    parent.name === node &&
    !ts.isPropertyAccessExpression(parent) &&
    !ts.isImportSpecifier(parent) &&
    !ts.isExportSpecifier(parent) &&
    !ts.isShorthandPropertyAssignment(parent)
  )
}

function scriptsOf(path, text) {
  if (/\.(svelte|astro)$/.test(path)) {
    return [...text.matchAll(SCRIPTS)].map(({ 0: script, index }) => ({ script, offset: index }))
  }
  return /\.css$/.test(path) ? [] : [{ script: text, offset: 0 }]
}

if (import.meta.main) {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n')
  const own = ['scripts/check-words.mjs', 'tests/docs/words.test.ts']
  const checked = files.filter(
    (path) => existsSync(path) && !own.includes(path) && (DOCUMENTS.test(path) || SOURCES.test(path)),
  )
  const wrong = checked.flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    return [...wrongWords(path, text), ...(SOURCES.test(path) ? wrongNames(path, text) : [])]
  })
  for (const line of wrong) console.error(line)
  console.log(`${checked.length} files, ${wrong.length} words to change`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
