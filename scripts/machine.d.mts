export const NODE_PACKAGES: Readonly<Record<string, string>>
export function isRecent(version: string): boolean
export function requireRecent(version: string): void
interface Machine {
  platform: string
  arch: string
  version: string
}
export function nodePackageFor(machine: Machine): string | undefined
export function toolchainFor(machine: Machine): {
  node: string | undefined
  manifest: { name: string; private: true; dependencies: Record<string, string> }
  lock: { packages: Record<string, { dependencies?: Record<string, string> }> } | undefined
}
