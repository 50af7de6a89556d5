export const SITES: readonly { name: string; cwd: string; args: string[] }[]
export function siteEnvironment(origin: string): Record<string, string>
export const DEMO_COOKIE_SECRET: string
