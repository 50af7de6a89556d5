// Writes `src/api/decoders.ts`: for what apps read by the hundred, the decoders field by field. They follow from the
// interfaces and the readers of `src/api`. Run by `pnpm --filter @latchkey/core run operations`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { customerKeys, snakeCase } from './src/api/request/wire.ts'

const FOLDER = join(import.meta.dirname, 'src/api')

/** `withShortcut(readUser, decodeUser)`: a reader, and the name of the decoder that is written for it. */
interface Shortcut {
  tree: ts.SourceFile
  reader: string
  decoder: string
  /** The interface, such as `User`. */
  type: string
}

/** One field of an interface. All but its names is code, in which the field's name is its value. */
interface Field {
  name: string
  /** Its name on the wire. */
  key: string
  /** The conditions for a value that the reader accepts. */
  guard: string | undefined
  value: string
  /** Whether it may be missing on the wire, and whether the result then lacks it, too. */
  presence: 'always' | 'defaulted' | 'optional'
}

/** The text of `src/api/decoders.ts`, without its head. */
export function writtenDecoders(): string {
  const shortcuts = readdirSync(FOLDER)
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .sort()
    .map((file) => parsed(file, readFileSync(join(FOLDER, file), 'utf8')))
    .flatMap(shortcutsOf)
  const decoders = new Map(shortcuts.map(({ reader, decoder }) => [reader, decoder]))
  const text = shortcuts.map((one) => decoderOf(one, decoders)).join('\n')
  const used = (names: string[]) => names.filter((name) => text.includes(`${name}(`)).join(', ')
  return [
    `import { type FromWire, ${used(['given', 'isRecord', 'isText', 'isTextOrNone', 'ownData', 'withRest'])} } from './request/decode.ts'\n`,
    "import { hide } from './request/hide.ts'\n",
    "import { fromWire } from './request/wire.ts'\n",
    `\n${text}`,
  ].join('')
}

const parsed = (file: string, text: string) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)

function shortcutsOf(tree: ts.SourceFile): Shortcut[] {
  const calls = [...tree.text.matchAll(/withShortcut\((read\w+), (decode\w+)\)/g)]
  return calls.map(([, reader = '', decoder = '']) => {
    const type = readerOf(tree, reader).typeArguments?.[0]?.getText() ?? ''
    return { tree, reader, decoder, type }
  })
}

/** The call `object<User>({…})` that makes a reader. */
function readerOf(tree: ts.SourceFile, name: string): ts.CallExpression {
  const declared = tree.statements
    .filter(ts.isVariableStatement)
    .flatMap((one) => one.declarationList.declarations)
  const initializer = declared.find((one) => one.name.getText() === name)?.initializer
  if (initializer && ts.isCallExpression(initializer)) return initializer
  throw new Error(`${tree.fileName} does not define ${name} as object<…>({…})`)
}

function decoderOf({ tree, reader, decoder, type }: Shortcut, decoders: ReadonlyMap<string, string>): string {
  const [checks, secrets] = readerOf(tree, reader).arguments
  const described = new Map(
    propertiesOf(checks).map((one) => [
      one.name?.getText(),
      (one as ts.PropertyAssignment).initializer.getText().replace(/^'(.*)'$/, '$1'),
    ]),
  )
  const fields = membersOf(tree, type).map((member) =>
    fieldOf(tree, type, member, described.get(member.name.getText()), decoders),
  )
  const [optional, plain] = [true, false].map((is) =>
    fields.filter((one) => (one.presence === 'optional') === is),
  )
  const always = fields.filter(({ presence }) => presence === 'always').length
  const given = fields.filter(({ presence }) => presence !== 'always').map(({ name }) => ` + given(${name})`)
  const nested = fields.some(({ value }) => value.startsWith('decode'))
  const names = fields.map(({ name, key }) => (name === key ? name : `${key}: ${name}`))
  const guards = fields.flatMap(({ guard }) => guard ?? [])
  const literal = plain?.map(({ name, value }) => (name === value ? name : `${name}: ${value}`)).join(', ')
  const value = secrets === undefined ? `{ ${literal} }` : `hide({ ${literal} }, ${secrets.getText()})`
  return `
/** Reads the type ${type} from the wire. */
export const ${decoder}: FromWire<never> = (wire, ${nested ? 'at' : '_at'}, depth) => {
  if (!isRecord(wire)) return undefined
  const { ${names.join(', ')} } = wire
  if (!(${guards.join(' && ')})) return undefined
  const value: Record<string, unknown> = ${value}
  ${optional?.map(assignmentOf).join('\n')}
  return withRest(value, wire, ${always}${given.join('')}, depth) as never
}
`
}

