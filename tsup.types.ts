/**
 * Types are generated from the builds of other packages, in the order of `turbo run build`, because reading all sources for
 * each package would take several times as long. Editors use the condition in `tsconfig.base.json`.
 */
export const fromBuilds = { compilerOptions: { customConditions: [] } }
