import ts from 'typescript'
import { type Entry, programOf } from './entries.ts'

/** A component or a hook, with its inputs. */
export interface Taker {
  name: string
  inputs: Input[]
}

/** A prop, an option, or an argument that is not an options object. Native attributes of elements are not included. */
export interface Input {
  name: string
  /** The position, if the input is an argument. */
  place?: number
}

/** Reads every component and hook that entries export, from their types. */
export function takersOf(entries: Entry[]): Taker[] {
  const program = programOf(entries)
  const checker = program.getTypeChecker()
  return entries.flatMap(({ declarations }) => {
    const source = program.getSourceFile(declarations)
    const module = source && checker.getSymbolAtLocation(source)
    return checker.getExportsOfModule(module as ts.Symbol).flatMap((symbol): Taker[] => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      if (!(target.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable))) return []
      const { name } = symbol
      const isHook = /^use[A-Z]/.test(name)
      if (!isHook && !/^[A-Z]/.test(name)) return []
      const inputs = checker
        .getTypeOfSymbol(target)
        .getCallSignatures()
        .flatMap(({ parameters }) =>
          isHook
            ? parameters.flatMap((one, place) => optionsOrArgument(one, place, checker))
            : propsOf(parameters).flatMap((props) => ownOf(props, checker)),
        )
      return [{ name, inputs: [...new Map(inputs.map((one) => [one.name, one])).values()] }]
    })
  })
}

/** Skips the internal argument that Svelte passes to components before the props. */
const propsOf = (parameters: readonly ts.Symbol[]) =>
  parameters[0]?.name === 'internals' ? parameters.slice(1) : parameters.slice(0, 1)

function optionsOrArgument(parameter: ts.Symbol, place: number, checker: ts.TypeChecker): Input[] {
  const options = ownOf(parameter, checker)
  return options.length > 0 ? options : [{ name: parameter.name, place }]
}

/** The properties of a parameter that our packages declare, without those that React declares. */
function ownOf(parameter: ts.Symbol, checker: ts.TypeChecker): Input[] {
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(parameter))
  if (type.getCallSignatures().length > 0) return []
  return checker
    .getPropertiesOfType(type)
    .filter(({ declarations = [] }) => declarations.some((one) => isOurs(one.getSourceFile().fileName)))
    .map(({ name }) => ({ name }))
}

const isOurs = (file: string) => !file.includes('/node_modules/')