function assignmentOf({ name, value }: Field): string {
  if (!value.startsWith('decode')) return `if (${name} !== undefined) value.${name} = ${value}`
  return `if (${name} !== undefined) {
    const inner = ${value}
    if (inner === undefined) return undefined
    value.${name} = inner
  }`
}

function fieldOf(
  tree: ts.SourceFile,
  type: string,
  member: ts.PropertySignature,
  check: string | undefined,
  decoders: ReadonlyMap<string, string>,
): Field {
  const name = member.name.getText()
  const field = { name, key: snakeCase(name) }
  const inner = decoders.get(check?.match(/^optional\((\w+)\)$/)?.[1] ?? '')
  if (inner !== undefined)
    return { ...field, guard: undefined, value: `${inner}(${name}, at, depth + 1)`, presence: 'optional' }
  const fallback = check === 'nullable' ? 'null' : check?.match(/^\((\w+)\) => \1 \?\? (\{\}|\[\])$/)?.[2]
  if (check !== undefined && !/^(string|boolean|number)$/.test(check) && fallback === undefined)
    throw new Error(`No decoder can be written for ${type}.${name}, which is read by ${check}`)
  const isOptional = member.questionToken !== undefined && fallback === undefined
  const presence = isOptional ? 'optional' : fallback === undefined ? 'always' : 'defaulted'
  const guard = guardOf(tree, name, member.type, presence)
  const decoded =
    guard === undefined ? `${customerKeys.has(name) ? 'ownData' : 'fromWire'}(${name}, depth + 1)` : name
  const whole = fallback === undefined ? decoded : `${decoded} ?? ${fallback}`
  if (guard !== undefined) return { ...field, guard, value: whole, presence }
  const isThere = presence === 'always' ? `${name} !== undefined` : undefined
  return { ...field, guard: isThere, value: whole, presence }
}

/** The check for a value of the type that contains no names to change. `undefined` if it can contain some. */
function guardOf(
  tree: ts.SourceFile,
  name: string,
  type: ts.TypeNode | undefined,
  presence: Field['presence'],
): string | undefined {
  const kinds = new Set(kindsOf(tree, type))
  const isNullable = kinds.delete('null')
  const [kind, ...others] = kinds
  if (kind === undefined || others.length > 0) return undefined
  if (kind === 'string' && (isNullable || presence === 'defaulted')) {
    return presence === 'always' ? `(${name} === null || isText(${name}))` : `isTextOrNone(${name})`
  }
  if (isNullable || presence === 'defaulted') return undefined
  const guard =
    kind === 'string'
      ? `isText(${name})`
      : kind.startsWith("'")
        ? `${name} === ${kind}`
        : `typeof ${name} === '${kind}'`
  return presence === 'always' ? guard : `(${name} === undefined || ${guard})`
}

/** `string`, `boolean`, `number`, `null` or a literal, for each member of a union. */
function kindsOf(tree: ts.SourceFile, type: ts.TypeNode | undefined): string[] {
  if (type === undefined) return ['unknown']
  if (ts.isParenthesizedTypeNode(type)) return kindsOf(tree, type.type)
  if (ts.isUnionTypeNode(type)) {
    const kinds = type.types.flatMap((one) => kindsOf(tree, one))
    // `'active' | (string & {})` is any string.
    return kinds.includes('string') ? kinds.filter((kind) => !kind.startsWith("'")) : kinds
  }
  const text = type.getText()
  if (text === 'string & {}') return ['string']
  if (['string', 'boolean', 'number', 'null'].includes(text) || ts.isLiteralTypeNode(type)) return [text]
  const alias = tree.statements.filter(ts.isTypeAliasDeclaration).find((one) => one.name.text === text)
  return alias === undefined ? ['unknown', text] : kindsOf(tree, alias.type)
}

function propertiesOf(node: ts.Node | undefined): readonly ts.ObjectLiteralElementLike[] {
  return node !== undefined && ts.isObjectLiteralExpression(node) ? node.properties : []
}

function membersOf(tree: ts.SourceFile, type: string): ts.PropertySignature[] {
  const found = tree.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === type)
  if (found === undefined) throw new Error(`${tree.fileName} does not declare the interface ${type}`)
  return found.members.filter(ts.isPropertySignature)
}
