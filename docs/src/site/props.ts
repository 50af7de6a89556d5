import { join } from 'node:path'
import ts from 'typescript'
import { root } from './pages.ts'

export interface Prop {
  name: string
  type: string
  isRequired: boolean
  /** The description from the docstring, with the default value. */
  text: string
}

/** Descriptions of props that many components share and that have no docstring. */
const COMMON: Record<string, string> = {
  action: 'What the form does: the flow sends it to the handler.',
  classNames: 'Classes for each part, by its name.',
  components: 'Your own elements for parts, by their names.',
  error: 'The error to show below the field.',
  label: 'The visible label.',
  labelledBy: 'The id of the heading that names the form.',
  name: 'The name of the field in the form.',
  onEvent: 'Called for sign-ins, sign-outs and changes of the session.',
  redirectTo: 'The sign-in page. Default: that of the provider.',
  user: 'The user to show.',
  values: 'Names and values that the form sends along.',
  'SubmitButton.pending': 'Whether a request is in progress.',
  children: 'What it contains.',
  className: 'Classes for the outermost element.',
  fallback: 'Shown to all other users and visitors.',
  flow: 'The flow that it belongs to.',
  invitationToken: 'The token of an invitation, which the sign-in or sign-up accepts.',
  organizationId: 'The organization to sign in to.',
  pending: 'Shown while the session is not known.',
  ref: 'The outermost element.',
  returnTo: 'Where to go afterward, as a path of this app.',
}

const ENTRIES = ['packages/react/src/index.ts', 'packages/react/src/ui/index.ts']
let known: Map<string, Prop[]> | undefined

/** Reads the props of every component of `@latchkey/react` from its types. Native attributes are not included. */
export function propsOfComponents(): ReadonlyMap<string, Prop[]> {
  known ??= read()
  return known
}

function read(): Map<string, Prop[]> {
  const program = ts.createProgram(
    ENTRIES.map((entry) => join(root, entry)),
    {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      jsx: ts.JsxEmit.ReactJSX,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
    },
  )
  const checker = program.getTypeChecker()
  const components = new Map<string, Prop[]>()
  for (const entry of ENTRIES) {
    const source = program.getSourceFile(join(root, entry))
    const module = source && checker.getSymbolAtLocation(source)
    if (module === undefined) throw new Error(`${entry} is no module`)
    for (const symbol of checker.getExportsOfModule(module)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const isValue = (target.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) !== 0
      const [signature] = isValue ? checker.getTypeOfSymbol(target).getCallSignatures() : []
      if (signature === undefined || !/^[A-Z][a-zA-Z]*[a-z]/.test(symbol.name)) continue
      const [parameter] = signature.parameters
      const own =
        parameter === undefined ? [] : propsOf(symbol.name, checker.getTypeOfSymbol(parameter), checker)
      components.set(symbol.name, own)
    }
  }
  return components
}

function propsOf(component: string, type: ts.Type, checker: ts.TypeChecker): Prop[] {
  return checker
    .getPropertiesOfType(checker.getNonNullableType(type))
    .filter(({ declarations = [] }) =>
      declarations.some((one) => !one.getSourceFile().fileName.includes('/node_modules/')),
    )
    .map((prop) => ({
      name: prop.name,
      type: typeOf(prop, checker),
      isRequired: (prop.flags & ts.SymbolFlags.Optional) === 0,
      text:
        ts
          .displayPartsToString(prop.getDocumentationComment(checker))
          .replaceAll(/\{@link (\w+)\}/g, '`$1`')
          .replaceAll(/\s+/g, ' ') ||
        (COMMON[`${component}.${prop.name}`] ?? COMMON[prop.name] ?? ''),
    }))
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired) || a.name.localeCompare(b.name))
}

/** The type as written in the declaration of the prop, or else as printed by the compiler. */
function typeOf(prop: ts.Symbol, checker: ts.TypeChecker): string {
  const written = prop.declarations?.find((one) => ts.isPropertySignature(one))?.type?.getText()
  const text = written ?? checker.typeToString(checker.getNonNullableType(checker.getTypeOfSymbol(prop)))
  return text.replaceAll(/\s+/g, ' ')
}
