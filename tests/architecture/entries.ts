import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { requireBuilt } from '../../scripts/check-built.mjs'
import { type PackageName, root } from './sources.ts'

/** An entry of a package, as apps import it. */
export interface Entry {
  /** The import path, such as `@latchkey/core/server`. */
  name: string
  /** The path of its built declaration file. */
  declarations: string
}

/** A name that an entry exports. */
export interface PublicExport {
  name: string
  kind: 'class' | 'const' | 'function' | 'interface' | 'type' | 'namespace'
  isDocumented: boolean
}

type Conditions = string | { [condition: string]: Conditions }

/** The declarations of an export in package.json. `import` takes precedence over `require`; browsers use the same types. */
function typesOf(conditions: Conditions): string | undefined {
  if (typeof conditions === 'string') return undefined
  if (typeof conditions.types === 'string') return conditions.types
  const inner = conditions.import ?? conditions.default
  return inner === undefined ? undefined : typesOf(inner)
}

/** Every entry of a package that has types. A pattern such as `./locales/*` results in one entry per file. */
export function entriesOf(name: PackageName): Entry[] {
  const directory = join(root, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    name: string
    exports: Record<string, Conditions>
  }
  return Object.entries(manifest.exports).flatMap(([path, conditions]) => {
    const types = typesOf(conditions)
    if (types === undefined) return []
    return globSync(types, { cwd: directory })
      .sort()
      .map((file) => {
        const [before = '', after = ''] = types.slice('./'.length).split('*')
        const filled = path.replace('*', file.slice(before.length, file.length - after.length))
        return { name: manifest.name + filled.slice(1), declarations: join(directory, file) }
      })
  })
}

/** Loads the declarations of all entries into one program. */
export function programOf(entries: Entry[]): ts.Program {
  requireBuilt()
  return ts.createProgram(
    entries.map(({ declarations }) => declarations),
    {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2023,
      jsx: ts.JsxEmit.ReactJSX,
      skipLibCheck: true,
      types: [],
    },
  )
}

/** Reads the exports of entries. */
export function publicExports(entries: Entry[]): Map<string, PublicExport[]> {
  const program = programOf(entries)
  const checker = program.getTypeChecker()
  return new Map(entries.map(({ name, declarations }) => [name, exportsOf(declarations, program, checker)]))
}

function exportsOf(file: string, program: ts.Program, checker: ts.TypeChecker): PublicExport[] {
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) return []
  return checker
    .getExportsOfModule(module)
    .map((symbol) => {
      const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0
      const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol
      const comments = [symbol, target].flatMap((one) => one.getDocumentationComment(checker))
      return { name: symbol.name, kind: kindOf(target.flags), isDocumented: comments.length > 0 }
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
}

function kindOf(flags: ts.SymbolFlags): PublicExport['kind'] {
  if (flags & ts.SymbolFlags.Class) return 'class'
  if (flags & ts.SymbolFlags.Function) return 'function'
  if (flags & ts.SymbolFlags.Variable) return 'const'
  if (flags & ts.SymbolFlags.Interface) return 'interface'
  return flags & ts.SymbolFlags.TypeAlias ? 'type' : 'namespace'
}
