/**
 * Types are made from the builds of other packages, as `turbo run build` orders them: reading all sources again for each
 * package takes several times as long. Editors follow the condition of `tsconfig.base.json`.
 */
export const fromBuilds = { compilerOptions: { customConditions: [] } }
