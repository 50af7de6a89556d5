import ts from 'typescript'
import { parseSource } from './sources.ts'

/** The props, options and arguments that a file passes to each component and hook that it imports from `from`. */
export function inputsGiven(path: string, text: string, from: RegExp): Map<string, ReadonlySet<Given>> {
  const { tree } = parseSource(path, text)
  const names = importedFrom(tree, from)
  const objects = constantObjects(tree)
  const found = new Map<string, Set<Given>>()
  const note = (tag: ts.Node, given: readonly Given[]) => {
    const name = names.get(tag.getText(tree))
    if (name === undefined) return
    const known = found.get(name) ?? new Set()
    for (const one of given) known.add(one)
    found.set(name, known)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node)) {
      note(node.openingElement.tagName, attributesOf(node.openingElement, objects))
      if (node.children.some((child) => !isBlank(child))) note(node.openingElement.tagName, ['children'])
    } else if (ts.isJsxSelfClosingElement(node)) {
      note(node.tagName, attributesOf(node, objects))
    } else if (ts.isCallExpression(node)) {
      note(
        node.expression,
        node.arguments.flatMap((argument, index) => [index, ...keysOf(argument, objects)]),
      )
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** A prop or an option by its name, or an argument by its position. */
export type Given = string | number

type Objects = ReadonlyMap<string, ts.ObjectLiteralExpression>

function importedFrom(tree: ts.SourceFile, from: RegExp): Map<string, string> {
  const names = new Map<string, string>()
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const bindings = statement.importClause?.namedBindings
    if (!from.test(statement.moduleSpecifier.text) || bindings === undefined || !ts.isNamedImports(bindings))
      continue
    for (const { name, propertyName } of bindings.elements) names.set(name.text, (propertyName ?? name).text)
  }
  return names
}

/** Object literals that are assigned to a variable, so that the keys of a spread are known. */
function constantObjects(tree: ts.SourceFile): Objects {
  const objects = new Map<string, ts.ObjectLiteralExpression>()
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined)
      if (ts.isObjectLiteralExpression(node.initializer)) objects.set(node.name.text, node.initializer)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return objects
}

const attributesOf = ({ attributes }: ts.JsxOpeningLikeElement, objects: Objects): string[] =>
  attributes.properties.flatMap((one) =>
    ts.isJsxSpreadAttribute(one) ? keysOf(one.expression, objects) : [one.name.getText()],
  )

function keysOf(value: ts.Expression, objects: Objects): string[] {
  const object = ts.isIdentifier(value) ? objects.get(value.text) : value
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return []
  return object.properties.flatMap((one) =>
    ts.isSpreadAssignment(one) ? keysOf(one.expression, objects) : [one.name.getText()],
  )
}

const isBlank = (child: ts.JsxChild) => ts.isJsxText(child) && child.containsOnlyTriviaWhiteSpaces
