const NEEDED = [22, 13] as const

/** The error message for a version of Node without `node:sqlite`. Undefined for a supported version. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined
  return `The emulator needs Node ${NEEDED.join('.')} or newer; this is ${version}.`
}
