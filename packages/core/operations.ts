// Writes the lists of the API's operations, and the decoders: `pnpm --filter @latchkey/core run operations`.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { writtenDecoders } from './decoders.ts'

const FOLDER = join(import.meta.dirname, 'src/api')

/** A file of `src/api` with at least one operation, and what it exports to users. */
export interface Aggregate {
  /** Such as `users`. */
  name: string
  operations: Operation[]
  types: string[]
}

/** An exported function whose first parameter is the `Api`. */
export interface Operation {
  name: string
  /** What its docstring names as `@see`, such as `GET /user_management/users/{id}`. */
  endpoint: string | undefined
}

/** Every aggregate, by name. What is marked `@internal` is not part of it. */
export function readAggregates(): Aggregate[] {
  return readdirSync(FOLDER)
    .filter(
      (file) => /^[a-z-]+\.ts$/.test(file) && !['operations.ts', 'decoders.ts', 'index.ts'].includes(file),
    )
    .sort()
    .map((file) => readAggregate(file.slice(0, -'.ts'.length), readFileSync(join(FOLDER, file), 'utf8')))
    .filter(({ operations }) => operations.length > 0)
}

/** Reads the source of one aggregate. */
export function readAggregate(name: string, text: string): Aggregate {
  const tree = ts.createSourceFile(`${name}.ts`, text, ts.ScriptTarget.Latest, true)
  const exported = tree.statements.filter(
    (one) =>
      ts.canHaveModifiers(one) &&
      ts.getModifiers(one)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) &&
      !ts.getJSDocTags(one).some(({ tagName }) => tagName.text === 'internal'),
  )
  return {
    name,
    operations: exported.filter(isOperation).map((one) => ({
      name: (one.name as ts.Identifier).text,
      endpoint: ts
        .getJSDocTags(one)
        .map((tag) => tag.getText().match(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]+)`/)?.[1])
        .find((endpoint) => endpoint !== undefined),
    })),
    types: exported
      .filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one))
      .map((one) => one.name.text),
  }
}

const isOperation = (one: ts.Statement): one is ts.FunctionDeclaration =>
  ts.isFunctionDeclaration(one) && one.parameters[0]?.type?.getText() === 'Api'

/** The table of every operation, in the documentation. */
const PAGE = '../../docs/reference/operations.md'

const MARK = '// From here on written by `pnpm --filter @latchkey/core run operations`.\n\n'

/** The files with a list, as they should be: their path from the package's folder, and their text. */
export function writtenLists(aggregates = readAggregates()): [path: string, text: string][] {
  const operations = aggregates.flatMap((one) => one.operations.map(({ name }) => name))
  const names = aggregates.flatMap((one) => [
    ...one.operations.map(({ name }) => name),
    ...one.types.map((name) => `type ${name}`),
  ])
  const list = `${importsOf(aggregates)}
/** Every operation, by name. What each does is said where it is defined. */
export const operations = {\n${operations.map((name) => `  ${name},\n`).join('')}}\n`
  const index = aggregates.map(({ name, operations: own, types }) => {
    const all = [...own.map((one) => one.name), ...types.map((type) => `type ${type}`)]
    return `export { ${all.join(', ')} } from './${name}.ts'\n`
  })
  const bound = operations.map(
    (name) =>
      `/** {@link api.${name}} on {@link defaultApi}. */\nexport const ${name} = /* @__PURE__ */ bound(api.${name})\n`,
  )
  const rows = aggregates.flatMap((one) =>
    one.operations.map(({ name, endpoint }) => [
      one.name,
      `\`${name}\``,
      endpoint === undefined ? 'any' : `\`${endpoint}\``,
    ]),
  )
  return [
    [PAGE, headOf(PAGE) + tableOf([['about', 'operation', 'endpoint'], ...rows])],
    ['src/api/operations.ts', MARK + list],
    ['src/api/decoders.ts', MARK + writtenDecoders()],
    ['src/api/index.ts', headOf('src/api/index.ts') + index.join('')],
    ['src/api.ts', `${headOf('src/api.ts')}export { ${names.join(', ')} } from './api/index.ts'\n`],
    ['src/default.ts', headOf('src/default.ts') + bound.join('')],
  ].map(([path = '', text = '']) => [path, path === PAGE ? text : formatted(path, text)])
}

const importsOf = (aggregates: Aggregate[]) =>
  aggregates
    .map(
      ({ name, operations }) =>
        `import { ${operations.map((one) => one.name).join(', ')} } from './${name}.ts'\n`,
    )
    .join('')

/** What is kept by hand: all that stands in front of the mark. */
function headOf(path: string): string {
  const mark = path === PAGE ? '| about' : MARK
  const text = readFileSync(join(import.meta.dirname, path), 'utf8')
  const at = text.indexOf(mark)
  if (at === -1) throw new Error(`${path} has lost its line "${mark.trim()}"`)
  return path === PAGE ? text.slice(0, at) : text.slice(0, at) + MARK
}

/** A table with columns of one width, as formatters leave it. The first row is its head. */
function tableOf(rows: string[][]): string {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`
  const [head = [], ...body] = rows.map(line)
  return `${head}${line(widths.map((width) => '-'.repeat(width)))}${body.join('')}`
}

/** As Biome formats it, which also sorts imports and exports. */
function formatted(path: string, text: string): string {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [biome, 'check', '--write', `--stdin-file-path=packages/core/${path}`],
    { input: text, encoding: 'utf8', cwd: join(import.meta.dirname, '../..') },
  )
  if (status !== 0 && stdout === '') throw new Error(stderr)
  return stdout
}

if (import.meta.main) {
  for (const [path, text] of writtenLists()) writeFileSync(join(import.meta.dirname, path), text)
}
