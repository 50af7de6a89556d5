import { registerHooks } from 'node:module'

/** The virtual modules of Kit's Vite plugin that a hook on a server needs. */
const MODULES: Record<string, string> = {
  '$app/env': 'export const building = false, dev = false, browser = false',
  '$app/paths': 'export const resolve = (path) => path',
  '$app/server': `const none = () => undefined
export { none as command, none as form, none as getRequestEvent, none as query }`,
}

/** Makes `$app/…` importable outside an app, in this process. */
export function provideKitModules(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const source = MODULES[specifier]
      if (source === undefined) return nextResolve(specifier, context)
      return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
    },
  })
}
